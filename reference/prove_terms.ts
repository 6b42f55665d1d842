/**
 * Sums and products proven term by term, in pairs of float64 or as one whole number (tolerance.md, section 8).
 *
 * @module
 */

import type { Accumulated, Factors } from "./accumulated.ts";
import type { Certificate } from "./certify.ts";
import { dividePrecisely, lostInProduct, lostInSum, rootPrecisely } from "./double_double.ts";
import { rootToOdd, type Scaled, scaled } from "./functions/fixed_point.ts";
import { U64 } from "./radius.ts";
import { quotientToOdd, sumToOdd } from "./round_to_odd.ts";

/** The certificate of a result that lists its terms. */
export function certificateOf(
  radius: Certificate["radius"],
  listTerms: (i: number) => Accumulated,
): Certificate {
  return { radius, pair: (i) => pairOf(listTerms(i)), exact: (i) => exactOf(listTerms(i)) };
}

/**
 * The radius of sums of float64 with the magnitudes `S`: `error(i)·S[i]`, and 0 up to `exactUpTo()`, below which no partial
 * sum loses anything (the exactness rule of section 3.3 with p = 53).
 */
export function float64Radius(
  S: Float64Array,
  error: (i: number) => number,
  exactUpTo: () => number,
): Certificate["radius"] {
  let exact: number | undefined;
  return (i) => S[i] <= (exact ??= exactUpTo()) ? 0 : error(i) * S[i];
}

/** Between these neither products nor what they lose leave the range of float64. */
const LEAST = 2 ** -900, MOST = 2 ** 900;

/**
 * Ogita, Rump, Oishi (Dot2): sum and products with what they lose, within `(n·u64)²·S`; `n` counts the terms, the
 * factors of the longest twice (a product of k factors is within `k(k + 1)·u64²`), and 8 for quotient, root and the bound
 * itself. The value differs from the pair by a float64 rounding to odd, `2·u64·|value|`. NaN out of range.
 */
export function pairOf({ groups, divisor = 1, root }: Accumulated): { value: number; radius: number } {
  let high = 0, low = 0, size = 0, n = 8, longest = 0;
  for (const { count, factors } of groups) {
    n += count;
    longest = Math.max(longest, factors.length);
    for (let t = 0; t < count; t++) {
      let product = 1, lost = 0;
      for (const { values, at } of factors) {
        const factor = values[at ? at[t] : 0];
        const next = product * factor, magnitude = Math.abs(next);
        const isInside = magnitude >= LEAST && magnitude <= MOST || product === 0 || factor === 0;
        if (!isInside) return { value: NaN, radius: NaN };
        lost = lostInProduct(product, factor, next) + lost * factor;
        product = next;
      }
      const sum = high + product;
      low += lostInSum(high, product, sum) + lost;
      high = sum;
      size += Math.abs(product);
    }
  }
  const relative = ((n + 2 * longest) * U64) ** 2 * 1.01;
  if (root) {
    const value = sumToOdd(...rootPrecisely([high, low]));
    return { value, radius: (relative + 2.02 * U64) * value };
  }
  const value = divisor === 1 ? sumToOdd(high, low) : sumToOdd(...dividePrecisely([high, low], divisor));
  return { value, radius: relative * size / divisor + 2.02 * U64 * Math.abs(value) };
}

/** A float64 that rounds to float32 and float16 as the element itself. Its factors are finite. */
export function exactOf({ groups, divisor = 1, root }: Accumulated): number {
  let m = 0n, exponent = 0;
  for (const { count, factors } of groups) {
    for (let t = 0; t < count; t++) {
      const term = exactTerm(factors, t);
      if (term.m === 0n) continue;
      if (m === 0n) exponent = term.exponent;
      if (term.exponent < exponent) {
        m <<= BigInt(exponent - term.exponent);
        exponent = term.exponent;
      }
      m += term.m << BigInt(term.exponent - exponent);
    }
  }
  return root ? rootToOdd({ m, exponent }) : quotientToOdd(m, BigInt(divisor), BigInt(-exponent));
}

/** Multiplied in float64 as far as that is exact: two factors of 24 bits always are. */
function exactTerm(factors: readonly Factors[], t: number): Scaled {
  let m = 1n, exponent = 0, product = 1;
  const take = () => {
    const exact = scaled(product);
    m *= exact.m;
    exponent += exact.exponent;
  };
  for (const { values, at } of factors) {
    const factor = values[at ? at[t] : 0];
    if (factor === 0) return { m: 0n, exponent: 0 };
    const next = product * factor, magnitude = Math.abs(next);
    const isExact = magnitude >= LEAST && magnitude <= MOST && lostInProduct(product, factor, next) === 0;
    if (!isExact) take();
    product = isExact ? next : factor;
  }
  take();
  return { m, exponent };
}
