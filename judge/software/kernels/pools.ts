/**
 * Software kernels of pools, over any number of axes.
 *
 * @module
 */

import { integerRange, isFloat, isInt64 } from "../../../graph/data_type.ts";
import { rowMajorStrides } from "../../../graph/tensor.ts";
import { dot, sum } from "../arithmetic.ts";
import { axisTaps, inside, type Place, Window } from "../axis_taps.ts";
import { type Call, type Element, type Kernel, tensorOf } from "../kernel.ts";

type Numbers = readonly number[];

/** The elements of a window: the first `count`, those inside the input; of `taps` altogether. */
export interface Pooled {
  readonly elements: Float64Array | BigInt64Array | BigUint64Array;
  readonly count: number;
  readonly taps: number;
}

/** One element from those of a window. */
export type Pool = (pooled: Pooled, call: Call) => number | bigint;

/** A total divided by a count, or multiplied by its reciprocal where the arithmetic folds. */
export function quotient(
  total: number,
  count: number,
  { arithmetic, round }: Pick<Call, "arithmetic" | "round">,
) {
  return arithmetic.folds ? round(total * round(1 / count)) : round(total / count);
}

/** The mean of the elements; NaN of none. */
export const average: Pool = ({ elements, count }, call) =>
  quotient(sum(elements as Float64Array, call.dataType, call.arithmetic, count), count, call);

/** The root of the sum of squares. Squares are summed in float32: where float16 overflows and the result does not, a backend is wrong. */
export const norm: Pool = ({ elements, count }, { arithmetic, round }) => {
  const window = elements as Float64Array;
  return round(Math.sqrt(dot(window, window, "float32", arithmetic, undefined, count)));
};

/** The largest element, NaN if one is NaN; the least value of the type where there is none. */
export const largest: Pool = ({ elements, count }, { outputs: [{ dataType }] }) => {
  let best: number | bigint = isFloat(dataType)
    ? -Infinity
    : isInt64(dataType)
    ? integerRange[dataType][0]
    : Number(integerRange[dataType][0]);
  for (let i = 0; i < count; i++) {
    const x = elements[i];
    if (x > best || x !== x) best = x;
  }
  return best;
};

/** By operator. */
export const poolOf: Readonly<Record<string, Pool>> = {
  averagePool2d: average,
  averagePool: average,
  l2Pool2d: norm,
  l2Pool: norm,
  maxPool2d: largest,
  maxPool: largest,
};

/** By operator. */
export const poolKernels: Readonly<Record<string, Kernel>> = Object.fromEntries(
  Object.entries(poolOf).map(([operator, pool]) => [operator, pooling(pool)]),
);

/** `pool` over the elements of each window; `place` says what taps beside the input read. */
export function pooling(pool: Pool, place: Place = inside): Kernel {
  return (call): Element => {
    const { options, outputs: [output] } = call;
    const { shape, v, dataType } = tensorOf(call, "input");
    const axes = options.axes as Numbers ?? (options.layout === "nhwc" ? [1, 2] : [2, 3]);
    const [taps, padding, strides, dilations] = ["windowDimensions", "padding", "strides", "dilations"]
      .map((name) => options[name] as Numbers);
    const step = rowMajorStrides(shape);
    const tables = axes.map((axis, d) =>
      axisTaps(
        {
          size: shape[axis],
          outputs: output.shape[axis],
          taps: taps[d],
          begin: padding[2 * d],
          stride: strides[d],
          dilation: dilations[d],
        },
        step[axis],
        0,
        place,
      )
    );
    const window = new Window(tables, axes);
    const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const length = window.from.length;
    const elements = dataType === "int64"
      ? new BigInt64Array(length)
      : dataType === "uint64"
      ? new BigUint64Array(length)
      : new Float64Array(length);
    const pooled = { elements, count: 0, taps: taps.reduce((count, each) => count * each, 1) };
    return (index) => {
      let base = 0;
      for (const axis of kept) base += index[axis] * step[axis];
      window.moveTo(index);
      pooled.count = window.count;
      for (let tap = 0; tap < window.count; tap++) elements[tap] = v[base + window.from[tap]];
      return pool(pooled, call);
    };
  };
}
