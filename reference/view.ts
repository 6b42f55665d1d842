/**
 * Moving elements between strided views: a layout, a permutation, a stretched axis is a view, never a second kernel.
 *
 * @module
 */

import ndarray from "ndarray";
import type { Elements } from "../graph/data_type.ts";
import { elementCount } from "../graph/tensor.ts";
import { prependOnes } from "./broadcast.ts";

/** Any typed array whose elements are moved as they are. */
export type Movable = Elements | Float64Array | Uint8Array;

/** The part of an `ndarray` view used here: element `index` stands at `offset + Σ index·stride`. */
export interface View<T extends Movable> {
  readonly data: T;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
  /** The view with axis `axes[i]` as its i-th. */
  transpose(...axes: number[]): View<T>;
  /** Without the first `sizes[i]` elements along axis i. */
  lo(...sizes: number[]): View<T>;
  /** Only the first `sizes[i]` elements along axis i. */
  hi(...sizes: number[]): View<T>;
  /** Every `steps[i]`-th element along axis i, which is below 2^31; a negative step begins at the last. */
  step(...steps: number[]): View<T>;
}

/** A view of `data`; row-major unless `stride` says otherwise (0 repeats an axis). */
export function view<T extends Movable>(
  data: T,
  shape: readonly number[],
  stride?: readonly number[],
): View<T> {
  return ndarray(data, [...shape], stride && [...stride]) as View<T>;
}

/** `data` of shape `from`, stretched to shape `to` by repeating axes of size 1 (spec: #algorithms-broadcasting). */
export function broadcastView<T extends Movable>(
  data: T,
  from: readonly number[],
  to: readonly number[],
): View<T> {
  const stretched = view(data, prependOnes(from, to.length));
  return view(data, to, stretched.stride.map((stride, axis) => (stretched.shape[axis] === 1 ? 0 : stride)));
}

/** The index of the element at `position` of data that the view's axes fill without a gap, each element once. */
export function indexIn(
  { shape, stride }: Pick<View<Movable>, "shape" | "stride">,
  position: number,
): number[] {
  return shape.map((size, axis) => size === 1 ? 0 : Math.floor(position / stride[axis]) % size);
}

/** The elements of a view as a new row-major array. */
export function gather<T extends Movable>(source: View<T>): T {
  const data = new (source.data.constructor as new (length: number) => T)(elementCount(source.shape));
  assign(view(data, source.shape), source);
  return data;
}

/** Copies every element of `source` to the same index of `target`, which has the same shape. */
export function assign<T extends Movable>(target: View<T>, source: View<T>): void {
  const { shape, strides: [to, from] } = mergeAxes(target.shape, [target.stride, source.stride]);
  const outer = shape.length - 1;
  const count = shape[outer];
  const index = new Array<number>(outer).fill(0);
  let t = target.offset;
  let s = source.offset;
  while (true) {
    copyRow(target.data, t, to[outer], source.data, s, from[outer], count);
    let axis = outer - 1;
    for (; axis >= 0; axis--) {
      t += to[axis];
      s += from[axis];
      if (++index[axis] < shape[axis]) break;
      t -= to[axis] * shape[axis];
      s -= from[axis] * shape[axis];
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

type Numbers = Float64Array;

/** Copies `count` elements: from `s` in steps of `ds` to `t` in steps of `dt`. */
export function copyRow(
  target: Movable,
  t: number,
  dt: number,
  source: Movable,
  s: number,
  ds: number,
  count: number,
) {
  const to = target as Numbers;
  const from = source as Numbers;
  if (dt === 1 && ds === 1 && count > 16) to.set(from.subarray(s, s + count), t);
  else if (dt === 1 && ds === 0) to.fill(from[s], t, t + count);
  else for (let i = 0; i < count; i++, t += dt, s += ds) to[t] = from[s];
}

/** Drops axes of size 1 and merges neighbours that every stride list walks as one. Keeps at least one axis. */
export function mergeAxes(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): { shape: number[]; strides: number[][] } {
  const mergedShape: number[] = [];
  const merged = strides.map(() => [] as number[]);
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const last = mergedShape.length - 1;
    if (last >= 0 && strides.every((list, i) => merged[i][last] === list[axis] * shape[axis])) {
      mergedShape[last] *= shape[axis];
      merged.forEach((list, i) => list[last] = strides[i][axis]);
    } else {
      mergedShape.push(shape[axis]);
      merged.forEach((list, i) => list.push(strides[i][axis]));
    }
  }
  if (mergedShape.length === 0) return { shape: [1], strides: strides.map(() => [1]) };
  return { shape: mergedShape, strides: merged };
}
