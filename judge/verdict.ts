/**
 * What the judge says of an answer. These are the fields of a results line (cli.md).
 *
 * @module
 */

import type { ProfileName } from "../graph/profile.ts";

export const verdicts = [
  "pass",
  "fail",
  "unsupported",
  "accepted-invalid",
  "wrong-exception",
  "error",
  "crash",
  "timeout",
  "flaky",
] as const;

export type VerdictName = (typeof verdicts)[number];

/** Why a case failed (tolerance.md, section 0): `accuracy` is outside the claimed profile only. */
export const causes = ["value", "accuracy", "nan", "shape", "type", "statistic", "missing-required"] as const;

export type Cause = (typeof causes)[number];

/** The element furthest outside its bounds, or in a pass nearest to them. Absent where none is off at all. */
export interface Worst {
  readonly output: string;
  readonly index: readonly number[];
  readonly expected: number | bigint;
  readonly actual: number | bigint;
  /** |actual - expected|; Infinity where one of them is NaN or infinite. */
  readonly error: number;
  /** Distance from `expected` to the end of the accepted interval on the side of `actual`. */
  readonly radius: number;
  /** error / radius: at most 1 passes; 0 if admitted at zero width, else Infinity. */
  readonly ratio: number;
  /** Distance in units in the last place of the output's data type. */
  readonly ulp: number;
}

export interface Verdict {
  readonly verdict: VerdictName;
  readonly cause?: Cause;
  /** The strictest profile whose bounds every element is in; absent where there is none, or no element was judged. */
  readonly meets?: ProfileName;
  readonly worst?: Worst;
  /** Elements judged, failed, and left undecided by the reference. */
  readonly elements: number;
  readonly failed: number;
  readonly skipped: number;
  /** Elements judged whose bound is wider than 1/8 of the value: they count as no coverage. Absent: none. */
  readonly blunt?: number;
  /** The answer taken to each open question whose answers a passed case tells apart: `a`, or `a,b` if elements differ. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly message?: string;
}
