/**
 * Convolution over any number of spatial axes, in any layout: the one kernel behind `conv2d`, `convTranspose2d`,
 * their N-d forms, `matmul` and `gemm`.
 *
 * @module
 */

import { rowMajorStrides } from "../graph/tensor.ts";
import { addProducts } from "./dots.ts";
import { offsetsOf } from "./sliding.ts";
import { type AxisTaps, tapsAt, type WindowSet, windowSets } from "./taps.ts";
import { assign, gather, indexIn, type View, view } from "./view.ts";

/** Operands of a convolution as views with their axes in one order, whatever the layout of the data. */
export interface Convolution {
  /** `[...batches, groups, channels of a group, ...spatial]` */
  readonly x: View<Float64Array>;
  /** `[groups, outputs of a group, channels of a group, ...taps]` */
  readonly w: View<Float64Array>;
  /** `[...batches, groups, outputs of a group, ...spatial]` */
  readonly y: View<Float64Array>;
  /** The table of each spatial axis. */
  readonly axes: readonly AxisTaps[];
}

/**
 * Adds the convolution to `y.data`, and the sums of the absolute values of its terms to `S`, laid out as `y.data`.
 * A tap that meets no input element adds no term, not even 0 · Infinity.
 */
export function convolve({ x, w, y, axes }: Convolution, S?: Float64Array): void {
  const spatial = axes.length, outer = x.shape.length - spatial - 1;
  const [groups, outputs, channels] = w.shape;
  const weights = gather(w.transpose(0, 1, ...axes.map((_, d) => d + 3), 2));
  const ofGroup = weights.length / groups;
  const sets = windowSets(axes, x.stride.slice(-spatial), y.stride.slice(-spatial)).map((set) => ({
    ...set,
    offsets: offsetsOfWindow(set, channels, x.stride[outer]),
  }));
  const from = offsetsOf(x, outer), to = offsetsOf(y, outer);
  for (let i = 0; i < from.length; i++) {
    const group = weights.subarray((i % groups) * ofGroup, (i % groups + 1) * ofGroup);
    for (const { taps, offsets, x: first, y: at } of sets) {
      addProducts(
        {
          x: x.data,
          offsets,
          first,
          from: from[i],
          weights: weightsAt(taps, group, outputs, channels),
          outputs,
          at,
          to: to[i],
          stride: y.stride[outer],
        },
        y.data,
        S,
      );
    }
  }
}

/** Number of terms of each of `length` elements of `y`: taps that meet an element, times channels of a group. */
export function countTerms({ w, y, axes }: Convolution, length: number): Int32Array {
  const counts = new Int32Array(length);
  const sizes = y.shape.slice(-axes.length);
  const present = axes.reduce((all, axis) => outerProduct(all, axis.present), Int32Array.of(w.shape[2]));
  const others = y.shape.slice(0, -axes.length).map(() => 0);
  assign(view(counts, y.shape, y.stride), view(present, y.shape, [...others, ...rowMajorStrides(sizes)]));
  return counts;
}

/** Where the two factors of each product of one sum stand. */
export interface FactorPositions {
  readonly x: Int32Array;
  readonly w: Int32Array;
}

/** The positions in `x.data` and `w.data` of what is multiplied for the element of `y` at position `at`. */
export function factorsAt({ x, w, y, axes }: Convolution, at: number): FactorPositions {
  const outer = y.shape.length - axes.length, index = indexIn(y, at);
  const group = index[outer - 2], output = index[outer - 1];
  const ofBatch = (strides: readonly number[]) =>
    strides.slice(0, outer - 1).reduce((sum, stride, d) => sum + index[d] * stride, 0);
  const taps = tapsAt(
    axes,
    index.slice(outer),
    { from: x.offset + ofBatch(x.stride), stride: x.stride.slice(outer) },
    { from: w.offset + group * w.stride[0] + output * w.stride[1], stride: w.stride.slice(3) },
  );
  const channels = w.shape[2];
  const along = (from: readonly number[], step: number) =>
    Int32Array.from(
      { length: from.length * channels },
      (_, k) => from[Math.floor(k / channels)] + (k % channels) * step,
    );
  return { x: along(taps.x, x.stride[outer - 1]), w: along(taps.w, w.stride[2]) };
}

function outerProduct(a: Int32Array, b: Int32Array): Int32Array<ArrayBuffer> {
  const products = new Int32Array(a.length * b.length);
  for (let i = 0, at = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) products[at++] = a[i] * b[j];
  return products;
}

/** Offset of each element of a window from its first: for each tap the channels of a group. */
function offsetsOfWindow({ offsets }: WindowSet, channels: number, stride: number): Int32Array {
  const all = new Int32Array(offsets.length * channels);
  for (let k = 0; k < all.length; k++) all[k] = offsets[Math.floor(k / channels)] + (k % channels) * stride;
  return all;
}

/** The weights `[outputs, taps, channels]` at some of the taps. */
function weightsAt(taps: Int32Array, weights: Float64Array, outputs: number, channels: number): Float64Array {
  const length = weights.length / outputs;
  if (taps.length * channels === length) return weights;
  const picked = new Float64Array(outputs * taps.length * channels);
  for (let output = 0, to = 0; output < outputs; output++) {
    for (const tap of taps) {
      const from = output * length + tap * channels;
      for (let c = 0; c < channels; c++) picked[to++] = weights[from + c];
    }
  }
  return picked;
}
