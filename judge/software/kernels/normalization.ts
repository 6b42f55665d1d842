/**
 * Software kernels of normalizations and softmax.
 *
 * @module
 */

import { rowMajorStrides } from "../../../graph/tensor.ts";
import { castNumber } from "../../../reference/cast_number.ts";
import { dot, sum } from "../arithmetic.ts";
import { type Call, type Element, floatsOf, type Kernel, reader, tensorOf } from "../kernel.ts";
import { rowsOf } from "../rows.ts";

type Numbers = readonly number[];

/** By operator. */
export const normalizationKernels: Readonly<Record<string, Kernel>> = {
  softmax,
  instanceNormalization,
  batchNormalization: (call) => {
    const { operands, options, dataType, arithmetic, round } = call;
    const axis = options.axis as number;
    const epsilon = castNumber(options.epsilon as number, dataType) as number;
    const of = (name: string, absent: number) => (c: number) =>
      operands[name] ? floatsOf(call, name).v[c] : absent;
    const mean = of("mean", 0), variance = of("variance", 0), scale = of("scale", 1), bias = of("bias", 0);
    const x = floatsOf(call, "input"), strides = rowMajorStrides(x.shape);
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
    const x = floatsOf(call, "input"), strides = rowMajorStrides(x.shape);
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
      const { v, shape } = floatsOf(call, name), steps = rowMajorStrides(shape);
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

function softmax(call: Call): Element {
  const { options, outputs: [{ shape }], dataType, arithmetic, round } = call;
  const axis = options.axis as number;
  const read = reader(tensorOf(call, "input"));
  const log2e = round(Math.LOG2E);
  return (index) => {
    const row = Array.from({ length: shape[axis] }, (_, at) => read(index.with(axis, at)));
    const greatest = Math.max(...row);
    const powers = row.map((x) => {
      const t = round(x - greatest);
      return round(arithmetic.folds ? 2 ** round(t * log2e) : Math.exp(t));
    });
    const total = sum(powers, dataType, arithmetic);
    const power = powers[index[axis]];
    return arithmetic.folds ? round(power * round(1 / total)) : round(power / total);
  };
}

/** Two passes; the scale applied to the deviation, or folded with the mean into one addend. */
function instanceNormalization(call: Call): Element {
  const { operands, options, outputs: [{ shape }], dataType, arithmetic, round } = call;
  const channelAxis = options.layout === "nhwc" ? 3 : 1;
  const read = reader(tensorOf(call, "input"));
  const scale = operands.scale && reader(tensorOf(call, "scale"));
  const bias = operands.bias && reader(tensorOf(call, "bias"));
  const epsilon = castNumber(options.epsilon as number, dataType) as number;
  const spatial = [0, 1, 2, 3].filter((axis) => axis !== 0 && axis !== channelAxis);
  const [height, width] = spatial.map((axis) => shape[axis]);
  const known = new Map<string, readonly [number, number]>();
  const statistics = (index: Numbers): readonly [number, number] => {
    const key = `${index[0]} ${index[channelAxis]}`;
    const found = known.get(key);
    if (found) return found;
    const elements = Array.from({ length: height * width }, (_, at) => {
      const from = index.with(spatial[0], Math.floor(at / width)).with(spatial[1], at % width);
      return read(from);
    });
    const mean = round(sum(elements, dataType, arithmetic) / elements.length);
    const deviations = elements.map((x) => round(x - mean));
    const variance = round(dot(deviations, deviations, "float32", arithmetic) / elements.length);
    const root = round(Math.sqrt(round(variance + epsilon)));
    known.set(key, [mean, root]);
    return [mean, root];
  };
  return (index) => {
    const [mean, root] = statistics(index);
    const s = scale ? scale([index[channelAxis]]) : 1, b = bias ? bias([index[channelAxis]]) : 0;
    if (!arithmetic.folds) return round(round(s * round(round(read(index) - mean) / root)) + b);
    const k = round(s * round(1 / root));
    return round(round(read(index) * k) + round(b - round(mean * k)));
  };
}
