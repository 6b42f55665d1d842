/**
 * Rational numbers, in which tests calculate what a result exactly is, and whether a value is that result rounded once.
 *
 * @module
 */

import assert from "node:assert/strict";
import { type FloatType, roundTo } from "../graph/data_type.ts";

/** `n / d`, d positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

const bytes = new DataView(new ArrayBuffer(8));

/** A finite float64, exactly. */
export function rational(x: number): Rational {
  bytes.setFloat64(0, x);
  const bits = bytes.getBigUint64(0);
  const biased = (bits >> 52n) & 0x7ffn, fraction = bits & 0xfffffffffffffn;
  const size = biased === 0n ? fraction : fraction | 1n << 52n;
  const n = bits >> 63n ? -size : size;
  const exponent = (biased === 0n ? 1n : biased) - 1075n;
  return exponent < 0n ? { n, d: 1n << -exponent } : { n: n << exponent, d: 1n };
}

/** The sum of numbers. */
export function plus(...terms: readonly Rational[]): Rational {
  return terms.reduce((a, b) =>
    a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d }
  );
}

/** The product of numbers. */
export function times(...factors: readonly Rational[]): Rational {
  return factors.reduce((a, b) => ({ n: a.n * b.n, d: a.d * b.d }));
}

/** The quotient of a number and one that is not 0. */
export function over(a: Rational, b: Rational): Rational {
  const sign = b.n < 0n ? -1n : 1n;
  return { n: sign * a.n * b.d, d: sign * a.d * b.n };
}

export function negative({ n, d }: Rational): Rational {
  return { n: -n, d };
}

/** -1, 0 or 1, as a is below, at or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * `√square` with the sign of `sign`, plus `shift`, against q: -1, 0 or 1.
 *
 * @param sign -1, 0 or 1.
 */
export function compareRoot(square: Rational, sign: number, shift: Rational, q: Rational): number {
  const other = plus(q, negative(shift));
  const side = compare(other, { n: 0n, d: 1n });
  if (sign !== side) return sign < side ? -1 : 1;
  return sign * compare(square, times(other, other));
}

/** The numbers of the type next to `x`, by their bits. */
function neighbours(x: number, dataType: FloatType): [below: number, above: number] {
  const step = (by: 1 | -1): number => {
    if (x === 0) return by * (dataType === "float32" ? 2 ** -149 : 2 ** -24);
    const towards = x > 0 ? by : -by;
    if (dataType === "float32") {
      bytes.setFloat32(0, x);
      bytes.setUint32(0, bytes.getUint32(0) + towards);
      return bytes.getFloat32(0);
    }
    bytes.setFloat16(0, x);
    bytes.setUint16(0, bytes.getUint16(0) + towards);
    return bytes.getFloat16(0);
  };
  return [step(-1), step(1)];
}

function isEven(x: number, dataType: FloatType): boolean {
  if (dataType === "float32") {
    bytes.setFloat32(0, x);
    return bytes.getUint32(0) % 2 === 0;
  }
  bytes.setFloat16(0, x);
  return bytes.getUint16(0) % 2 === 0;
}

/**
 * Asserts that a value is a finite result rounded to nearest, ties to even.
 *
 * @param against The result against a number: -1 where it is less, 1 where it is more.
 */
export function assertRounded(
  value: number,
  dataType: FloatType,
  against: (q: Rational) => number,
  message: string,
): void {
  assert.equal(roundTo(dataType, value), value, message);
  const even = isEven(value, dataType), [below, above] = neighbours(value, dataType);
  // an infinity is rounded to as if it were the next number
  const number = (x: number) =>
    rational(Number.isFinite(x) ? x : Math.sign(x) * (dataType === "float32" ? 2 ** 128 : 65536));
  const halfway = (other: number) => over(plus(number(value), number(other)), rational(2));
  if (!Number.isNaN(below)) {
    const side = against(halfway(below));
    assert.ok(side > 0 || side === 0 && even, `${message}: ${value} is too large`);
  }
  if (!Number.isNaN(above)) {
    const side = against(halfway(above));
    assert.ok(side < 0 || side === 0 && even, `${message}: ${value} is too small`);
  }
}
