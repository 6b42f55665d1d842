/**
 * Comparisons of two balls, element by element: 0 or 1 (tolerance.md, class L).
 *
 * @module
 */

import { isFloat } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { readRadius } from "./read.ts";
import { eitherUndecided } from "./undecided.ts";

export type Comparison = "equal" | "notEqual" | "greater" | "greaterOrEqual" | "lesser" | "lesserOrEqual";

/**
 * 1 where `a op b` holds for two balls of one shape and data type, 0 elsewhere. Where the radii leave it open, both
 * pass. NaN is unequal to everything and neither greater nor lesser; -0 equals 0.
 */
export function comparison(op: Comparison, a: Ball, b: Ball, profile: Profile): Result {
  const v = new Uint8Array(a.v.length);
  for (let i = 0; i < v.length; i++) v[i] = holds(op, a.v[i], b.v[i]) ? 1 : 0;
  return {
    v,
    rounding: "none",
    undecided: eitherUndecided(a, b),
    alternatives: eitherWay(op, v, a, b, profile),
  };
}

function holds(op: Comparison, x: number | bigint, y: number | bigint): boolean {
  switch (op) {
    case "equal":
      return x === y;
    case "notEqual":
      return x !== y;
    case "greater":
      return x > y;
    case "greaterOrEqual":
      return x >= y;
    case "lesser":
      return x < y;
    case "lesserOrEqual":
      return x <= y;
  }
}

/** The other answer where two float balls do not decide the comparison. */
function eitherWay(op: Comparison, v: Uint8Array, a: Ball, b: Ball, profile: Profile) {
  if (!isFloat(a.dataType)) return undefined;
  const ea = readRadius(a, a.dataType, profile);
  const eb = readRadius(b, a.dataType, profile);
  if (!ea && !eb) return undefined;
  const x = floats(a), y = floats(b);
  const others = new AlternativeList("uint8");
  for (let i = 0; i < v.length; i++) {
    const dx = ea ? ea[i] : 0, dy = eb ? eb[i] : 0;
    if (dx + dy === 0 || x[i] !== x[i] || y[i] !== y[i]) continue;
    if (!isDecided(op, x[i] - dx, x[i] + dx, y[i] - dy, y[i] + dy)) others.add(i, 1 - v[i]);
  }
  return orAbsent(others.build(undefined, "other"));
}

/** Whether all numbers of one interval compare alike with all of the other. */
function isDecided(op: Comparison, leastX: number, mostX: number, leastY: number, mostY: number): boolean {
  switch (op) {
    case "equal":
    case "notEqual":
      return mostX < leastY || mostY < leastX;
    case "greater":
    case "lesserOrEqual":
      return leastX > mostY || mostX <= leastY;
    case "greaterOrEqual":
    case "lesser":
      return leastX >= mostY || mostX < leastY;
  }
}
