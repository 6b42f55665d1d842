/**
 * Balls whose axes of size 1 are repeated (spec: #algorithms-broadcasting).
 *
 * @module
 */

import { elementCount } from "../graph/tensor.ts";
import type { Ball } from "./ball.ts";
import { broadcastView, gather, type Movable } from "./view.ts";

/** The ball stretched to `shape`, to which its shape can be; the ball itself where it has that many elements. */
export function stretch(ball: Ball, shape: readonly number[]): Ball {
  if (elementCount(shape) === ball.v.length) return { ...ball, shape };
  return rearranged(ball, shape, (data) => gather(broadcastView(data, ball.shape, shape)));
}

/** The ball with every part's elements picked in the same way, so that it has `shape`. */
export function rearranged(
  ball: Ball,
  shape: readonly number[],
  pick: <T extends Movable>(data: T) => T,
): Ball {
  return {
    dataType: ball.dataType,
    shape,
    v: pick(ball.v),
    e: ball.e && pick(ball.e),
    M: ball.M && pick(ball.M),
    terms: ball.terms,
    undecided: ball.undecided && pick(ball.undecided),
  };
}
