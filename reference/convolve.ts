/**
 * Convolution over any number of spatial axes, in any layout: the one kernel behind `conv2d`, `convTranspose2d`,
 * their N-d forms, `matmul` and `gemm`.
 *
 * @module
 */

import { elementCount, rowMajorStrides } from "../graph/tensor.ts";
import { addProducts } from "./dots.ts";
import { offsetsOf } from "./sliding.ts";
import { type AxisTaps, type WindowSet, windowSets } from "./taps.ts";
import { assign, gather, type View, view } from "./view.ts";

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
export function convolve(convolution: Convolution, S?: Float64Array): void {
  const { x, w, y, axes } = convolution;
  const outer = x.shape.length - axes.length - 1;
  const [groups, outputs, channels] = w.shape;
  const weights = gather(w.transpose(0, 1, ...axes.map((_, d) => d + 3), 2));
  const from = offsetsOf(x, outer), to = offsetsOf(y, outer);
  for (const set of setsOf(convolution)) {
    const offsets = offsetsOfWindow(set, channels, x.stride[outer]);
    const products = {
      x: x.data,
      offsets,
      first: set.x,
      weights: weightsOf(set, weights, w.shape),
      outputs,
      at: set.y,
      stride: y.stride[outer],
    };
    from.forEach((base, i) => {
      const firstWeight = (i % groups) * outputs * offsets.length;
      addProducts({ ...products, from: base, firstWeight, to: to[i] }, y.data, S);
    });
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

function outerProduct(a: Int32Array, b: Int32Array): Int32Array<ArrayBuffer> {
  const products = new Int32Array(a.length * b.length);
  for (let i = 0, at = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) products[at++] = a[i] * b[j];
  return products;
}

function setsOf({ x, y, axes }: Convolution): WindowSet[] {
  return windowSets(axes, x.stride.slice(-axes.length), y.stride.slice(-axes.length));
}

/** Offset of each element of a window from its first: for each tap the channels of a group. */
function offsetsOfWindow({ offsets }: WindowSet, channels: number, stride: number): Int32Array {
  const all = new Int32Array(offsets.length * channels);
  for (let k = 0; k < all.length; k++) all[k] = offsets[Math.floor(k / channels)] + (k % channels) * stride;
  return all;
}

/** The weights `[groups, outputs, ...taps, channels]` at the taps of a set. */
function weightsOf(
  { taps }: WindowSet,
  weights: Float64Array,
  [groups, outputs, channels, ...sizes]: readonly number[],
): Float64Array {
  const length = elementCount(sizes);
  if (taps.length === length) return weights;
  const picked = new Float64Array(groups * outputs * taps.length * channels);
  let to = 0;
  for (let row = 0; row < groups * outputs; row++) {
    for (const tap of taps) {
      const from = (row * length + tap) * channels;
      for (let c = 0; c < channels; c++) picked[to++] = weights[from + c];
    }
  }
  return picked;
}
