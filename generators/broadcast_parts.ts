/**
 * Shapes of operands that broadcast.
 *
 * @module
 */

import type { Random } from "./random.ts";
import { drawShape } from "./shapes.ts";
import { sizeClasses } from "./sizes.ts";

/** How the shapes of two operands differ, the plain way first: not; one is a scalar, has ones, is shorter; both have ones. */
export const forms = ["same", "scalar", "ones", "short", "both"];

/** A shape of any rank, and two that broadcast to it in the form; which of them is the smaller one is drawn too. */
export function drawForm(form: string, random: Random, rank = drawRank(form, random)): [number[], number[]] {
  const shape = drawShape(rank, random.pick(sizeClasses), random);
  const kind = form === "both" ? "ones.both" : `${form}.${random.pick(["a", "b"])}`;
  return drawOperandShapes(kind, shape, random);
}

function drawRank(form: string, random: Random): number {
  return random.whole(form === "same" ? 0 : form === "short" || form === "both" ? 2 : 1, 5);
}

/** The form of two shapes. */
export function formOf(a: readonly number[], b: readonly number[]): string {
  const kind = broadcastOf(a, b);
  return kind === "ones.both" ? "both" : kind.split(".")[0];
}

/** Shapes that broadcast to `shape` in the given way. */
export function drawOperandShapes(
  kind: string,
  shape: readonly number[],
  random: Random,
): [number[], number[]] {
  const full = [...shape];
  const [how, who] = kind.split(".");
  const swap = (other: number[]): [number[], number[]] => who === "a" ? [other, full] : [full, other];
  switch (how) {
    case "scalar":
      return swap([]);
    case "short":
      return swap(full.slice(random.whole(1, shape.length - 1)));
    case "ones": {
      const places = random.shuffle(full.map((_, axis) => axis).filter((axis) => shape[axis] > 1));
      const withOnes = (axes: readonly number[]) => full.map((size, axis) => axes.includes(axis) ? 1 : size);
      if (who === "both") return [withOnes(places.slice(0, 1)), withOnes(places.slice(1, 2))];
      return swap(withOnes(places.slice(0, random.whole(1, Math.max(1, places.length - 1)))));
    }
    default:
      return [full, full];
  }
}

/** The way in which two shapes broadcast, as `drawOperandShapes` names it. */
export function broadcastOf(a: readonly number[], b: readonly number[]): string {
  if (a.join() === b.join()) return "same";
  if (a.length !== b.length) {
    return (Math.min(a.length, b.length) === 0 ? "scalar." : "short.") + (a.length < b.length ? "a" : "b");
  }
  const fewer = (x: readonly number[], y: readonly number[]) => x.some((size, axis) => size < y[axis]);
  return "ones." + (fewer(a, b) && fewer(b, a) ? "both" : fewer(a, b) ? "a" : "b");
}
