/**
 * How elements without a bound spread.
 *
 * @module
 */

import type { Ball } from "./ball.ts";

type Marks = Pick<Ball, "undecided">;

/** Undecided where either of two balls of one shape is; what is indeterminate stays so beside what is not. */
export function eitherUndecided(a: Marks, b: Marks): Uint8Array | undefined {
  if (!a.undecided || !b.undecided) return a.undecided ?? b.undecided;
  const undecided = a.undecided.slice();
  for (let i = 0; i < undecided.length; i++) undecided[i] = Math.max(undecided[i], b.undecided[i]);
  return undecided;
}
