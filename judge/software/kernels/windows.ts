/**
 * Software kernels of convolutions, pools and resampling.
 *
 * @module
 */

import { elementCount, indexAt } from "../../../graph/tensor.ts";
import { dot, sum } from "../arithmetic.ts";
import { type Call, type Element, type Kernel, reader, tensorOf } from "../kernel.ts";

type Numbers = readonly number[];

/** By operator. */
export const windowKernels: Readonly<Record<string, Kernel>> = {
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
};

/** Products and bias of one output element; taps on padding are left out. */
function convolution(transposed: boolean): Kernel {
  return (call) => {
    const { operands, options, dataType, arithmetic } = call;
    const { inputLayout, filterLayout, groups } = options as { [name: string]: string } & { groups: number };
    const [padding, strides, dilations] = ["padding", "strides", "dilations"].map((name) =>
      options[name] as Numbers
    );
    const input = tensorOf(call, "input"), filter = tensorOf(call, "filter");
    const place = (layout: string, sizes: Record<string, number>) => [...layout].map((axis) => sizes[axis]);
    const x = reader(input), w = reader(filter);
    const bias = operands.bias && reader(tensorOf(call, "bias"));
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
    const { options } = call;
    const input = tensorOf(call, "input");
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
function resampling(call: Call): Element {
  const { options, outputs: [{ shape }], arithmetic } = call;
  const input = tensorOf(call, "input");
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
