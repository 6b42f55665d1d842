/**
 * An expectation is the answer to a case under a profile: for every output element what a correct backend may give.
 * The judge reads nothing else.
 *
 * @module
 */

import type { DataType, Elements } from "./data_type.ts";
import type { ProfileName } from "./profile.ts";

/** Marks on an element, combined by bitwise or. Without a mark: a number in [lo, hi], never NaN. */
export const Flag = {
  /**
   * Not judged: the reference cannot decide it (tolerance.md, section 2, step 2). NaN fails all the same where `value`
   * is finite, unless `orNaN` stands beside.
   */
  skip: 1,
  /** Any value passes, NaN and infinities too. */
  any: 2,
  /** Must be NaN. */
  nan: 4,
  /** NaN passes beside [lo, hi]. */
  orNaN: 8,
  /** +Infinity passes beside [lo, hi]. */
  orPositiveInfinity: 16,
  /** -Infinity passes beside [lo, hi]. */
  orNegativeInfinity: 32,
  /** Only whole numbers in [lo, hi] pass. */
  whole: 64,
  /** The sign of a zero counts: the element must be `value` bit for bit (NaN payloads aside). */
  bits: 128,
} as const;

/** Bounds of accepted values: float64 for floats and integers up to 32 bits, BigInt arrays for 64-bit integers. */
export type Bounds = Float64Array | BigInt64Array | BigUint64Array;

/**
 * Another answer that passes too, on the elements listed: a tied index, a competing update, or an answer to an
 * open question of `reference/questions.md`. With a question, the judge records which answer a backend takes.
 */
export interface Alternative {
  /** Id of the open question, such as `Q4`; absent where the spec allows every alternative. */
  readonly question?: string;
  /** The answer's letter in `reference/questions.md`. The answer in `value`, `lo` and `hi` is always `a`. */
  readonly answer: string;
  /** A backend may answer otherwise in each dispatch: several updates race for one place. */
  readonly mayVary?: true;
  /** Positions of the elements concerned, ascending. */
  readonly positions: Uint32Array;
  /** Bounds of each listed element, in the order of `positions`. */
  readonly lo: Bounds;
  readonly hi: Bounds;
  readonly flags?: Uint8Array;
}

/**
 * How the elements of an output were proven to be the exact results, rounded once (tolerance.md, section 8): how many need
 * no proof, because nothing is rounded (moved, selected, compared, whole, not finite), how many were proven by plain float64
 * and its error bound, by pairs of float64, by whole numbers or multi-precision, and the positions of those that no stage
 * decided.
 */
export interface Proof {
  readonly unrounded: number;
  readonly float64: number;
  readonly pairs: number;
  readonly exact: number;
  readonly unproven: readonly number[];
}

/** What one output may be. */
export interface ExpectedOutput {
  readonly dataType: DataType;
  readonly shape: readonly number[];
  /** The right answer, rounded once to the data type. */
  readonly value: Elements;
  /** The right answer before it was rounded, of float types; what statistics and used bounds are measured from. */
  readonly exact?: Float64Array;
  /** Inputs are moved, selected, compared or counted (classes X, S, L, I and Q): no accuracy is at stake. */
  readonly isExact?: true;
  /** Absent where nothing is claimed: in a graph of several nodes, or in an expectation read from a file. */
  readonly proof?: Proof;
  readonly lo: Bounds;
  readonly hi: Bounds;
  /** `Flag`s of each element; absent: none is set anywhere. */
  readonly flags?: Uint8Array;
  readonly alternatives?: readonly Alternative[];
  /** Number of terms accumulated into each element and, but of norms, the sum of their absolute values, for statistics. */
  readonly n?: Int32Array;
  readonly S?: Float64Array;
}

/** Expected outputs by name. */
export type ExpectedOutputs = ReadonlyMap<string, ExpectedOutput>;

/** The answer to a case: one set of outputs for each of its two data sets. */
export interface Expectation {
  readonly profile: ProfileName;
  readonly outputs: ExpectedOutputs;
  readonly secondOutputs: ExpectedOutputs;
  /** The open question whose answers include refusing this graph, and the letter of that answer. */
  readonly mayReject?: { readonly question: string; readonly answer: string };
}
