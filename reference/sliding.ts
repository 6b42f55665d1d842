/**
 * Windows sliding over the last axes of a view: what pooling has in place of dot products.
 *
 * @module
 */

import type { Elements } from "../graph/data_type.ts";
import { type AxisTaps, positionsOf } from "./taps.ts";

/** The part of a strided view that is walked here. */
export interface Walked {
  readonly data: Elements | Float64Array;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/** The input elements of one window: `data[base + offsets[t]]` for `t < count`. */
export interface Window {
  readonly offsets: Int32Array;
  count: number;
  base: number;
}

/**
 * Calls `visit` with the window of each element of `y` and that element's position in `y.data`. `x` and `y` are
 * `[...others, ...spatial]`; taps that meet nothing are left out. The window object is the same at every call.
 */
export function forEachWindow(
  x: Walked,
  y: Walked,
  axes: readonly AxisTaps[],
  visit: (window: Window, at: number, position: number) => void,
): void {
  const spatial = axes.length, others = x.shape.length - spatial;
  const positions = positionsOf(axes, x.stride.slice(-spatial), y.stride.slice(-spatial));
  const taps = new Int32Array(positions.taps);
  const window: Window = { offsets: new Int32Array(positions.taps), count: 0, base: 0 };
  const from = offsetsOf(x, others), to = offsetsOf(y, others);
  for (let p = 0; p < positions.count; p++) {
    positions.offsetsAt(p, taps, 0);
    window.count = 0;
    for (const offset of taps) if (offset >= 0) window.offsets[window.count++] = offset;
    for (let other = 0; other < from.length; other++) {
      window.base = from[other];
      visit(window, to[other] + positions.y[p], p);
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
