/**
 * All mutants.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { windowMutants } from "./windows.ts";

/** In the order of their operators' families. */
export const mutants: readonly Mutant[] = [...windowMutants];
