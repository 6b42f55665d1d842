/**
 * Software kernels of the operators that read and write at given indices.
 *
 * @module
 */

import { elementCount, rowMajorStrides } from "../../../graph/tensor.ts";
import { type Call, type Kernel, strided, tensorOf, type Values } from "../kernel.ts";

/** By operator. */
export const indexingKernels: Readonly<Record<string, Kernel>> = {
  gather: (call) => {
    const { shape, v } = tensorOf(call, "input"), indices = tensorOf(call, "indices");
    const axis = call.options.axis as number, rank = indices.shape.length;
    const strides = rowMajorStrides(shape), steps = rowMajorStrides(indices.shape);
    return (index) => {
      let place = 0, at = 0;
      for (let d = 0; d < rank; d++) place += index[axis + d] * steps[d];
      for (let d = 0; d < shape.length; d++) {
        if (d !== axis) at += index[d < axis ? d : d + rank - 1] * strides[d];
      }
      return v[at + wrapped(indices, place, shape[axis]) * strides[axis]];
    };
  },
  gatherElements: (call) => {
    const { shape, v } = tensorOf(call, "input"), indices = tensorOf(call, "indices");
    const axis = call.options.axis as number;
    const strides = rowMajorStrides(shape), steps = rowMajorStrides(indices.shape);
    return (index) => {
      let place = 0, at = 0;
      for (let d = 0; d < shape.length; d++) {
        place += index[d] * steps[d];
        if (d !== axis) at += index[d] * strides[d];
      }
      return v[at + wrapped(indices, place, shape[axis]) * strides[axis]];
    };
  },
  gatherND: (call) => {
    const { shape, v } = tensorOf(call, "input"), indices = tensorOf(call, "indices");
    const startAt = blockStarts(shape, indices), length = indices.shape[indices.shape.length - 1];
    const lists = indices.shape.length - 1;
    const steps = rowMajorStrides(indices.shape), strides = rowMajorStrides(shape);
    return (index) => {
      let list = 0, within = 0;
      for (let d = 0; d < lists; d++) list += index[d] * (steps[d] / length);
      for (let d = length; d < shape.length; d++) within += index[lists + d - length] * strides[d];
      return v[startAt(list) + within];
    };
  },
  scatterElements: scatteringElements(written),
  scatterND: scatteringBlocks(written),
};

/** The input with blocks of `size` updates at the places that `startOf` gives, in some way. */
export type Scatter = (
  call: Call,
  updates: Values["v"],
  size: number,
  startOf: (block: number) => number,
) => Values["v"];

/** Each update has its own place, along the axis by its index. */
export function scatteringElements(scatter: Scatter): Kernel {
  return (call) => {
    const input = tensorOf(call, "input"), indices = tensorOf(call, "indices");
    const updates = tensorOf(call, "updates");
    const axis = call.options.axis as number;
    const strides = rowMajorStrides(input.shape), steps = rowMajorStrides(indices.shape);
    const v = scatter(call, updates.v, 1, (place) => {
      let at = 0;
      for (let d = 0, left = place; d < steps.length; d++) {
        const i = Math.floor(left / steps[d]);
        left -= i * steps[d];
        at += (d === axis ? wrapped(indices, place, input.shape[axis]) : i) * strides[d];
      }
      return at;
    });
    return strided(v, 0, strides);
  };
}

/** Blocks of updates lie where lists of coordinates lead. */
export function scatteringBlocks(scatter: Scatter): Kernel {
  return (call) => {
    const input = tensorOf(call, "input"), indices = tensorOf(call, "indices");
    const updates = tensorOf(call, "updates");
    const size = elementCount(input.shape.slice(indices.shape[indices.shape.length - 1]));
    const v = scatter(call, updates.v, size, blockStarts(input.shape, indices));
    return strided(v, 0, rowMajorStrides(input.shape));
  };
}

/** The index at a place; a negative one counts from the end of `size` elements. */
function wrapped({ v }: Values, place: number, size: number): number {
  const index = Number(v[place]);
  return index < 0 ? index + size : index;
}

/** Where the block begins that a list of coordinates leads to. */
function blockStarts(shape: readonly number[], indices: Values): (list: number) => number {
  const length = indices.shape[indices.shape.length - 1];
  const strides = rowMajorStrides(shape);
  return (list) => {
    let at = 0;
    for (let d = 0; d < length; d++) at += wrapped(indices, list * length + d, shape[d]) * strides[d];
    return at;
  };
}

/** Updates written over the input, from the last to the first where the arithmetic folds. */
function written(call: Call, updates: Values["v"], size: number, startOf: (block: number) => number) {
  const v = tensorOf(call, "input").v.slice() as Values["v"];
  const blocks = updates.length / size;
  for (let n = 0; n < blocks; n++) {
    const block = call.arithmetic.folds ? blocks - 1 - n : n;
    const start = startOf(block);
    for (let j = 0; j < size; j++) v[start + j] = updates[block * size + j];
  }
  return v;
}
