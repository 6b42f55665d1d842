/**
 * What the gather and scatter family shares: indices read as places in a tensor, and blocks of elements moved there.
 *
 * @module
 */

import type { Profile } from "../../graph/profile.ts";
import { elementCount, rowMajorStrides } from "../../graph/tensor.ts";
import { type Ball, Undecided } from "../ball.ts";
import type { Result } from "../operator.ts";
import { copyRow, type Movable } from "../view.ts";
import { moved, sameKind } from "./_movement.ts";

/** Where blocks of elements begin in a tensor. */
export interface Places {
  readonly starts: Int32Array;
  /** `Undecided` marks of each place: its index came undecided, or is out of range (Q15). Absent: none. */
  readonly undecided?: Uint8Array;
}

/** The places along a dimension that is `sizes[i % sizes.length]` long for index i; 0 where an index is out of range. */
function readIndices({ v, undecided }: Ball, sizes: readonly number[]): Places {
  const starts = new Int32Array(v.length);
  let marks = undecided;
  for (let i = 0, k = 0; i < v.length; i++) {
    const size = sizes[k];
    if (++k === sizes.length) k = 0;
    const given = Number(v[i]);
    const index = given < 0 ? given + size : given;
    if (index >= 0 && index < size) {
      starts[i] = index;
    } else {
      if (marks === undecided) marks = undecided?.slice() ?? new Uint8Array(v.length);
      marks![i] = Undecided.indeterminate;
    }
  }
  return { starts, undecided: marks };
}

/** `gather`: the slices along `axis` that each index names, once for every index before `axis`. */
export function slicePlaces(shape: readonly number[], indices: Ball, axis: number): Places {
  const { starts: along, undecided: marks } = readIndices(indices, [shape[axis]]);
  const outer = elementCount(shape.slice(0, axis));
  const inner = elementCount(shape.slice(axis + 1));
  const starts = new Int32Array(outer * along.length);
  const undecided = marks && new Uint8Array(starts.length);
  for (let o = 0, b = 0; o < outer; o++) {
    undecided?.set(marks!, b);
    for (let k = 0; k < along.length; k++) starts[b++] = (o * shape[axis] + along[k]) * inner;
  }
  return { starts, undecided };
}

/** `gatherElements`, `scatterElements`: each index in place of its own index along `axis`. */
export function elementPlaces(shape: readonly number[], indices: Ball, axis: number): Places {
  const { starts, undecided } = readIndices(indices, [shape[axis]]);
  const inner = elementCount(shape.slice(axis + 1));
  const block = shape[axis] * inner;
  const count = indices.shape[axis];
  for (let i = 0, outer = 0; i < starts.length; outer += block) {
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < inner; j++, i++) starts[i] = outer + starts[i] * inner + j;
    }
  }
  return { starts, undecided };
}

/** `gatherND`, `scatterND`: the last dimension of the indices holds coordinates of blocks. */
export function coordinatePlaces(
  shape: readonly number[],
  indices: Ball,
): Places & { readonly size: number } {
  const length = indices.shape[indices.shape.length - 1];
  const { starts: coordinates, undecided: marks } = readIndices(indices, shape.slice(0, length));
  const strides = rowMajorStrides(shape);
  const starts = new Int32Array(coordinates.length / length);
  const undecided = marks && new Uint8Array(starts.length);
  for (let b = 0, i = 0; b < starts.length; b++) {
    for (let k = 0; k < length; k++, i++) {
      starts[b] += coordinates[i] * strides[k];
      if (undecided) undecided[b] = Math.max(undecided[b], marks![i]);
    }
  }
  return { starts, undecided, size: elementCount(shape.slice(length)) };
}

/** The blocks of `size` elements at `places`, one after the other. */
export function gathered(input: Ball, { starts, undecided }: Places, size: number, profile: Profile): Result {
  const result = moved(input, profile, (data) => takeBlocks(data, starts, size));
  if (!undecided) return result;
  const marks = result.undecided ?? new Uint8Array(result.v.length);
  for (let i = 0; i < marks.length; i++) marks[i] = Math.max(marks[i], undecided[Math.floor(i / size)]);
  return { ...result, undecided: marks };
}

function takeBlocks<T extends Movable>(data: T, starts: Int32Array, size: number): T {
  const blocks = sameKind(data, starts.length * size);
  if (size === 1) { for (let i = 0; i < starts.length; i++) blocks[i] = data[starts[i]]; }
  else {for (let b = 0, t = 0; b < starts.length; b++, t += size) {
      copyRow(blocks, t, 1, data, starts[b], 1, size);
    }}
  return blocks;
}

/** Writes blocks of `size` elements to their places, in their order. */
export function putBlocks<T extends Movable>(target: T, starts: Int32Array, size: number, blocks: T): void {
  if (size === 1) { for (let i = 0; i < starts.length; i++) target[starts[i]] = blocks[i]; }
  else {for (let b = 0, s = 0; b < starts.length; b++, s += size) {
      copyRow(target, starts[b], 1, blocks, s, 1, size);
    }}
}
