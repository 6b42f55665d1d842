/**
 * Exponential, logarithm, sine, cosine and error function with as many fraction bits as asked for.
 *
 * @module
 */

import { atanh, ln2, pi, type Scaled, shiftLeft, toFixed } from "./fixed_point.ts";

/** Bits beyond those asked for, which hold the errors of all steps together. */
const GUARD = 64;

/** Halvings of the argument before the exponential series. */
const HALVINGS = 16;

/** `e^t`, `t` with n fraction bits, as `m·2^exponent` with `2^n <= m <= 2^(n+1)`; its relative error is that of `t`. */
export function exponential(t: bigint, n: number): Scaled {
  const width = n + GUARD;
  const argument = t << BigInt(GUARD);
  const unit = ln2(width);
  const k = argument / unit - (argument < 0n ? 1n : 0n);
  const reduced = argument - k * unit >> BigInt(HALVINGS);
  const one = 1n << BigInt(width);
  let sum = one;
  for (let term = reduced, j = 2n; term !== 0n; j++) {
    sum += term;
    term = (term * reduced >> BigInt(width)) / j;
  }
  for (let j = 0; j < HALVINGS; j++) sum = sum * sum >> BigInt(width);
  return { m: sum >> BigInt(GUARD), exponent: Number(k) - n };
}

/** `ln(m·2^exponent)` with n fraction bits, for a positive m. */
export function logarithm({ m, exponent }: Scaled, n: number): bigint {
  const width = n + GUARD;
  const length = m.toString(2).length;
  // between √½ and √2 after the division by 2^places
  const places = BigInt(m * m >> BigInt(2 * length - 1) === 0n ? length - 1 : length);
  const whole = 1n << places;
  const z = (m - whole << BigInt(width)) / (m + whole);
  return 2n * atanh(z, width) + (BigInt(exponent) + places) * ln2(width) >> BigInt(GUARD);
}

/** `sin x` and `cos x` with n fraction bits, however large x is. */
export function sineAndCosine(x: Scaled, n: number): { readonly sin: bigint; readonly cos: bigint } {
  const width = n + GUARD;
  const size = Math.max(0, x.m.toString(2).length + x.exponent);
  const precision = width + size;
  const argument = toFixed(x, precision);
  const quarter = pi(precision + 1) >> 2n;
  const turns = floorDivide(2n * argument + quarter, 2n * quarter);
  const reduced = argument - turns * quarter >> BigInt(size);
  const sin = alternating(reduced, 1n, reduced, width) >> BigInt(GUARD);
  const cos = alternating(1n << BigInt(width), 0n, reduced, width) >> BigInt(GUARD);
  const quadrant = Number(((turns % 4n) + 4n) % 4n);
  return [{ sin, cos }, { sin: cos, cos: -sin }, { sin: -sin, cos: -cos }, { sin: -cos, cos: sin }][quadrant];
}

/** `first·(1 - r²/((k+1)(k+2)) + …)`: the series of sine (k = 1) and cosine (k = 0). */
function alternating(first: bigint, k: bigint, r: bigint, width: number): bigint {
  const square = r * r >> BigInt(width);
  let sum = 0n;
  for (let term = first; term !== 0n && term !== -1n; k += 2n) {
    sum += term;
    term = -(term * square >> BigInt(width)) / ((k + 1n) * (k + 2n));
  }
  return sum;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b > a ? quotient - 1n : quotient;
}

/** `Σ (-s)^k / (k!·(2k + 1))` with n fraction bits: `erf(√s)·√π / (2√s)`. */
export function errorSeries(s: Scaled, n: number): bigint {
  // the terms grow as large as e^s before they fall
  const size = Number(toFixed(s, 10)) / 1024;
  const width = n + GUARD + Math.ceil(1.5 * size);
  let sum = 0n;
  for (let term = 1n << BigInt(width), k = 0n; term !== 0n && term !== -1n; k++) {
    sum += term / (2n * k + 1n);
    term = shiftLeft(-term * s.m, s.exponent) / (k + 1n);
  }
  return shiftLeft(sum, n - width);
}
