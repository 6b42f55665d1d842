/**
 * How large whole numbers may be so that every sum is exact (tolerance.md, section 3.3): the sum of the magnitudes of
 * all terms stays within 2^p of the data type.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";

type Whole = readonly [number, number];

/** Whole numbers below which sums of terms stay exact; integer types have room to spare. */
const exactSum: Partial<Record<DataType, number>> = {
  float32: 1 << 24,
  float16: 1 << 11,
  int8: 127,
  uint8: 255,
};

/** Magnitudes for a sum of `terms` products of a value and a weight, and a bias of the order of the sum. */
export function productWholes(
  dataType: DataType,
  terms: number,
): { readonly values: Whole; readonly weights: Whole; readonly bias: Whole } {
  const limit = exactSum[dataType] ?? 1 << 24;
  const forBias = Math.min(limit >> 2, 999);
  const each = Math.max(1, Math.floor((limit - forBias) / terms));
  const weight = Math.min(7, Math.max(1, Math.floor(Math.sqrt(each))));
  const value = Math.min(29, Math.floor(each / weight));
  return { values: [-value, value], weights: [-weight, weight], bias: [forBias >> 1, forBias] };
}

/** Magnitudes for a sum of `terms` values. */
export function sumWholes(dataType: DataType, terms: number): Whole {
  const most = Math.min(isFloat(dataType) ? 499 : 99, Math.floor((exactSum[dataType] ?? 1 << 24) / terms));
  return [-most, most];
}
