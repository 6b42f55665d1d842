/**
 * Software kernels of reductions, cumulative sums and the normalizations that are no instanceNormalization.
 *
 * @module
 */

import { elementCount, indexAt, rowMajorStrides } from "../graph/tensor.ts";
import { castNumber } from "../reference/cast_number.ts";
import { dot, sum } from "./_software_arithmetic.ts";
import type { Call, Kernel, Values } from "./_software_kernels.ts";

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

/** The kernels by operator. */
export const reductionKernels: Readonly<Record<string, Kernel>> = {
  ...Object.fromEntries(
    Object.entries(reductions).map(([name, reduce]): [string, Kernel] => [name, (call) => {
      const { shape } = call.operands.input as Values;
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
  batchNormalization: (call) => {
    const { operands, options, dataType, arithmetic, round } = call;
    const axis = options.axis as number;
    const epsilon = castNumber(options.epsilon as number, dataType) as number;
    const of = (name: string, absent: number) => (c: number) =>
      operands[name] ? (operands[name] as Values).v[c] : absent;
    const mean = of("mean", 0), variance = of("variance", 0), scale = of("scale", 1), bias = of("bias", 0);
    const x = operands.input as Values, strides = rowMajorStrides(x.shape);
    return (index) => {
      const value = x.v[index.reduce((at, i, d) => at + i * strides[d], 0)], c = index[axis];
      const root = round(Math.sqrt(round(variance(c) + epsilon)));
      return normalized(value, mean(c), root, scale(c), bias(c), call, arithmetic.folds);
    };
  },
  layerNormalization: (call) => {
    const { operands, options, dataType, arithmetic, round } = call;
    const axes = options.axes as Numbers;
    const epsilon = castNumber(options.epsilon as number, dataType) as number;
    const x = operands.input as Values, strides = rowMajorStrides(x.shape);
    const rowAt = rowsOf(call, axes);
    const known = new Map<string, readonly [mean: number, root: number]>();
    const statistics = (index: Numbers): readonly [mean: number, root: number] => {
      const key = index.filter((_, axis) => !axes.includes(axis)).join();
      const found = known.get(key);
      if (found) return found;
      const row = rowAt(index);
      const mean = round(sum(row, dataType, arithmetic) / row.length);
      const deviations = row.map((value) => round(value - mean));
      const variance = round(dot(deviations, deviations, "float32", arithmetic) / row.length);
      const root = round(Math.sqrt(round(variance + epsilon)));
      known.set(key, [mean, root]);
      return [mean, root];
    };
    const of = (name: string, absent: number) => {
      if (!operands[name]) return () => absent;
      const { v, shape } = operands[name] as Values, steps = rowMajorStrides(shape);
      return (index: Numbers) => v[axes.reduce((at, axis, i) => at + index[axis] * steps[i], 0)];
    };
    const scale = of("scale", 1), bias = of("bias", 0);
    return (index) => {
      const [mean, root] = statistics(index);
      const value = x.v[index.reduce((at, i, d) => at + i * strides[d], 0)];
      return normalized(value, mean, root, scale(index), bias(index), call, arithmetic.folds);
    };
  },
};

/** `s·(x - m)/root + b`, or folded into `x·k + (b - m·k)`. */
function normalized(
  x: number,
  mean: number,
  root: number,
  s: number,
  b: number,
  { round }: Call,
  folds: boolean,
): number {
  if (!folds) return round(round(s * round(round(x - mean) / root)) + b);
  const k = round(s * round(1 / root));
  return round(round(x * k) + round(b - round(mean * k)));
}

/** The elements of the input that differ from an index in the given axes only. */
function rowsOf({ operands }: Call, axes: Numbers): (index: Numbers) => number[] {
  const { shape, v } = operands.input as Values;
  const strides = rowMajorStrides(shape);
  const sizes = axes.map((axis) => shape[axis]);
  const offsets = Array.from(
    { length: elementCount(sizes) },
    (_, j) => indexAt(j, sizes).reduce((at, i, d) => at + i * strides[axes[d]], 0),
  );
  return (index) => {
    const first = index.reduce((at, i, axis) => axes.includes(axis) ? at : at + i * strides[axis], 0);
    return offsets.map((offset) => v[first + offset]);
  };
}

/** An index of the output as one of the input, 0 along the axes that were reduced. */
function restored(index: Numbers, shape: Numbers, axes: Numbers): number[] {
  const left = [...index];
  return shape.map((_, axis) => axes.includes(axis) ? 0 : left.shift()!);
}
