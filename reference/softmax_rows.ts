/**
 * Softmax along rows, with radii (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import type { Certificate } from "./certify.ts";
import { functionConstants } from "./function_error.ts";
import { SUBNORMAL_ERROR } from "./functions/certificate.ts";
import type { Result } from "./operator.ts";
import { type Arithmetic, arithmetic, functionUlp, growth, ROUND_UP, U64 } from "./radius.ts";
import { subtract } from "./reals/reals.ts";
import { type Formula, keptFor, refined } from "./reals/refine.ts";
import { firstOf, type Rows } from "./rows.ts";

/**
 * Softmax of every row, shifted by the row's maximum. E of element i is
 * `y_i·u·(2|t_i| + 2c(t_i) + W + n + 2c_div) + 2q` with t = x - maximum and `W = Σ y_j·(2|t_j| + 2c(t_j))`, plus the
 * distance to the quotients of the inputs' endpoints. A row of one element is 1 exactly.
 */
export function softmaxRows(
  x: Float64Array,
  ex: Float64Array | undefined,
  rows: Rows,
  dataType: FloatType,
  profile: Profile,
  undecidedInput?: Uint8Array,
): Result {
  const { n, step } = rows;
  const v = new Float64Array(x.length);
  const e = n === 1 ? undefined : new Float64Array(x.length);
  const undecided = undecidedInput && new Uint8Array(x.length);
  const row = new Row(n, dataType, profile);
  for (let block = 0; block < x.length; block += n * step) {
    for (let start = block; start < block + step; start++) {
      row.evaluate(x, v, start, step);
      if (e) row.bound(x, ex, v, e, start, step);
      if (undecided) spreadAlong(undecidedInput, undecided, start, n, step);
    }
  }
  return {
    v,
    rounding: "stored",
    e,
    undecided,
    certificate: certificateOf(x, v, rows, dataType),
    atLeast: 0,
    atMost: profile.name === "ieee" ? 1 : undefined,
  };
}

/**
 * Float64 is off by `u·(|t_i| + Σ y_j·|t_j| + n + 17)` of y_i at most: every difference from the maximum is rounded once, an
 * exponential has 8u, the quotient u.
 */
function certificateOf(x: Float64Array, v: Float64Array, rows: Rows, dataType: FloatType): Certificate {
  const { n, step } = rows;
  const rowOf = (i: number) => step * Math.floor(i / (n * step)) + i % step;
  const maximumOf = (row: number) => {
    const start = firstOf(rows, row);
    let maximum = -Infinity;
    for (let i = start; i < start + n * step; i += step) if (x[i] > maximum) maximum = x[i];
    return maximum;
  };
  const errorsOfRows = () => {
    const maxima = new Float64Array(rows.count), roundings = new Float64Array(rows.count).fill(n + 17);
    for (let row = 0; row < rows.count; row++) {
      const start = firstOf(rows, row);
      maxima[row] = maximumOf(row);
      for (let i = start; i < start + n * step; i += step) {
        if (v[i] > 0) roundings[row] += v[i] * (maxima[row] - x[i]);
      }
    }
    return { maxima, roundings };
  };
  const formula: Formula = (reals) => {
    const exponential = (i: number, maximum: number) =>
      reals.exp(subtract(reals, reals.of(x[i]), reals.of(maximum)));
    const sharedBy = keptFor((row) => {
      const start = firstOf(rows, row), maximum = maximumOf(row);
      let sum = reals.of(0);
      for (let i = start; i < start + n * step; i += step) {
        if (x[i] > -Infinity) sum = reals.add(sum, exponential(i, maximum));
      }
      return { maximum, sum };
    });
    return (i) => {
      const { maximum, sum } = sharedBy(rowOf(i));
      return reals.divide(exponential(i, maximum), sum);
    };
  };
  let rowErrors: { readonly maxima: Float64Array; readonly roundings: Float64Array } | undefined;
  return {
    radius(i) {
      if (v[i] === 0) return SUBNORMAL_ERROR;
      const { maxima, roundings } = rowErrors ??= errorsOfRows();
      const row = rowOf(i);
      return 1.01 * U64 * (maxima[row] - x[i] + roundings[row]) * v[i] + SUBNORMAL_ERROR;
    },
    ...refined(formula, dataType),
  };
}

class Row {
  readonly #n: number;
  readonly #a: Arithmetic;
  /** Relative error of summing n positive terms; Infinity where it is not judged. */
  readonly #sumError: number;
  readonly #div: number;
  readonly #expBase: number;
  readonly #expSlope: number;
  /** exp(x_j - maximum) of the row at hand. */
  readonly #powers: Float64Array;
  /** The least and the greatest that they may be. */
  readonly #least: Float64Array;
  readonly #greatest: Float64Array;
  /** Sums of the least and of the greatest powers of the row from each element on. */
  readonly #leastFrom: Float64Array;
  readonly #greatestFrom: Float64Array;
  #maximum = 0;

  constructor(n: number, dataType: FloatType, profile: Profile) {
    this.#n = n;
    this.#a = arithmetic(dataType, profile);
    this.#sumError = growth(n, this.#a);
    this.#div = functionUlp[profile.name].div;
    const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
    [this.#expBase, this.#expSlope] = [ulp, slope];
    this.#powers = new Float64Array(n);
    this.#least = new Float64Array(n);
    this.#greatest = new Float64Array(n);
    this.#leastFrom = new Float64Array(n + 1);
    this.#greatestFrom = new Float64Array(n + 1);
  }

  evaluate(x: Float64Array, v: Float64Array, start: number, step: number): void {
    const n = this.#n;
    let maximum = -Infinity;
    for (let j = 0, at = start; j < n; j++, at += step) if (!(x[at] <= maximum)) maximum = x[at];
    let sum = 0;
    for (let j = 0, at = start; j < n; j++, at += step) sum += this.#powers[j] = Math.exp(x[at] - maximum);
    for (let j = 0, at = start; j < n; j++, at += step) v[at] = this.#powers[j] / sum;
    this.#maximum = maximum;
  }

  bound(
    x: Float64Array,
    ex: Float64Array | undefined,
    v: Float64Array,
    e: Float64Array,
    start: number,
    step: number,
  ): void {
    const n = this.#n, maximum = this.#maximum;
    if (ex) this.#spread(ex, v, e, start, step);
    // 2|t| + 2c_exp(t): relative error of exp(t), in units of u
    const least = 2 * this.#expBase, slope = 2 + 2 * this.#expSlope;
    let weight = 0;
    for (let j = 0, at = start; j < n; j++, at += step) {
      if (v[at] !== 0) weight += v[at] * (slope * (maximum - x[at] + (ex ? ex[at] : 0)) + least);
    }
    const roundUp = ROUND_UP;
    const { u, q, flushedBelow } = this.#a, sumError = this.#sumError;
    const shared = least + weight + 2 * this.#div, own = (n + 8) * U64;
    for (let j = 0, at = start; j < n; j++, at += step) {
      const spread = e[at], y = v[at] + spread;
      if (spread === Infinity) continue;
      const steps = slope * (maximum - x[at] + (ex ? ex[at] : 0)) + shared;
      const relative = y === 0 ? 0 : u * steps + sumError;
      const local = y * relative + 2 * q + (y * n + 2) * flushedBelow;
      e[at] = (spread + local + y * own) * roundUp;
    }
  }

  /**
   * Into `e`, the distance to the quotients of the inputs' endpoints. An element is highest where the others are lowest:
   * they are summed apart, for a difference would cancel.
   */
  #spread(ex: Float64Array, v: Float64Array, e: Float64Array, start: number, step: number): void {
    const n = this.#n;
    const powers = this.#powers, least = this.#least, greatest = this.#greatest;
    const leastFrom = this.#leastFrom, greatestFrom = this.#greatestFrom;
    leastFrom[n] = greatestFrom[n] = 0;
    for (let j = n - 1, at = start + j * step; j >= 0; j--, at -= step) {
      const factor = Math.exp(ex[at]);
      // the quotient is cheaper, but its least values are lost where the divisor overflows
      least[j] = factor < Infinity ? powers[j] / factor : powers[j] * Math.exp(-ex[at]);
      greatest[j] = powers[j] * factor;
      leastFrom[j] = leastFrom[j + 1] + least[j];
      greatestFrom[j] = greatestFrom[j + 1] + greatest[j];
    }
    let leastBefore = 0, greatestBefore = 0;
    for (let j = 0, at = start; j < n; j++, at += step) {
      const high = greatest[j] / (greatest[j] + leastBefore + leastFrom[j + 1]);
      const low = least[j] / (least[j] + greatestBefore + greatestFrom[j + 1]);
      const spread = Math.max(high - v[at], v[at] - low, 0) + (n + 1) * U64 * v[at];
      // exponentials that leave the range of float64 bound nothing
      e[at] = Number.isNaN(spread) ? Infinity : spread;
      leastBefore += least[j];
      greatestBefore += greatest[j];
    }
  }
}

/** An undecided element makes its whole row undecided. */
function spreadAlong(from: Uint8Array, to: Uint8Array, start: number, n: number, step: number) {
  let why = 0;
  for (let j = 0, at = start; j < n; j++, at += step) why = Math.max(why, from[at]);
  if (why !== 0) { for (let j = 0, at = start; j < n; j++, at += step) to[at] = why; }
}
