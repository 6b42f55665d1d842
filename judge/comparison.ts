/**
 * How results differ from what was expected of them. `compare` of baselines/ finds it, report/ shows it.
 *
 * @module
 */

import type { ResultLine } from "./results.ts";
import type { Cause, VerdictName } from "./verdict.ts";

/** What was expected of a case that came out differently. */
export interface Change {
  readonly line: ResultLine;
  readonly was: { readonly verdict: VerdictName; readonly cause?: Cause };
}

/** Results against baselines. */
export interface Comparison {
  /** Non-passes, unsupported ones too, of which no baseline knows. */
  readonly unexpected: readonly ResultLine[];
  /** Expected non-passes that now pass. */
  readonly fixed: readonly Change[];
  /** Expected non-passes that now do not pass in another way. */
  readonly changed: readonly Change[];
  /** Number of non-passes that are as expected. */
  readonly expected: number;
  /** Number of expected non-passes whose case was not run; no error, because a run may be filtered. */
  readonly notRun: number;
}
