/**
 * Values and radii of reduceProduct of float tensors (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { type Accumulated, inPlace } from "./accumulated.ts";
import type { Result } from "./operator.ts";
import { certificateOf } from "./prove_terms.ts";
import { type Arithmetic, arithmetic, latticeExponent, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { firstOf, positionsOf, type Rows, undecidedRows } from "./rows.ts";

/**
 * The product of each row: `gamma_(n-1)(u)·|y|`, the distance to the products of the inputs' endpoints and, where a
 * partial product may underflow, `n·q` times the largest product that may follow. 0 for a single factor and for whole
 * numbers whose partial products are exact. Where a partial product may overflow, any value passes.
 */
export function productsOf(ball: Ball, rows: Rows, profile: Profile): Result {
  const { count, n, step } = rows;
  const dataType = ball.dataType as FloatType;
  const a = arithmetic(dataType, profile);
  const x = floats(ball), radii = readRadius(ball, dataType, profile);
  const exactUpTo = latticeExponent(x) >= 0 && a.inputRoundoff === 0 ? 2 ** a.accumulator.p : 0;
  const isCopy = n === 1 && a.inputRoundoff === 0;
  const v = new Float64Array(count), e = new Float64Array(count);
  const product = new Product(), reach = new Product();
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    product.reset();
    reach.reset();
    let ups = 1, downs = 1, isMoved = false;
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      const radius = radii ? radii[i] : 0, size = Math.abs(x[i]), most = size + radius;
      product.multiply(x[i]);
      reach.multiply(most);
      if (radius > 0) isMoved = true;
      if (most > 1) ups *= most;
      if (size - radius < 1 && most > 0) downs *= Math.max(size - radius, 0);
    }
    const y = v[at] = product.value;
    const mayUnderflow = downs < a.accumulator.minNormal;
    let flag = 0;
    if (product.isInfinite) flag = a.indeterminate || mayUnderflow ? Flag.any : 0;
    else if (ups > a.accumulator.max) flag = Flag.any;
    else if (isMoved || !isCopy && ups > exactUpTo) {
      const spread = isMoved ? reach.value - Math.abs(y) : 0;
      const relative = relativeError(n, a);
      const lost = mayUnderflow ? n * (a.q + a.flushedBelow) * ups * (1 + relative) : 0;
      e[at] = (spread + relative * reach.value + lost) * ROUND_UP;
      if (relative === Infinity) flag = Flag.skip;
    }
    if (flag !== 0) (flags ??= new Uint8Array(count))[at] = flag, e[at] = 0;
  }
  const { origin = inPlace } = rows;
  const listTerms = (i: number): Accumulated => {
    const factors = Array.from(
      positionsOf(rows, i),
      (at) => ({ argument: "input", values: x, at: Int32Array.of(at), origin }),
    );
    return { groups: [{ count: 1, factors }] };
  };
  return {
    v,
    rounding: "stored",
    e: e.some((radius) => radius !== 0) ? e : undefined,
    flags,
    undecided: undecidedRows(ball, rows),
    certificate: certificateOf((i) => (n - 1) * 1.01 * U64 * Math.abs(v[i]), listTerms),
    listTerms,
  };
}

/** Of a product of `n` factors: `gamma_(n-1)(u)`, the factors' own roundings, and the reference's; Infinity: not judged. */
function relativeError(n: number, a: Arithmetic): number {
  const bound = (n - 1) * a.u + n * a.inputRoundoff + 2 * n * U64;
  return bound < 0.5 ? bound / (1 - bound) : Infinity;
}

const SCALE = 2 ** 400;

/** A product in float64 that neither overflows nor underflows on the way. */
class Product {
  #mantissa = 1;
  #exponent = 0;

  reset(): void {
    this.#mantissa = 1;
    this.#exponent = 0;
  }

  multiply(factor: number): void {
    let product = this.#mantissa * factor;
    const size = Math.abs(product);
    if (size > SCALE && size < Infinity) product /= SCALE, this.#exponent++;
    else if (size < 1 / SCALE && size > 0) product *= SCALE, this.#exponent--;
    this.#mantissa = product;
  }

  /** A factor was infinite, or NaN. */
  get isInfinite(): boolean {
    return this.#mantissa - this.#mantissa !== 0;
  }

  get value(): number {
    if (this.#exponent === 0 || this.#mantissa === 0) return this.#mantissa;
    // one step brings it to a number that float64 may still have
    const scaled = this.#exponent > 0 ? this.#mantissa * SCALE : this.#mantissa / SCALE;
    return Math.abs(this.#exponent) === 1 ? scaled : this.#exponent > 0 ? scaled * Infinity : scaled * 0;
  }
}
