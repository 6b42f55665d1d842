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
    const n = this.#n;
    let weight = 0;
    for (let j = 0, at = start; j < n; j++, at += step) {
      if (v[at] !== 0) weight += v[at] * this.#relative(this.#maximum - x[at] + (ex ? ex[at] : 0));
    }
    if (ex) this.#sumFrom(ex, start, step);
    let leastBefore = 0, greatestBefore = 0;
    const { q, flushedBelow } = this.#a;
    for (let j = 0, at = start; j < n; j++, at += step) {
      const radius = ex ? ex[at] : 0;
      let spread = 0;
      if (ex) {
        const least = this.#powers[j] * Math.exp(-radius), greatest = this.#powers[j] * Math.exp(radius);
        const high = greatest / (greatest + leastBefore + this.#leastFrom[j + 1]);
        const low = least / (least + greatestBefore + this.#greatestFrom[j + 1]);
        spread = Math.max(high - v[at], v[at] - low, 0) + n * U64 * v[at];
        leastBefore += least;
        greatestBefore += greatest;
        // exponentials that leave the range of float64 bound nothing
        if (Number.isNaN(high) || Number.isNaN(low)) {
          e[at] = Infinity;
          continue;
        }
      }
      const y = v[at] + spread;
      const steps = this.#relative(this.#maximum - x[at] + radius) + weight + 2 * this.#div;
      const relative = y === 0 ? 0 : this.#a.u * steps + this.#sumError;
      const local = y * relative + 2 * q + (y * n + 2) * flushedBelow;
      e[at] = (spread + local + y * (n + 8) * U64) * ROUND_UP;
    }
  }

  /** 2|t| + 2c_exp(t): relative error of exp(t), in units of u. */
  #relative(t: number): number {
    return 2 * t + 2 * (this.#expBase + this.#expSlope * t);
  }

  /** An element is highest where the others are lowest: they are summed apart, for a difference would cancel. */
  #sumFrom(ex: Float64Array, start: number, step: number): void {
    this.#leastFrom[this.#n] = this.#greatestFrom[this.#n] = 0;
    for (let j = this.#n - 1, at = start + j * step; j >= 0; j--, at -= step) {
      this.#leastFrom[j] = this.#leastFrom[j + 1] + this.#powers[j] * Math.exp(-ex[at]);
      this.#greatestFrom[j] = this.#greatestFrom[j + 1] + this.#powers[j] * Math.exp(ex[at]);
    }
  }
}

/** An undecided element makes its whole row undecided. */
function spreadAlong(from: Uint8Array, to: Uint8Array, start: number, n: number, step: number) {
  let why = 0;
  for (let j = 0, at = start; j < n; j++, at += step) why = Math.max(why, from[at]);
  if (why !== 0) { for (let j = 0, at = start; j < n; j++, at += step) to[at] = why; }
}
