/**
 * What the operators of class X share: elements are moved, nothing is computed (tolerance.md, section 3).
 *
 * @module
 */

import { Flag } from "../../graph/expectation.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Ball } from "../ball.ts";
import type { Result } from "../operator.ts";
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

/** In profile ieee a moved zero keeps its sign. */
export function zeroSigns(v: Result["v"], profile: Profile): Uint8Array | undefined {
  if (profile.name !== "ieee" || !(v instanceof Float64Array)) return undefined;
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) if (v[i] === 0) (flags ??= new Uint8Array(v.length))[i] = Flag.bits;
  return flags;
}
