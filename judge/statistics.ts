/**
 * What a case adds to the statistics of a backend: sums over the normalized errors `s = (actual - y) / (u·S)` of its
 * elements, y the exact result, u the unit roundoff of the profile's accumulator, S the sum of the terms' magnitudes
 * (tolerance.md, sections 1 and 6).
 *
 * - A bias, or c of gemm, is far from zero. Where sums begin with it, all partial sums are as large, and truncation leans
 *   n times instead of √n times: such sums are not signed.
 * - Sums of a row that share their terms (cumulativeSum) share their errors too. So one of a row counts in each range of
 *   n, that of 2^k terms; those of different rows are independent.
 * - Of a norm, the root y of a sum Q of squares, S is y itself: what Q is off by, `s_Q·u·Q`, moves the root by half as
 *   much, `s_Q/2·u·y` to first order, and the root itself rounds, by a unit in the last place at most, `2u·y`.
 *
 * Left out are elements that must be equal to their right value (E = 0), that any value passes for, that may be NaN or
 * infinite, and that have another answer beside the right one.
 *
 * @module
 */

import type { Outputs } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { type FloatType, isFloat } from "../graph/data_type.ts";
import type { Expectation, ExpectedOutput } from "../graph/expectation.ts";
import { type Profile, profiles } from "../graph/profile.ts";
import type { Verdict } from "./verdict.ts";

/** Terms that are independent with zero mean, terms that are all positive, and the roots of sums of squares. */
export const dataFamilies = ["signed", "positive", "norm"] as const;

export type DataFamily = (typeof dataFamilies)[number];

/** The sums of a case's elements that belong to one pool. */
export interface Moments {
  /** Operator, data type, family and least number of terms: `conv2d/float32/signed.n512` has n from 512 to 1023. */
  readonly pool: string;
  /** Number of elements, and the sum of their numbers of terms. */
  readonly count: number;
  readonly terms: number;
  /** Sums of s and of s². */
  readonly sum: number;
  readonly squares: number;
  /** Float32 results of at most 11 significant bits, as tf32, float16 and bfloat16 have, whose right values have more. */
  readonly narrow?: number;
  /** Float16 results equal to the exact result rounded once. */
  readonly right?: number;
}

/**
 * Whether an operator's terms are products or elements of either sign, alone or in sums that share them, or magnitudes
 * and squares, or whether it takes the root of a sum of squares.
 */
const kindsOfSums: Readonly<Record<string, "terms" | "prefixes" | "magnitudes" | "norms">> = {
  conv2d: "terms",
  convTranspose2d: "terms",
  conv: "terms",
  convTranspose: "terms",
  matmul: "terms",
  gemm: "terms",
  averagePool2d: "terms",
  averagePool: "terms",
  reduceSum: "terms",
  reduceMean: "terms",
  reduceL1: "magnitudes",
  reduceSumSquare: "magnitudes",
  cumulativeSum: "prefixes",
  reduceL2: "norms",
  l2Pool2d: "norms",
  l2Pool: "norms",
};

/** The family that each kind of data belongs to; others, such as cancelling terms, are in no pool. */
const families: Readonly<Record<string, DataFamily>> = {
  uniform: "signed",
  normal: "signed",
  positive: "positive",
};

/** Whether an answer counts: what is wrong for another cause than accuracy is no rounding. */
export function countsInStatistics({ verdict, cause }: Pick<Verdict, "verdict" | "cause">): boolean {
  return verdict === "pass" || (verdict === "fail" && cause === "accuracy");
}

/**
 * The sums of the elements of both data sets of an answer whose structure is right, pool by pool; none where the case is
 * in no pool.
 */
export function momentsOf(
  { graph, provenance: { dataKind = "" } }: Pick<Case, "graph" | "provenance">,
  [first, second]: readonly [Outputs, Outputs, Outputs],
  { profile, outputs, secondOutputs }: Expectation,
): Moments[] {
  const [{ operator, operands }, ...others] = graph.nodes;
  if (others.length > 0 || !Object.hasOwn(kindsOfSums, operator) || !Object.hasOwn(families, dataKind)) {
    return [];
  }
  const kind = kindsOfSums[operator];
  const family = kind === "norms" ? "norm" : kind === "magnitudes" ? "positive" : families[dataKind];
  if (family === "signed" && ("bias" in operands || "c" in operands)) return [];
  const pools = new Map<string, Sums>();
  for (const [answer, expected] of [[first, outputs], [second, secondOutputs]] as const) {
    for (const [name, output] of expected) {
      if (!isFloat(output.dataType)) continue;
      const pool = `${operator}/${output.dataType}/${family}`;
      const sums = pools.get(pool) ?? new Sums(output.dataType, kind === "prefixes");
      pools.set(pool, sums);
      const S = kind === "norms" ? output.exact : output.S;
      sums.add(answer.get(name)!.data as Floats, { ...output, S }, profiles[profile]);
    }
  }
  return [...pools].flatMap(([pool, sums]) => sums.moments(pool));
}

type Floats = Float32Array | Float16Array;

/** Sums by the exponent of n; `marked` counts what is `narrow` of float32, or `right` of float16. */
class Sums {
  readonly #count = new Float64Array(32);
  readonly #terms = new Float64Array(32);
  readonly #sum = new Float64Array(32);
  readonly #squares = new Float64Array(32);
  readonly #marked = new Float64Array(32);

  /** @param sharesTerms Only sums of 2^k terms count. */
  constructor(readonly dataType: FloatType, readonly sharesTerms: boolean) {}

  /** Adds the elements of an output. */
  add(data: Floats, output: ExpectedOutput, { accumulator }: Profile): void {
    const { n, S, exact, flags, alternatives = [] } = output;
    if (!n || !S || !exact) return;
    const u = accumulator[this.dataType];
    const actual = new Float64Array(data);
    const lo = output.lo as Float64Array, hi = output.hi as Float64Array;
    const marks = this.dataType === "float32"
      ? narrowed(data as Float32Array, output.value as Float32Array)
      : equal(data, output.value as Float16Array);
    const open = alternatives.length > 0 ? new Uint8Array(actual.length) : undefined;
    for (const { positions } of alternatives) for (const at of positions) open![at] = 1;
    const count = this.#count, terms = this.#terms, sum = this.#sum;
    const squares = this.#squares, marked = this.#marked;
    for (let i = 0; i < actual.length; i++) {
      if (this.sharesTerms && (n[i] & (n[i] - 1)) !== 0) continue;
      if (lo[i] === hi[i] || (flags && flags[i] !== 0) || (open && open[i] !== 0)) continue;
      const s = (actual[i] - exact[i]) / (u * S[i]);
      if (s - s !== 0) continue;
      const exponent = 31 - Math.clz32(n[i]);
      count[exponent]++;
      terms[exponent] += n[i];
      sum[exponent] += s;
      squares[exponent] += s * s;
      marked[exponent] += marks[i];
    }
  }

  /** The sums of each exponent that any element has. */
  moments(pool: string): Moments[] {
    const share = this.dataType === "float32" ? "narrow" : "right";
    return Array.from(this.#count, (count, exponent): Moments => ({
      pool: `${pool}.n${2 ** exponent}`,
      count,
      terms: this.#terms[exponent],
      sum: this.#sum[exponent],
      squares: this.#squares[exponent],
      [share]: this.#marked[exponent],
    })).filter(({ count }) => count > 0);
  }
}

/** 1 where a float32 has at most 11 significant bits and its right value has more. */
function narrowed(data: Float32Array, value: Float32Array): Uint8Array {
  const [actual, right] = [data, value].map((each) =>
    new Uint32Array(each.buffer, each.byteOffset, each.length)
  );
  const marks = new Uint8Array(data.length);
  for (let i = 0; i < marks.length; i++) {
    if ((actual[i] & 0x1fff) === 0 && (right[i] & 0x1fff) !== 0) marks[i] = 1;
  }
  return marks;
}

function equal(data: Floats, value: Float16Array): Uint8Array {
  const marks = new Uint8Array(data.length);
  for (let i = 0; i < marks.length; i++) if (data[i] === value[i]) marks[i] = 1;
  return marks;
}
