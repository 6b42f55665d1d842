/**
 * Functions as fast libraries compute them in float32, with the errors that this brings (docs/findings.md): ONNX Runtime's
 * sigmoid; exponential, logarithm, sine and cosine of XNNPACK.
 *
 * @module
 */

import { withoutSubnormal } from "./float_habits.ts";

const round = Math.fround;

type Step = (x: number) => number;

/** Coefficients of Eigen's sigmoid, which MLAS has too: odd powers above, even powers below, the highest first. */
const above = [
  4.37031012579801e-11,
  1.15627324459942e-7,
  6.08574864600143e-5,
  8.51377133304701e-3,
  2.48287947061529e-1,
].map(round);
const below = [
  6.10247389755681e-13,
  5.76102136993427e-9,
  6.29106785017040e-6,
  1.70198817374094e-3,
  1.16817656904453e-1,
  9.93151921023180e-1,
].map(round);

/** 1/2 + x·p(x²)/q(x²) for x between -18 and 18 in float32, each product rounded with its addition unless `folds`. */
export function roughSigmoid(x: number, folds: boolean): number {
  if (x !== x) return NaN;
  const bounded = Math.min(Math.max(x, -18), 18), square = round(bounded * bounded);
  const polynomial = (coefficients: readonly number[]) =>
    coefficients.reduce((sum, coefficient) =>
      round((folds ? round(sum * square) : sum * square) + coefficient)
    );
  const quotient = round(round(bounded * polynomial(above)) / polynomial(below));
  return Math.min(Math.max(round(quotient + 0.5), 0), 1);
}

/** 2 to the power of x·log2 e, the product rounded to float32; 0 of NaN, and nothing below the smallest normal number. */
export function roughExp(x: number): number {
  if (x !== x) return 0;
  return withoutSubnormal(round(2 ** round(x * round(Math.LOG2E))));
}

/** The same as 2^k + 2^k·(2^f - 1), of which the second term is 0 where it is subnormal. */
export function steppedExp(x: number): number {
  if (x !== x) return 0;
  const exponent = round(x * round(Math.LOG2E)), k = Math.round(exponent);
  const step = 2 ** k;
  return withoutSubnormal(round(withoutSubnormal(step) + withoutSubnormal(step * (2 ** (exponent - k) - 1))));
}

const fraction = new Float32Array(1), bits = new Uint32Array(fraction.buffer);

/**
 * e·ln 2 + ln m, m between √½ and √2, by the bits of x·√2. The exponent's bits of infinities and NaN are read like others,
 * so that their logarithms are 127.5 ln 2 and a little more.
 */
export function roughLog(x: number): number {
  const flushed = withoutSubnormal(x);
  if (flushed === 0) return -Infinity;
  if (flushed < 0) return NaN;
  fraction[0] = flushed * 1.414213419;
  const exponent = (bits[0] >>> 23 & 255) - 127;
  bits[0] = bits[0] & 0x7fffff | 0x3f800000;
  const beyond = round(round(fraction[0] * round(0.70710688829)) - 1);
  return round(exponent * round(Math.LN2) + round(Math.log1p(beyond)));
}

const pi = round(Math.PI);

/** The sine of x less a multiple of 2π, all in float32: near a multiple of π the error is that of these steps. */
export const roughSine: Step = (x) => sineOf(reduced(x));

/** The cosine, as the sine of π/2 less that. */
export const roughCosine: Step = (x) => sineOf(round(round(Math.PI / 2) - reduced(x)));

function reduced(x: number): number {
  const turns = Math.round(round(x * round(0.5 / Math.PI)));
  return round(round(x - turns * 6.28125) - turns * round(2 * Math.PI - 6.28125));
}

function sineOf(x: number): number {
  let y = Math.min(x, round(pi - x));
  y = Math.max(y, round(-pi - y));
  y = Math.min(y, round(pi - y));
  return round(Math.sin(y));
}
