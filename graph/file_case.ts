/**
 * A case as files hold it: the question, and the answers that travel with it.
 *
 * @module
 */

import type { Case } from "./case.ts";
import type { Expectation } from "./expectation.ts";
import type { ProfileName } from "./profile.ts";
import type { Tensor } from "./tensor.ts";

export interface FileCase {
  readonly case: Case;
  /** The right answer to the first data set, or to as many of its outputs as the file knows. */
  readonly expected?: ReadonlyMap<string, Tensor>;
  /** What passes, under each profile. */
  readonly accept?: ReadonlyMap<ProfileName, Expectation>;
}
