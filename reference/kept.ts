/**
 * Which numbers an arithmetic computes with as they are (tolerance.md, section 3.3).
 *
 * @module
 */

import { floatFormats, roundTo } from "../graph/data_type.ts";
import type { Arithmetic } from "./radius.ts";

/** Whether a result is a number of the accumulator that is not flushed. */
export function keeps({ accumulator, flushedBelow }: Arithmetic): (y: number) => boolean {
  const dataType = accumulator === floatFormats.float16 ? "float16" : "float32";
  return (y) => y === 0 || roundTo(dataType, y) === y && Math.abs(y) >= flushedBelow;
}

/** Whether a factor is multiplied as it is. */
export function isExactFactor(x: number, { inputRoundoff }: Arithmetic): boolean {
  return inputRoundoff === 0 || Math.f16round(x) === x;
}
