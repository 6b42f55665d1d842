/**
 * Sums and products of integer tensors: exact while in range (question Q10).
 *
 * @module
 */

import { createElements, type DataType, integerRange, isFloat, isInt64 } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Ball } from "./ball.ts";
import type { Result } from "./operator.ts";
import { firstOf, type Rows, undecidedRows } from "./rows.ts";

/** How the elements of a row become one. */
export type Combination = "values" | "magnitudes" | "squares" | "product";

/**
 * Sums of the elements, of their magnitudes or squares, or products, by row. Where an order of evaluation may leave
 * the type, any value passes.
 */
export function combineIntegers(combination: Combination, ball: Ball, rows: Rows): Result {
  const { dataType } = ball;
  const v = createElements(dataType, rows.count);
  const flags = isInt64(dataType)
    ? combineBig(combination, ball.v as BigInt64Array, v as BigInt64Array, rows, greatestOf(dataType))
    : combineSmall(combination, ball.v as Int32Array, v as Int32Array, rows, Number(greatestOf(dataType)));
  return { v, rounding: "none", flags, undecided: undecidedRows(ball, rows) };
}

function greatestOf(dataType: DataType): bigint {
  if (isFloat(dataType)) throw new TypeError(`${dataType} is no integer type`);
  return integerRange[dataType][1];
}

/** What is in the range of 32 bits is exact in float64; `reach` bounds every partial result. */
function combineSmall(
  combination: Combination,
  x: Int32Array,
  v: Int32Array,
  rows: Rows,
  greatest: number,
): Uint8Array | undefined {
  const { count, n, step } = rows;
  const isProduct = combination === "product";
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    let value = isProduct ? 1 : 0, reach = value;
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      const size = Math.abs(x[i]);
      if (isProduct) {
        value *= x[i];
        reach *= Math.max(size, 1);
      } else {
        value += combination === "values" ? x[i] : combination === "magnitudes" ? size : size * size;
        reach += combination === "squares" ? size * size : size;
      }
    }
    if (reach <= greatest || n === 1 && value === x[firstOf(rows, at)]) v[at] = value;
    else (flags ??= new Uint8Array(count))[at] = Flag.any;
  }
  return flags;
}

function combineBig(
  combination: Combination,
  x: BigInt64Array,
  v: BigInt64Array,
  rows: Rows,
  greatest: bigint,
): Uint8Array | undefined {
  const { count, n, step } = rows;
  const isProduct = combination === "product";
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    let value = isProduct ? 1n : 0n, reach = value;
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      const size = x[i] < 0n ? -x[i] : x[i];
      if (isProduct) {
        value *= x[i];
        reach *= size > 1n ? size : 1n;
      } else {
        value += combination === "values" ? x[i] : combination === "magnitudes" ? size : size * size;
        reach += combination === "squares" ? size * size : size;
      }
    }
    if (reach <= greatest || n === 1 && value === x[firstOf(rows, at)]) v[at] = value;
    else (flags ??= new Uint8Array(count))[at] = Flag.any;
  }
  return flags;
}
