/**
 * Logarithm and exponential in pairs of float64: a high part and what it lacks, together 106 bits (tolerance.md, section 8.5).
 *
 * @module
 */

import { lostInProduct, lostInSum } from "../double_double.ts";
import { ln2, scaled, toFixed } from "./fixed_point.ts";

/** The number `high + low`. */
export type Pair = readonly [high: number, low: number];

/** Fraction bits from which the low parts of constants are taken. */
const WIDE = 200;

const LN2: Pair = [Math.LN2, Number(ln2(WIDE) - toFixed(scaled(Math.LN2), WIDE)) / 2 ** WIDE];

function normalized(high: number, low: number): Pair {
  const sum = high + low;
  return [sum, low - (sum - high)];
}

/** Relative error below 2^-102, where the parts do not cancel. */
export function add([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const sum = a + b;
  return normalized(sum, lostInSum(a, b, sum) + (aLow + bLow));
}

/** Relative error below 2^-102. */
export function multiply([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const product = a * b;
  return normalized(product, lostInProduct(a, b, product) + (a * bLow + aLow * b));
}

/** 1/k!, k from 0, high and low parts. */
const [highFactors, lowFactors] = [new Float64Array(13), new Float64Array(13)];
for (let k = 0, factorial = 1; k < highFactors.length; factorial *= ++k) {
  const high = 1 / factorial;
  const product = high * factorial;
  highFactors[k] = high;
  lowFactors[k] = (1 - product - lostInProduct(high, factorial, product)) / factorial;
}

/** Halvings of the argument before the exponential series. */
const HALVINGS = 5;

/** `e^x` for |x| below 0.4; relative error below 2^-96. Sums and products are written out: pairs would be allocated. */
function exponentialNearOne(x: Pair): Pair {
  const a = x[0] / 2 ** HALVINGS;
  const aLow = x[1] / 2 ** HALVINGS;
  let high = highFactors[12];
  let low = lowFactors[12];
  for (let k = 11; k >= 0; k--) {
    const product = high * a;
    const rest = lostInProduct(high, a, product) + (high * aLow + low * a);
    const factor = highFactors[k];
    const sum = product + factor;
    const lost = lostInSum(product, factor, sum) + (rest + lowFactors[k]);
    high = sum + lost;
    low = lost - (high - sum);
  }
  for (let j = 0; j < HALVINGS; j++) {
    const square = high * high;
    const rest = lostInProduct(high, high, square) + 2 * high * low;
    high = square + rest;
    low = rest - (high - square);
  }
  return [high, low];
}

/** `e^x = power·2^exponent` for |x| below 1000; the power's relative error is below 2^-94. */
export function exponentialOf(x: Pair): { readonly power: Pair; readonly exponent: number } {
  const exponent = Math.round(x[0] / Math.LN2);
  return { power: exponentialNearOne(add(x, multiply([-exponent, 0], LN2))), exponent };
}

/** `ln x` for a positive normal x; error below 2^-96·max(1, |ln x|). */
export function logarithmOf(x: number): Pair {
  let exponent = Math.round(Math.log2(x));
  if (Math.abs(exponent) > 1000) exponent = Math.sign(exponent) * 1000;
  const z = x * 2 ** -exponent;
  const near = Math.log(z);
  // e^-near·z is 1 up to the error of `near`
  const rest = add(multiply(exponentialNearOne([-near, 0]), [z, 0]), [-1, 0])[0];
  return add(multiply([exponent, 0], LN2), normalized(near, rest - rest * rest / 2));
}
