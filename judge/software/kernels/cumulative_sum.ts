/**
 * The software kernel of cumulativeSum.
 *
 * @module
 */

import { isFloat, isInt64 } from "../../../graph/data_type.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { sum } from "../arithmetic.ts";
import { type Call, type Kernel, tensorOf } from "../kernel.ts";
import { inOrder, rowReader, rowsOver } from "../rows.ts";

/** The sums of the first element, of the first two, and so on. */
export type Cumulation = (row: readonly number[], call: Call) => number[];

/** The same of whole numbers, before they wrap around. */
export type WholeCumulation = (row: readonly bigint[]) => bigint[];

/** Each sum is formed in the arithmetic's order within its block, to which the sum of the blocks before it is added. */
const BLOCK = 64;

/** Of floats, in the arithmetic's order. */
export function cumulate(row: readonly number[], { dataType, arithmetic, round }: Call): number[] {
  let before = 0;
  return row.map((_, at) => {
    const begin = at - at % BLOCK;
    const inBlock = sum(row.slice(begin, at + 1), dataType, arithmetic);
    const total = begin === 0 ? inBlock : round(before + inBlock);
    if (at % BLOCK === BLOCK - 1) before = total;
    return total;
  });
}

/** Of whole numbers. */
export function cumulateWhole(row: readonly bigint[]): bigint[] {
  let total = 0n;
  return row.map((x) => total += x);
}

/** By operator. */
export const cumulativeKernels: Readonly<Record<string, Kernel>> = {
  cumulativeSum: cumulating(cumulate, cumulateWhole),
};

/** The kernel that gives the sums of each row: without the last element where `exclusive`, from its end where `reversed`. */
export function cumulating(floats: Cumulation, whole: WholeCumulation): Kernel {
  return (call) => {
    const { v, shape, dataType } = tensorOf(call, "input");
    const { axis, exclusive, reversed } = call.options;
    const rows = rowsOver(shape, [axis as number]);
    const fill = <T>(values: ArrayLike<T>, sums: (row: T[]) => T[], zero: T, results: T[]) => {
      const rowFrom = rowReader(values, rows);
      for (const start of rows.starts) {
        const row = rowFrom(start), last = row.length - 1;
        const left = sums(reversed ? row.toReversed() : row);
        for (let j = 0; j <= last; j++) {
          const at = start + rows.offsets[reversed ? last - j : j];
          results[at] = exclusive ? (j === 0 ? zero : left[j - 1]) : left[j];
        }
      }
      return results;
    };
    const count = elementCount(shape), output = call.outputs[0].shape;
    if (isFloat(dataType)) {
      const results = new Array<number>(count);
      return inOrder(fill(v as Float64Array, (row) => floats(row, call), 0, results), output);
    }
    const integers = Array.from(v as ArrayLike<number>, BigInt);
    const sums = fill(integers, whole, 0n, new Array<bigint>(count));
    return inOrder(isInt64(dataType) ? sums : sums.map((x) => Number(BigInt.asIntN(32, x))), output);
  };
}
