/**
 * Software kernels of normalizations.
 *
 * @module
 */

import { elementCount } from "../../../graph/tensor.ts";
import { dot, sum } from "../arithmetic.ts";
import { type Call, floatsOf, type Kernel } from "../kernel.ts";
import { inOrder, rowReader, rowsOver } from "../rows.ts";

type Numbers = readonly number[];

/** The steps of a normalization, each of which a bug may do otherwise. */
export interface Steps {
  /** Mean and variance of a row. */
  statistics(row: Numbers, call: Call): readonly [mean: number, variance: number];
  /** `√(variance + epsilon)`; epsilon is cast to the data type. */
  root(variance: number, epsilon: number, call: Call): number;
  /** `scale · (x - mean)/root + bias`. */
  scaled(x: number, mean: number, root: number, scale: number, bias: number, call: Call): number;
}

/** As correct backends do them. */
export const steps: Steps = {
  statistics: (row, call) => call.arithmetic.form === 2 ? inOnePass(row, call) : inTwoPasses(row, call),
  root: (variance, epsilon, { round }) => round(Math.sqrt(round(variance + epsilon))),
  scaled: (x, mean, root, scale, bias, { arithmetic, round }) => {
    if (arithmetic.folds) {
      const k = round(scale * round(1 / root));
      return round(round(x * k) + round(bias - round(mean * k)));
    }
    const normal = arithmetic.form === 2
      ? round(round(x - mean) * round(1 / root))
      : round(round(x - mean) / root);
    return round(round(scale * normal) + bias);
  },
};

/** Where float16 overflows and the result does not, a backend is wrong: squares, and long sums, are summed in float32. */
export function inTwoPasses(row: Numbers, { dataType, arithmetic, round }: Call): readonly [number, number] {
  const count = row.length;
  const size = row.reduce((total, x) => total + Math.abs(x), 0);
  const total = sum(row, size < 2 ** 15 ? dataType : "float32", arithmetic);
  const mean = arithmetic.folds ? round(total * round(1 / count)) : round(total / count);
  const deviations = row.map((x) => round(x - mean));
  return [mean, round(dot(deviations, deviations, "float32", arithmetic) / count)];
}

/** Welford's updates of a mean and a sum of squares. */
function inOnePass(row: Numbers, { arithmetic, round }: Call): readonly [number, number] {
  const wide = (x: number) => arithmetic.round(x, "float32");
  let mean = 0, squares = 0;
  row.forEach((x, i) => {
    const before = round(x - mean);
    mean = round(mean + round(before / (i + 1)));
    squares = wide(squares + wide(before * round(x - mean)));
  });
  return [mean, round(squares / row.length)];
}

/** By operator. */
export const normalizationKernels: Readonly<Record<string, Kernel>> = normalizing({});

/** The kernels, with some steps done otherwise. */
export function normalizing(others: Partial<Steps>): Readonly<Record<string, Kernel>> {
  const all: Steps = { ...steps, ...others };
  return {
    batchNormalization: batchNormalization(all),
    instanceNormalization: (call) => {
      const channelAxis = call.options.layout === "nhwc" ? 3 : 1;
      const { shape } = floatsOf(call, "input");
      const step = elementCount(shape.slice(channelAxis + 1));
      const channelOf = (start: number) => Math.floor(start / step) % shape[channelAxis];
      return overRows(all, call, [1, 2, 3].filter((axis) => axis !== channelAxis), channelOf);
    },
    layerNormalization: (call) => overRows(all, call, call.options.axes as Numbers, (_, j) => j),
  };
}

function epsilonOf({ options, scalar }: Call): number {
  return scalar(options.epsilon as number);
}

/** Each row by its own statistics; `parameterAt` says which scale and bias are those of its element j. */
export function overRows(
  { statistics, root, scaled }: Steps,
  call: Call,
  axes: Numbers,
  parameterAt: (start: number, j: number) => number,
): ReturnType<typeof inOrder> {
  const { operands } = call;
  const { v, shape } = floatsOf(call, "input");
  const rows = rowsOver(shape, axes), rowFrom = rowReader(v, rows);
  const scale = operands.scale && floatsOf(call, "scale").v, bias = operands.bias && floatsOf(call, "bias").v;
  const epsilon = epsilonOf(call);
  const results = new Float64Array(v.length);
  for (const start of rows.starts) {
    const row = rowFrom(start);
    const [mean, variance] = statistics(row, call);
    const divisor = root(variance, epsilon, call);
    for (let j = 0; j < row.length; j++) {
      const at = parameterAt(start, j), s = scale ? scale[at] : 1, b = bias ? bias[at] : 0;
      results[start + rows.offsets[j]] = scaled(row[j], mean, divisor, s, b, call);
    }
  }
  return inOrder(results, call.outputs[0].shape);
}

/** By the statistics that are given for each feature. */
function batchNormalization({ root, scaled }: Steps): Kernel {
  return (call) => {
    const { v, shape } = floatsOf(call, "input");
    const axis = call.options.axis as number, inner = elementCount(shape.slice(axis + 1));
    const parameter = (name: string, absent: number) =>
      call.operands[name] ? floatsOf(call, name).v : new Float64Array(shape[axis]).fill(absent);
    const means = parameter("mean", 0), scales = parameter("scale", 1), biases = parameter("bias", 0);
    const epsilon = epsilonOf(call);
    const roots = parameter("variance", 1).map((variance) => root(variance, epsilon, call));
    const results = v.map((x, at) => {
      const c = Math.floor(at / inner) % shape[axis];
      return scaled(x, means[c], roots[c], scales[c], biases[c], call);
    });
    return inOrder(results, call.outputs[0].shape);
  };
}
