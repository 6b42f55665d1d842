/**
 * Shapes and balls that are stretched block by block (spec: #algorithms-broadcasting, "blockwise broadcast").
 *
 * @module
 */

import { rowMajorStrides } from "../graph/tensor.ts";
import type { Ball } from "./ball.ts";
import { rearranged } from "./stretch.ts";
import { gather, view } from "./view.ts";

/** Whether `from` is blockwise broadcastable to `to`. */
export function isBlockwiseBroadcastable(from: readonly number[], to: readonly number[]): boolean {
  return from.length === to.length && from.every((size, axis) => to[axis] % size === 0);
}

/** The ball with each element repeated to fill its block of `to`, to which its shape is blockwise broadcastable. */
export function blockwise(ball: Ball, to: readonly number[]): Ball {
  const { shape: from } = ball;
  if (from.every((size, axis) => size === to[axis])) return ball;
  const strides = rowMajorStrides(from);
  const sizes = from.flatMap((size, axis) => [size, to[axis] / size]);
  const steps = strides.flatMap((stride) => [stride, 0]);
  return rearranged(ball, to, (data) => gather(view(data, sizes, steps)));
}
