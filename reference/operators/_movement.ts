/**
 * What the operators of class X share: elements are moved, nothing is computed (tolerance.md, section 3).
 *
 * @module
 */

import { Flag } from "../../graph/expectation.ts";
import type { Profile } from "../../graph/profile.ts";
import { type Ball, floats } from "../ball.ts";
import type { Result } from "../operator.ts";
import { magnitudes } from "../radius.ts";
import type { Movable } from "../view.ts";

/** The part of a ball that is moved along with its values. */
export type Part = "v" | "e" | "M" | "undecided";

/** The result of moving every part of a ball in the same way. */
export function moved(
  ball: Ball,
  profile: Profile,
  move: <T extends Movable>(data: T, part: Part) => T,
): Result {
  const v = move(ball.v, "v");
  return {
    v,
    rounding: "none",
    e: ball.e && move(ball.e, "e"),
    M: ball.M && move(ball.M, "M"),
    terms: ball.terms,
    undecided: ball.undecided && move(ball.undecided, "undecided"),
    flags: zeroSigns(v, profile),
  };
}

/**
 * The result of moving every part of several balls of one data type into one tensor in the same way. A part that only
 * some of the balls have is written out for the others.
 */
export function movedTogether(
  balls: readonly Ball[],
  profile: Profile,
  move: <T extends Movable>(data: readonly T[], part: Part) => T,
): Result {
  const has = (part: Part) => balls.some((ball) => ball[part]);
  const radius = (ball: Ball) => ball.e ?? new Float64Array(ball.v.length);
  const magnitude = (ball: Ball) => ball.M ?? magnitudes(floats(ball));
  const marks = (ball: Ball) => ball.undecided ?? new Uint8Array(ball.v.length);
  const v = move(balls.map((ball) => ball.v), "v");
  return {
    v,
    rounding: "none",
    e: has("e") ? move(balls.map(radius), "e") : undefined,
    M: has("M") ? move(balls.map(magnitude), "M") : undefined,
    terms: has("M") ? Math.max(...balls.map((ball) => ball.terms ?? 1)) : undefined,
    undecided: has("undecided") ? move(balls.map(marks), "undecided") : undefined,
    flags: zeroSigns(v, profile),
  };
}

/** A new array of the kind of `data`, all zero. */
export function sameKind<T extends Movable>(data: T, length: number): T {
  return new (data.constructor as new (length: number) => T)(length);
}

/** In profile ieee a moved zero keeps its sign. */
export function zeroSigns(v: Result["v"], profile: Profile): Uint8Array | undefined {
  if (profile.name !== "ieee" || !(v instanceof Float64Array)) return undefined;
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) if (v[i] === 0) (flags ??= new Uint8Array(v.length))[i] = Flag.bits;
  return flags;
}
