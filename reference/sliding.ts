/**
 * Windows sliding over the last axes of a view: what pooling has in place of dot products.
 *
 * @module
 */

import type { Elements } from "../graph/data_type.ts";
import { type AxisTaps, windowSets } from "./taps.ts";

/** The part of a strided view that is walked here. */
export interface Walked {
  readonly data: Elements | Float64Array;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/** The input elements of one window: `data[base + offsets[t]]` for `t < count`. */
export interface Window {
  offsets: Int32Array;
  count: number;
  base: number;
}

/**
 * Calls `visit` with the window of each element of `y` and that element's position in `y.data`. `x` and `y` are
 * `[...others, ...spatial]`; taps that meet nothing are left out. Windows come in no order, and as the same object.
 */
export function forEachWindow(
  x: Walked,
  y: Walked,
  axes: readonly AxisTaps[],
  visit: (window: Window, at: number, position: number) => void,
): void {
  const spatial = axes.length, others = x.shape.length - spatial;
  const window: Window = { offsets: new Int32Array(0), count: 0, base: 0 };
  const from = offsetsOf(x, others), to = offsetsOf(y, others);
  for (const set of windowSets(axes, x.stride.slice(-spatial), y.stride.slice(-spatial))) {
    window.offsets = set.offsets;
    window.count = set.taps.length;
    for (let i = 0; i < set.positions.length; i++) {
      for (let other = 0; other < from.length; other++) {
        window.base = from[other] + set.x[i];
        visit(window, to[other] + set.y[i], set.positions[i]);
      }
    }
  }
}

/** Offset of each index along the first `axes` axes, in row-major order. */
export function offsetsOf({ offset, shape, stride }: Walked, axes: number): number[] {
  let offsets = [offset];
  for (let axis = 0; axis < axes; axis++) {
    offsets = offsets.flatMap((base) =>
      Array.from({ length: shape[axis] }, (_, i) => base + i * stride[axis])
    );
  }
  return offsets;
}
