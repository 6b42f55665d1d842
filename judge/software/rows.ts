/**
 * The rows along which software kernels reduce and normalize.
 *
 * @module
 */

import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, floatsOf } from "./kernel.ts";

type Numbers = readonly number[];

/** The elements of the input that differ from an index in the given axes only. */
export function rowsOf(call: Call, axes: Numbers): (index: Numbers) => number[] {
  const { shape, v } = floatsOf(call, "input");
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
