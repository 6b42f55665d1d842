/**
 * How far sums may be from the exact ones (tolerance.md, sections 2, 3.3, 4 and 8).
 *
 * @module
 */

import { Flag } from "../graph/expectation.ts";
import { type Arithmetic, growth, ROUND_UP, U64 } from "./radius.ts";

/** What is summed: elements as they are, their magnitudes (which cannot overflow and come back), or their squares. */
export type Terms = "values" | "magnitudes" | "squares";

/**
 * Radius and flag of sums in one arithmetic: `n·u·S`, for squares `(n + 1)·u·S + n·q`, with S + P in place of S; 0 for
 * a single term that is no square, and where the exactness rule holds.
 */
export class SumRadius {
  readonly #terms: Terms;
  readonly #a: Arithmetic;
  readonly #exact: number;
  /** The flag of the last sum asked for; 0: none. */
  flag = 0;

  /** @param exact The largest sum of magnitudes for which every partial sum is exact (`exactUpTo`). */
  constructor(terms: Terms, a: Arithmetic, exact: number) {
    this.#terms = terms;
    this.#a = a;
    this.#exact = exact;
  }

  /** Of the sum `v` of `n` terms whose magnitudes add up to `S` and whose radii to `P`. */
  of(v: number, n: number, S: number, P: number): number {
    const a = this.#a, squares = this.#terms === "squares";
    this.flag = 0;
    if (v - v !== 0) {
      if (a.indeterminate) this.flag = Flag.any;
      return 0;
    }
    if (!(P < Infinity)) {
      this.flag = Flag.skip | Flag.orNaN;
      return 0;
    }
    if (n === 1 && !squares && a.inputRoundoff === 0) return P * ROUND_UP;
    const most = S + P;
    if (P === 0 && most <= this.#exact) return 0;
    if (most > a.accumulator.max && (this.#terms === "values" || a.looseRange)) {
      this.flag = Flag.any;
      return 0;
    }
    const roundings = squares ? n + 1 : n;
    const relative = growth(roundings, a) + (squares ? 2 : 1) * a.inputRoundoff + roundings * U64 * 1.01;
    if (relative === Infinity) {
      this.flag = Flag.skip;
      return 0;
    }
    const products = squares ? n * a.q + Math.min(most, n * a.flushedBelow) : 0;
    return (relative * most + products + n * a.flushedBelow + P) * ROUND_UP;
  }
}
