/**
 * The rows along which software kernels reduce and normalize.
 *
 * @module
 */

import { elementCount, rowMajorStrides } from "../../graph/tensor.ts";
import type { Element } from "./kernel.ts";

type Numbers = readonly number[];

/** Rows of a tensor: the elements that differ along some axes only. */
export interface Rows {
  /** Position of the first element of each row, in row-major order of the other axes. */
  readonly starts: Numbers;
  /** How far the elements of a row are from its first; the last of the axes moves fastest. */
  readonly offsets: Numbers;
}

/** The rows of a tensor of a shape over some axes. */
export function rowsOver(shape: Numbers, axes: Numbers): Rows {
  const others = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return { starts: offsetsAlong(shape, others), offsets: offsetsAlong(shape, axes) };
}

function offsetsAlong(shape: Numbers, axes: Numbers): number[] {
  const strides = rowMajorStrides(shape);
  let offsets = [0];
  for (const axis of axes) {
    const along = Array.from({ length: shape[axis] }, (_, i) => i * strides[axis]);
    offsets = offsets.flatMap((offset) => along.map((further) => offset + further));
  }
  return offsets;
}

/** The elements of a row, in a list that is used again for the next one. */
export function rowReader<T>(v: ArrayLike<T>, { offsets }: Rows): (start: number) => T[] {
  const row = new Array<T>(offsets.length);
  return (start) => {
    for (let j = 0; j < row.length; j++) row[j] = v[start + offsets[j]];
    return row;
  };
}

/**
 * Elements that are computed already, in row-major order. Where a bug has computed too few for the shape, they come
 * again from the beginning.
 */
export function inOrder(values: ArrayLike<number | bigint>, shape: Numbers): Element {
  const strides = rowMajorStrides(shape), count = Math.min(values.length, elementCount(shape));
  return (index) => {
    let at = 0;
    for (let axis = 0; axis < strides.length; axis++) at += index[axis] * strides[axis];
    return values[at < count ? at : at % count];
  };
}
