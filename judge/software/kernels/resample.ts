/**
 * Software kernels of resampling, along any axes.
 *
 * @module
 */

import { isFloat } from "../../../graph/data_type.ts";
import { rowMajorStrides } from "../../../graph/tensor.ts";
import { dot } from "../arithmetic.ts";
import { halfToEven } from "../casting.ts";
import { type Call, type Kernel, tensorOf } from "../kernel.ts";

type Numbers = readonly number[];

/** One axis of a resampling: its sizes before and after, and the scale that was asked for, if any. */
export interface ResampledAxis {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly scale?: number;
}

/** How a resampling finds its elements. */
export interface Sampling {
  /** The input coordinate of an output coordinate, from 0 to the last; `folds` multiplies by the reciprocal scale. */
  coordinate(at: number, axis: ResampledAxis, folds: boolean): number;
  /** The nearest element to a coordinate. */
  nearest(coordinate: number): number;
  /** The weight of the upper neighbour at a fraction of the way to it. */
  weight(fraction: number): number;
}

/** Halves of elements are counted at both ends; coordinates are in float32, whatever the tensor is. */
export const halfPixels: Sampling = {
  coordinate: (at, axis, folds) => Math.min(Math.max(unlimited(at, axis, folds), 0), axis.inputSize - 1),
  nearest: (coordinate) => Math.ceil(Math.fround(coordinate - 0.5)),
  weight: (fraction) => fraction,
};

/** The coordinate as it comes; beyond the input both neighbours are the last element, so that nothing need be clamped. */
function unlimited(at: number, { inputSize, outputSize }: ResampledAxis, folds: boolean): number {
  const center = folds
    ? Math.fround(Math.fround(at + 0.5) * Math.fround(inputSize / outputSize))
    : Math.fround(Math.fround(at + 0.5) / Math.fround(outputSize / inputSize));
  return Math.fround(center - 0.5);
}

/** By operator. */
export const resampleKernels: Readonly<Record<string, Kernel>> = {
  resample2d: resampling(),
  resample: resampling(),
};

/**
 * Linear weights along one axis after the other, the first first or, where the arithmetic folds, last. In the third form
 * coordinates are not clamped.
 */
export function resampling(changes: Partial<Sampling> = {}): Kernel {
  return (call) => {
    const coordinate = call.arithmetic.form === 2 ? unlimited : halfPixels.coordinate;
    const sampling = { ...halfPixels, coordinate, ...changes };
    const { options, outputs: [{ shape, dataType }], arithmetic: { folds } } = call;
    const input = tensorOf(call, "input");
    const step = rowMajorStrides(input.shape);
    const axes = (options.axes as Numbers).map((axis, d) => ({
      axis,
      inputSize: input.shape[axis],
      outputSize: shape[axis],
      scale: options.sizes === undefined ? (options.scales as Numbers)[d] : undefined,
    })).filter(({ inputSize, outputSize }) => inputSize !== outputSize);
    const kept = shape.map((_, axis) => axis).filter((axis) => axes.every((each) => each.axis !== axis));
    const baseOf = (index: Numbers) => {
      let base = 0;
      for (const axis of kept) base += index[axis] * step[axis];
      return base;
    };
    const coordinates = axes.map((each) =>
      Float64Array.from({ length: each.outputSize }, (_, at) => sampling.coordinate(at, each, folds))
    );
    if (options.mode !== "linear") {
      const picks = coordinates.map((list, d) =>
        list.map((c) =>
          Math.min(Math.max(sampling.nearest(c), 0), axes[d].inputSize - 1) * step[axes[d].axis]
        )
      );
      return (index) => {
        let at = baseOf(index);
        for (let d = 0; d < axes.length; d++) at += picks[d][index[axes[d].axis]];
        return input.v[at];
      };
    }
    const tables = axes.map(({ axis, inputSize }, d) => ({
      axis,
      low: coordinates[d].map((c) => Math.max(Math.floor(c), 0) * step[axis]),
      high: coordinates[d].map((c) => Math.min(Math.floor(c) + 1, inputSize - 1) * step[axis]),
      weight: coordinates[d].map((c) => sampling.weight(Math.fround(c - Math.floor(c)))),
    }));
    const blend = blending(call, folds ? tables.toReversed() : tables);
    if (isFloat(dataType)) return (index) => blend(index, baseOf(index), 0);
    return (index) => halfToEven(blend(index, baseOf(index), 0));
  };
}

interface Table {
  readonly axis: number;
  /** Offsets of both neighbours, and the weight of the upper one, at each output coordinate. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly weight: Float64Array;
}

function blending({ operands, dataType, arithmetic, round }: Call, tables: readonly Table[]) {
  const { v } = operands.input as { v: Float64Array };
  const pairs = tables.map(() => [new Float64Array(2), new Float64Array(2)]);
  /** The element at `base` and an index, along the axes from `depth` on. */
  const blend = (index: Numbers, base: number, depth: number): number => {
    if (depth === tables.length) return v[base];
    const { axis, low, high, weight } = tables[depth], at = index[axis];
    const below = blend(index, base + low[at], depth + 1);
    if (weight[at] === 0) return below;
    const [elements, weights] = pairs[depth];
    const above = blend(index, base + high[at], depth + 1);
    elements[0] = below, elements[1] = above;
    weights[0] = round(1 - weight[at]), weights[1] = round(weight[at]);
    return dot(elements, weights, dataType, arithmetic);
  };
  return blend;
}
