/**
 * Software kernels: one element of an output by a plain index formula, in one arithmetic.
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { elementCount, indexAt, rowMajorStrides } from "../graph/tensor.ts";
import { castNumber } from "../reference/cast_number.ts";
import type { Options } from "../reference/operator.ts";
import { type Arithmetic, dot, sum } from "./_software_arithmetic.ts";
import { reductionKernels } from "./_software_reductions.ts";
import { unaryKernels } from "./_software_unary.ts";

/** A float tensor inside the software run, stored in its data type. */
export interface Values {
  readonly dataType: FloatType;
  readonly shape: readonly number[];
  readonly v: Float64Array;
}

/** What stands for an argument. */
export type Operand = Values | Values[];
type Numbers = readonly number[];

/** What a kernel is given: the options with their defaults, and the output's shape. */
export interface Call {
  readonly operands: Readonly<Record<string, Operand>>;
  readonly options: Options;
  readonly dataType: FloatType;
  readonly shape: Numbers;
  readonly arithmetic: Arithmetic;
  round(x: number): number;
}

/** One element of the output, before it is stored, from its index. */
export type Kernel = (call: Call) => (index: number[]) => number;

/** The kernels by operator; elements that are only moved have none. */
export const kernels: Readonly<Record<string, Kernel>> = {
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  max: binary(Math.max),
  min: binary(Math.min),
  prelu: ({ operands, round }) => {
    const input = reader(operands.input), slope = reader(operands.slope);
    return (index) => {
      const x = input(index);
      return round(Math.max(0, x) + round(slope(index) * Math.min(0, x)));
    };
  },
  relu: unary((x) => x > 0 ? x : x !== x ? NaN : 0),
  clamp: ({ operands, options, dataType }) => {
    const read = reader(operands.input);
    const low = castNumber(options.minValue as number ?? -Infinity, dataType) as number;
    const high = castNumber(options.maxValue as number ?? Infinity, dataType) as number;
    return (index) => Math.min(Math.max(read(index), low), high);
  },
  matmul,
  gemm,
  conv2d: convolution(false),
  convTranspose2d: convolution(true),
  averagePool2d: pooling(average),
  averagePool: pooling(average),
  l2Pool2d: pooling(norm),
  l2Pool: pooling(norm),
  maxPool2d: pooling((window) => Math.max(...window)),
  maxPool: pooling((window) => Math.max(...window)),
  resample2d: resampling,
  resample: resampling,
  softmax,
  instanceNormalization,
  ...reductionKernels,
  ...unaryKernels,
};

/** The element at an index, aligned at the last axis, axes of size 1 repeated. */
function reader(operand: Operand): (index: Numbers) => number {
  const { shape, v } = operand as Values;
  const strides = rowMajorStrides(shape).map((stride, axis) => shape[axis] === 1 ? 0 : stride);
  return (index) => {
    const skipped = index.length - shape.length;
    let at = 0;
    for (let axis = 0; axis < shape.length; axis++) at += index[axis + skipped] * strides[axis];
    return v[at];
  };
}

function binary(apply: (a: number, b: number) => number): Kernel {
  return ({ operands, round }) => {
    const a = reader(operands.a), b = reader(operands.b);
    return (index) => round(apply(a(index), b(index)));
  };
}

function unary(apply: (x: number) => number): Kernel {
  return ({ operands }) => {
    const read = reader(operands.input);
    return (index) => apply(read(index));
  };
}

function matmul({ operands, dataType, arithmetic }: Call): (index: number[]) => number {
  const inner = (operands.a as Values).shape.at(-1)!;
  const a = reader(operands.a), b = reader(operands.b);
  return (index) => {
    const batch = index.slice(0, -2), [row, column] = index.slice(-2);
    const steps = Array.from({ length: inner }, (_, k) => k);
    const left = steps.map((k) => a([...batch, row, k])), right = steps.map((k) => b([...batch, k, column]));
    return dot(left, right, dataType, arithmetic);
  };
}

function gemm({ operands, options, dataType, arithmetic, round }: Call): (index: number[]) => number {
  const { alpha, beta, aTranspose, bTranspose } = options;
  const scale = castNumber(alpha as number, dataType) as number;
  const shapeOfA = (operands.a as Values).shape;
  const inner = shapeOfA[aTranspose ? 0 : 1];
  const a = reader(operands.a), b = reader(operands.b);
  const c = operands.c && reader(operands.c);
  return ([row, column]) => {
    const steps = Array.from({ length: inner }, (_, k) => k);
    const left = steps.map((k) => aTranspose ? a([k, row]) : a([row, k]));
    const right = steps.map((k) => bTranspose ? b([column, k]) : b([k, column]));
    const added = c && round((castNumber(beta as number, dataType) as number) * c([row, column]));
    if (arithmetic.folds) {
      return dot(left.map((x) => round(x * scale)), right, dataType, arithmetic, added);
    }
    const product = round(scale * dot(left, right, dataType, arithmetic));
    return added === undefined ? product : round(product + added);
  };
}

/** Products and bias of one output element; taps on padding are left out. */
function convolution(transposed: boolean): Kernel {
  return ({ operands, options, dataType, arithmetic }) => {
    const { inputLayout, filterLayout, groups } = options as { [name: string]: string } & { groups: number };
    const [padding, strides, dilations] = ["padding", "strides", "dilations"].map((name) =>
      options[name] as Numbers
    );
    const input = operands.input as Values, filter = operands.filter as Values;
    const place = (layout: string, sizes: Record<string, number>) => [...layout].map((axis) => sizes[axis]);
    const x = reader(input), w = reader(filter);
    const bias = operands.bias && reader(operands.bias);
    const size = (axis: string) => input.shape[inputLayout.indexOf(axis)];
    const taps = (axis: string) => filter.shape[filterLayout.indexOf(axis)];
    const inputs = size("c") / groups;
    const outputs = transposed ? taps("o") : taps("o") / groups;
    const source = (axis: number, at: number, tap: number) => {
      const offset = tap * dilations[axis] - padding[2 * axis];
      return transposed ? (at - offset) / strides[axis] : at * strides[axis] + offset;
    };
    return (index) => {
      const at = Object.fromEntries([...inputLayout].map((axis, i) => [axis, index[i]]));
      const group = Math.floor(at.c / outputs);
      const left: number[] = [], right: number[] = [];
      for (let c = 0; c < inputs; c++) {
        for (let i = 0; i < taps("h"); i++) {
          for (let j = 0; j < taps("w"); j++) {
            const h = source(0, at.h, i), v = source(1, at.w, j);
            if (![h, v].every(Number.isInteger) || h < 0 || v < 0 || h >= size("h") || v >= size("w")) {
              continue;
            }
            const channel = group * inputs + c;
            left.push(x(place(inputLayout, { n: at.n, c: channel, h, w: v })));
            const filterAt = transposed ? { i: channel, o: at.c % outputs } : { i: c, o: at.c };
            right.push(w(place(filterLayout, { ...filterAt, h: i, w: j })));
          }
        }
      }
      return dot(left, right, dataType, arithmetic, bias?.([at.c]));
    };
  };
}

/** `reduce` over the elements of each window that lie inside the input. */
function pooling(reduce: (window: number[], call: Call) => number): Kernel {
  return (call) => {
    const { operands, options } = call;
    const input = operands.input as Values;
    const axes = options.axes as Numbers ?? (options.layout === "nhwc" ? [1, 2] : [2, 3]);
    const [window, padding, strides, dilations] = ["windowDimensions", "padding", "strides", "dilations"]
      .map((name) => options[name] as Numbers);
    const read = reader(input);
    const taps = elementCount(window);
    return (index) => {
      const elements: number[] = [];
      for (let tap = 0; tap < taps; tap++) {
        const offsets = indexAt(tap, window);
        const from = [...index];
        axes.forEach((axis, d) => {
          from[axis] = index[axis] * strides[d] - padding[2 * d] + offsets[d] * dilations[d];
        });
        if (axes.every((axis) => from[axis] >= 0 && from[axis] < input.shape[axis])) {
          elements.push(read(from));
        }
      }
      return reduce(elements, call);
    };
  };
}

function average(window: number[], { dataType, arithmetic, round }: Call): number {
  const total = sum(window, dataType, arithmetic);
  return arithmetic.folds ? round(total * round(1 / window.length)) : round(total / window.length);
}

/** Squares are summed in float32: where float16 overflows and the result does not, a backend is wrong. */
function norm(window: number[], { arithmetic, round }: Call): number {
  return round(Math.sqrt(dot(window, window, "float32", arithmetic)));
}

/** Coordinates in float32, whatever the tensor is; linear weights along one axis after the other. */
function resampling(call: Call): (index: number[]) => number {
  const { operands, options, shape, arithmetic } = call;
  const input = operands.input as Values;
  const axes = (options.axes as Numbers).filter((axis) => input.shape[axis] !== shape[axis]);
  const read = reader(input);
  const coordinate = (axis: number, at: number) => {
    const [from, to] = [input.shape[axis], shape[axis]].map(Math.fround);
    const center = arithmetic.folds
      ? Math.fround(Math.fround(at + 0.5) * Math.fround(from / to))
      : Math.fround(Math.fround(at + 0.5) / Math.fround(to / from));
    return Math.min(Math.max(Math.fround(center - 0.5), 0), from - 1);
  };
  if (options.mode !== "linear") {
    return (index) => {
      const at = [...index];
      for (const axis of axes) at[axis] = Math.ceil(Math.fround(coordinate(axis, index[axis]) - 0.5));
      return read(at);
    };
  }
  const ordered = arithmetic.folds ? axes.toReversed() : axes;
  const blend = (index: Numbers, remaining: Numbers): number => {
    if (remaining.length === 0) return read(index);
    const [axis, ...others] = remaining;
    const c = coordinate(axis, index[axis]);
    const lower = Math.floor(c), t = Math.fround(c - lower);
    const low = blend(index.with(axis, lower), others);
    if (t === 0) return low;
    const high = blend(index.with(axis, lower + 1), others);
    return dot([low, high], [call.round(1 - t), call.round(t)], call.dataType, arithmetic);
  };
  return (index) => blend(index, ordered);
}

function softmax(
  { operands, options, shape, dataType, arithmetic, round }: Call,
): (index: number[]) => number {
  const axis = options.axis as number;
  const read = reader(operands.input);
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
function instanceNormalization(call: Call): (index: number[]) => number {
  const { operands, options, shape, dataType, arithmetic, round } = call;
  const channelAxis = options.layout === "nhwc" ? 3 : 1;
  const read = reader(operands.input);
  const scale = operands.scale && reader(operands.scale);
  const bias = operands.bias && reader(operands.bias);
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
