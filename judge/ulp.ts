/**
 * Distance between two elements in units in the last place: how many representable values lie between them.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";

const bytes = new DataView(new ArrayBuffer(4));

/** Position of `x` among the values of the float type in ascending order; both zeros are 0. */
function ordinal(dataType: "float32" | "float16", x: number): number {
  if (dataType === "float32") {
    bytes.setFloat32(0, x);
    const bits = bytes.getInt32(0);
    return bits >= 0 ? bits : -(bits & 0x7fffffff);
  }
  bytes.setFloat16(0, x);
  const bits = bytes.getInt16(0);
  return bits >= 0 ? bits : -(bits & 0x7fff);
}

/**
 * Steps from one value to the other along the values of `dataType`, counted through zero where the signs differ;
 * -0 and +0 are 0 apart, an infinity is one step beyond the largest finite value. For integers |a - b|.
 *
 * @returns 0 for two NaNs, Infinity where only one is NaN.
 */
export function ulpDistance(dataType: DataType, a: number | bigint, b: number | bigint): number {
  if (typeof a === "bigint" || typeof b === "bigint") {
    const difference = BigInt(a) - BigInt(b);
    return Number(difference < 0n ? -difference : difference);
  }
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  if (dataType === "float32" || dataType === "float16") {
    return Math.abs(ordinal(dataType, a) - ordinal(dataType, b));
  }
  return Math.abs(a - b);
}
