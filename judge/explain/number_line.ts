/**
 * Values of a data type as they lie beside each other: bits, and the next values down and up.
 *
 * @module
 */

import { bytesPerElement, createElements, type DataType, isFloat } from "../../graph/data_type.ts";
import { roundDown, roundUp } from "../../reference/neighbours.ts";

type Scalar = number | bigint;

/** A value, and its bits as a hexadecimal number. */
export interface Value {
  readonly value: Scalar;
  readonly bits: string;
}

/** A value of a data type with its bits, the most significant first. */
export function valueOf(value: Scalar, dataType: DataType): Value {
  const data = createElements(dataType, 1);
  data[0] = value;
  const bytes = new Uint8Array(data.buffer, 0, bytesPerElement(dataType)).toReversed();
  return {
    value: data[0],
    bits: `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`,
  };
}

/** The next values below and above a float value; undefined of integers, and of NaN. */
export function neighboursOf(
  value: Scalar,
  dataType: DataType,
): { readonly below: Value; readonly above: Value } | undefined {
  if (!isFloat(dataType) || typeof value !== "number" || Number.isNaN(value)) return undefined;
  return {
    below: valueOf(value === -Infinity ? value : roundDown(dataType, beside(value, -1)), dataType),
    above: valueOf(value === Infinity ? value : roundUp(dataType, beside(value, 1)), dataType),
  };
}

const least = 2 ** -1074;

/** A float64 that is certainly beyond `x`, and not beyond the next value of a narrower type. */
function beside(x: number, sign: 1 | -1): number {
  if (!Number.isFinite(x)) return -x > 0 ? -Number.MAX_VALUE : Number.MAX_VALUE;
  return x + sign * Math.max(Math.abs(x) * 2 ** -52, least);
}
