/**
 * Element-wise arithmetic of integer tensors: exact while in range.
 *
 * @module
 */

import { createElements, type DataType, integerRange, isFloat, isInt64 } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Ball } from "./ball.ts";
import type { Arithmetical } from "./binary_floats.ts";
import type { Result } from "./operator.ts";
import { eitherUndecided } from "./undecided.ts";

/**
 * `a op b` of two integer balls of one shape. What the spec leaves open passes with any value: a result out of range
 * (question Q10) and a division by zero (question Q11).
 */
export function binaryOfIntegers(op: Arithmetical, a: Ball, b: Ball): Result {
  const { dataType } = a;
  const v = createElements(dataType, a.v.length);
  const flags = isInt64(dataType)
    ? bigIntegers(op, a.v as BigInt64Array, b.v as BigInt64Array, v as BigInt64Array, dataType)
    : smallIntegers(op, a.v as Int32Array, b.v as Int32Array, v as Int32Array, dataType);
  return { v, rounding: "none", flags, undecided: eitherUndecided(a, b) };
}

/** A product out of the range of 32 bits may be rounded in float64, but one in range is exact. */
function smallIntegers(op: Arithmetical, a: Int32Array, b: Int32Array, v: Int32Array, dataType: DataType) {
  const [least, greatest] = rangeOf(dataType).map(Number);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const x = a[i];
    const y = b[i];
    const result = op === "add" ? x + y : op === "sub" ? x - y : op === "mul" ? x * y : Math.trunc(x / y);
    if (result >= least && result <= greatest) v[i] = result;
    else (flags ??= new Uint8Array(v.length))[i] = Flag.any;
  }
  return flags;
}

function bigIntegers(
  op: Arithmetical,
  a: BigInt64Array,
  b: BigInt64Array,
  v: BigInt64Array,
  dataType: DataType,
) {
  const [least, greatest] = rangeOf(dataType);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const x = a[i];
    const y = b[i];
    const result = op === "add"
      ? x + y
      : op === "sub"
      ? x - y
      : op === "mul"
      ? x * y
      : y === 0n
      ? undefined
      : x / y;
    if (result !== undefined && result >= least && result <= greatest) v[i] = result;
    else (flags ??= new Uint8Array(v.length))[i] = Flag.any;
  }
  return flags;
}

function rangeOf(dataType: DataType): readonly [bigint, bigint] {
  if (isFloat(dataType)) throw new TypeError(`${dataType} is no integer type`);
  return integerRange[dataType];
}
