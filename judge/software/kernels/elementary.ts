/**
 * Elementary functions as careful libraries compute them in float32: the argument is reduced, a polynomial is taken, each
 * step is rounded. Errors are told in units u = 2^-24 of the result where steps round to nearest; c ULP of tolerance.md,
 * section 3.1, are 2c·u. A fused step, as hardware has it, rounds a product together with what is added.
 *
 * @module
 */

import type { Step } from "./functions.ts";

/** The polynomial whose highest coefficient comes first, by Horner's rule. */
export function polynomial(coefficients: readonly number[], x: number, round: Step): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = round(round(sum * x) + coefficients[i]);
  return sum;
}

const single = (coefficients: readonly number[]) => coefficients.map(Math.fround);

const ofExp = single([
  1.987569150e-4,
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  0.5,
]);
/** (ln 2)^k / k!, from k = 7 down to 1. */
const ofExp2 = single([
  1.5252733804059841e-5,
  1.5403530393381609e-4,
  1.3333558146428443e-3,
  9.6181291076284772e-3,
  5.5504108664821580e-2,
  0.24022650695910071,
  0.69314718055994531,
]);

/**
 * e^x: by the language; by Cody and Waite's reduction and the polynomial of Cephes' expf; or as 2^(x·log2 e), where the
 * product is split into a whole number and a fraction. Polynomials add less than 2 u to the u of the last addition: 2 ULP
 * of 4.
 */
export function exponential(round: Step, form: 0 | 1 | 2): Step {
  if (form === 0) return (x) => round(Math.exp(x));
  const power = form === 1 ? reducedExp(round) : splitExp2(round);
  return (x) => Math.abs(x) < 110 ? power(x) : x > 0 ? Infinity : x < 0 ? 0 : NaN;
}

function reducedExp(round: Step): Step {
  return (x) => {
    const n = Math.floor(x * Math.LOG2E + 0.5);
    const r = round(round(x - n * 0.693359375) - n * -2.12194440e-4);
    const p = polynomial(ofExp, r, round);
    return round(round(round(round(round(r * r) * p) + r) + 1) * 2 ** n);
  };
}

function splitExp2(round: Step): Step {
  const high = Math.fround(Math.LOG2E), low = Math.fround(Math.LOG2E - high);
  return (x) => {
    const n = Math.floor(x * high + 0.5);
    const fraction = round(round(x * high - n) + x * low);
    const p = polynomial(ofExp2, fraction, round);
    return round(round(1 + fraction * p) * 2 ** n);
  };
}

/**
 * ln x: by the language; as log2 x · ln 2; or by x = m·2^e, m from √½ to √2, and the series of artanh at
 * s = (m - 1)/(m + 1): ln m = f - s·(f - r) with f = m - 1, r = 2s²/3 + 2s⁴/5 + …. It is 2 u off at most: 1 ULP of 4.
 */
export function logarithm(round: Step, form: 0 | 1 | 2): Step {
  if (form === 0) return (x) => round(Math.log(x));
  if (form === 1) return (x) => round(round(Math.log2(x)) * round(Math.LN2));
  return (x) => {
    if (!(x > 0 && x < Infinity)) return Math.log(x);
    const e = Math.floor(Math.log2(x) + 0.5);
    const f = x / 2 ** e - 1, s = round(f / round(2 + f)), square = round(s * s);
    const r = round(square * polynomial(ofLog, square, round));
    const ofMantissa = round(f - round(s * round(f - r)));
    if (e === 0) return ofMantissa;
    return round(round(ofMantissa - e * 2.12194440e-4) + e * 0.693359375);
  };
}

const ofLog = single([2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3]);

/** π/2 in three float32 numbers, and how far they reach: beyond, libraries reduce in a wider type, here float64. */
const quarters = [1.5707963705062866, -4.371138828673793e-8, -1.7151245100058819e-15];
const farthestReduced = 1e5;

const ofSine = single([1 / 362880, -1 / 5040, 1 / 120, -1 / 6]);
const ofCosine = single([-1 / 3628800, 1 / 40320, -1 / 720, 1 / 24]);

/**
 * sin (0 quarters ahead) or cos (1): Cody and Waite's reduction in three fused steps, the first exact, and the series at 0
 * up to π/4. 2 u from the reduction and 2 u from the polynomial: 2 ULP of 4.
 */
export function circular(round: Step, ahead: 0 | 1): Step {
  return (x) => {
    if (!(Math.abs(x) <= farthestReduced)) return round(ahead ? Math.cos(x) : Math.sin(x));
    const count = Math.round(x * (2 / Math.PI));
    const r = quarters.reduce((rest, part) => round(rest - count * part), x);
    const square = round(r * r), quarter = (((count + ahead) % 4) + 4) % 4;
    const y = quarter % 2 === 0 ? round(r + round(r * square) * polynomial(ofSine, square, round)) : round(
      round(1 - 0.5 * square) + round(round(square * square) * polynomial(ofCosine, square, round)),
    );
    return quarter < 2 ? y : -y;
  };
}

/**
 * √x: by the language; as x times its reciprocal root, which is off by u for each of them, 1 ULP of 1; or the same with
 * Newton's correction, in fused steps, which leaves little more than the last rounding.
 */
export function squareRoot(round: Step, form: 0 | 1 | 2): Step {
  if (form === 0) return (x) => round(Math.sqrt(x));
  return (x) => {
    if (!(x > 0 && x < Infinity)) return Math.sqrt(x);
    const inverse = round(1 / Math.sqrt(x)), root = round(x * inverse);
    if (form === 1) return root;
    return round(root + round(x - root * root) * (0.5 * inverse));
  };
}

const estimate = new Float32Array(1), estimateBits = new Uint32Array(estimate.buffer);

/**
 * 1/x: by the language, or from an estimate of 13 bits by one or two of Newton's fused steps. The first squares the
 * relative error 2^-13 to ¼ u and rounds once: 1.3 u, ⅔ ULP of 1.
 */
export function reciprocal(round: Step, form: 0 | 1 | 2): Step {
  if (form === 0) return (x) => round(1 / x);
  return (x) => {
    const size = Math.abs(x);
    // where the steps would leave the normal numbers
    if (!(size > 2 ** -100 && size < 2 ** 100)) return round(1 / x);
    estimate[0] = 1 / x;
    estimateBits[0] = estimateBits[0] + 0x400 & ~0x7ff;
    let y = estimate[0];
    for (let step = 0; step < form; step++) y = round(y + y * round(1 - x * y));
    return y;
  };
}
