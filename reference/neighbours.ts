/**
 * The values of a float type next to a real number.
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";

const float32 = new Float32Array(1);
const bits32 = new Int32Array(float32.buffer);
const float16 = new Float16Array(1);
const bits16 = new Int16Array(float16.buffer);

/** The greatest value of the type that is at most `x`; an infinity is one. */
export function roundDown(dataType: FloatType, x: number): number {
  return dataType === "float32" ? roundDown32(x) : roundDown16(x);
}

/** The least value of the type that is at least `x`; an infinity is one. */
export function roundUp(dataType: FloatType, x: number): number {
  return -roundDown(dataType, -x);
}

function roundDown32(x: number): number {
  float32[0] = x;
  if (!(float32[0] > x)) return float32[0];
  if (float32[0] === 0) return -(2 ** -149);
  bits32[0] += float32[0] > 0 ? -1 : 1;
  return float32[0];
}

function roundDown16(x: number): number {
  float16[0] = x;
  if (!(float16[0] > x)) return float16[0];
  if (float16[0] === 0) return -(2 ** -24);
  bits16[0] += float16[0] > 0 ? -1 : 1;
  return float16[0];
}
