/**
 * Software kernels of reductions and cumulative sums.
 *
 * @module
 */

import { dot, sum } from "../arithmetic.ts";
import { type Call, type Kernel, tensorOf } from "../kernel.ts";
import { rowsOf } from "../rows.ts";

type Numbers = readonly number[];

/** One element from the elements that are reduced to it. */
type Reduction = (row: number[], call: Call) => number;

const reductions: Readonly<Record<string, Reduction>> = {
  reduceL1: (row, { dataType, arithmetic }) => sum(row.map(Math.abs), dataType, arithmetic),
  // squares are summed in float32: where float16 overflows and the result does not, a backend is wrong
  reduceL2: (row, { arithmetic, round }) => round(Math.sqrt(dot(row, row, "float32", arithmetic))),
  reduceLogSum: (row, { dataType, arithmetic, round }) => round(Math.log(sum(row, dataType, arithmetic))),
  reduceLogSumExp: (row, { dataType, arithmetic, round }) => {
    const greatest = Math.max(...row);
    const shift = Math.abs(greatest) < Infinity ? greatest : 0;
    const powers = row.map((x) => round(Math.exp(round(x - shift))));
    return round(shift + round(Math.log(sum(powers, dataType, arithmetic))));
  },
  reduceMax: (row) => Math.max(...row),
  reduceMean: (row, { dataType, arithmetic, round }) => {
    const total = sum(row, dataType, arithmetic);
    return arithmetic.folds ? round(total * round(1 / row.length)) : round(total / row.length);
  },
  reduceMin: (row) => Math.min(...row),
  reduceProduct: (row, { arithmetic, round }) =>
    (arithmetic.folds ? row.toReversed() : row).reduce((product, x) => round(product * x)),
  reduceSum: (row, { dataType, arithmetic }) => sum(row, dataType, arithmetic),
  reduceSumSquare: (row, { dataType, arithmetic }) => dot(row, row, dataType, arithmetic),
};

/** By operator. */
export const reductionKernels: Readonly<Record<string, Kernel>> = {
  ...Object.fromEntries(
    Object.entries(reductions).map(([name, reduce]): [string, Kernel] => [name, (call) => {
      const { shape } = tensorOf(call, "input");
      const axes = call.options.axes as Numbers;
      const rowAt = rowsOf(call, axes);
      return (index) =>
        reduce(rowAt(call.options.keepDimensions ? index : restored(index, shape, axes)), call);
    }]),
  ),
  cumulativeSum: (call) => {
    const { axis, exclusive, reversed } = call.options as {
      axis: number;
      exclusive: boolean;
      reversed: boolean;
    };
    const rowAt = rowsOf(call, [axis]);
    return (index) => {
      const row = rowAt(index), at = index[axis];
      const taken = reversed ? row.slice(exclusive ? at + 1 : at) : row.slice(0, exclusive ? at : at + 1);
      return sum(taken, call.dataType, call.arithmetic);
    };
  },
};

/** An index of the output as one of the input, 0 along the axes that were reduced. */
function restored(index: Numbers, shape: Numbers, axes: Numbers): number[] {
  const left = [...index];
  return shape.map((_, axis) => axes.includes(axis) ? 0 : left.shift()!);
}
