/**
 * Powers of integer tensors: exact while in range.
 *
 * @module
 */

import { createElements, integerRange, isFloat, isInt64 } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Ball } from "./ball.ts";
import type { Result } from "./operator.ts";
import { eitherUndecided } from "./undecided.ts";

/**
 * `a` to the power of `b`, two integer balls of one shape. What the spec leaves open passes with any value: a result out
 * of range (question Q10) and a negative exponent (question Q31).
 */
export function powerOfIntegers(a: Ball, b: Ball): Result {
  const { dataType } = a;
  if (isFloat(dataType)) throw new TypeError(`${dataType} is no integer type`);
  const [least, greatest] = integerRange[dataType];
  const isLong = isInt64(dataType);
  const v = createElements(dataType, a.v.length);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const result = power(BigInt(a.v[i]), BigInt(b.v[i]));
    if (result !== undefined && result >= least && result <= greatest) {
      v[i] = isLong ? result : Number(result);
    } else (flags ??= new Uint8Array(v.length))[i] = Flag.any;
  }
  return { v, rounding: "none", flags, undecided: eitherUndecided(a, b) };
}

/** Undefined where the exponent is negative, or so large that no data type holds the result. */
function power(base: bigint, exponent: bigint): bigint | undefined {
  if (exponent < 0n) return undefined;
  if (base >= -1n && base <= 1n) return base ** (exponent < 2n ? exponent : 2n + exponent % 2n);
  return exponent < 64n ? base ** exponent : undefined;
}
