/**
 * What every pooling does with its windows.
 *
 * @module
 */

import { elementCount } from "../graph/tensor.ts";
import type { Ball } from "./ball.ts";
import type { PoolingPlan } from "./pooling_plan.ts";
import { forEachWindow, type Window } from "./sliding.ts";
import { type AxisTaps, slidingTaps, tapsAt } from "./taps.ts";
import { indexIn, type View, view } from "./view.ts";

/** The windows of a pooling over one operand. */
export interface Pooling {
  /** Number of elements of the output. */
  readonly length: number;
  /**
   * Calls `visit` with the window of each output element, the element's position, and the taps that lie on the
   * input or on its padding.
   */
  forEach(visit: (window: Window, at: number, padded: number) => void): void;
  /** Positions of the input elements in the window of output element i. */
  positionsAt(i: number): Int32Array;
}

/** The windows that `plan` gives to `ball`. */
export function poolingOf(plan: PoolingPlan, ball: Ball): Pooling {
  const { layout: { batchAxes, channelAxis, axes }, output } = plan;
  const order = [...batchAxes, ...(channelAxis === undefined ? [] : [channelAxis]), ...axes];
  const x = view(ball.v, ball.shape).transpose(...order);
  const y: View<Float64Array> = view(new Float64Array(0), output.shape).transpose(...order);
  const spatial = plan.windows.map(slidingTaps);
  const padded = presentAt(plan.paddedWindows.map(slidingTaps));
  return {
    length: elementCount(output.shape),
    forEach(visit) {
      forEachWindow(x, y, spatial, (window, at, position) => {
        visit(window, at, padded[position]);
      });
    },
    positionsAt(i) {
      const index = indexIn(y, i), others = index.length - axes.length;
      const from = index.slice(0, others).reduce((sum, k, d) => sum + k * x.stride[d], x.offset);
      const elements = { from, stride: x.stride.slice(others) };
      return Int32Array.from(tapsAt(spatial, index.slice(others), elements, elements).x);
    },
  };
}

/** Number of taps that meet an element, at each position in row-major order. */
function presentAt(axes: readonly AxisTaps[]): readonly number[] {
  return axes.reduce(
    (counts, { present }) => counts.flatMap((count) => Array.from(present, (more) => count * more)),
    [1],
  );
}

/** The largest mark (`Undecided`) among the taps of the window. */
export function largestMark({ offsets, count, base }: Window, marks: Uint8Array): number {
  let largest = 0;
  for (let t = 0; t < count; t++) largest = Math.max(largest, marks[base + offsets[t]]);
  return largest;
}
