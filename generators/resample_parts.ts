/**
 * What the families of resampling have in common: how sizes change, and how the change is asked for.
 *
 * @module
 */

import type { OptionValue } from "../graph/graph.ts";
import type { GivenOptions } from "./family.ts";

/** One axis: its size, the size wanted, and the scale that asks for it. */
interface Change {
  readonly from: number;
  readonly to: number;
  /** A float32 value, as scales are in the spec. */
  readonly scale: number;
}

const change = (from: number, to: number, scale: number): Change => ({ from, to, scale: Math.fround(scale) });

/** How sizes change along the axes that are resampled, by name; a third axis changes as the first does. */
const changes: Readonly<Record<string, readonly [Change, Change]>> = {
  up2: [change(3, 6, 2), change(5, 10, 2)],
  same: [change(5, 5, 1), change(3, 3, 1)],
  // Sizes that are rounded down: the coordinates follow the sizes, not the scales.
  "up1.5": [change(3, 4, 1.5), change(5, 7, 1.5)],
  down2: [change(6, 3, 0.5), change(10, 5, 0.5)],
  downodd: [change(7, 3, 0.5), change(11, 5, 0.5)],
  updown: [change(3, 6, 2), change(10, 5, 0.5)],
  downup: [change(7, 3, 0.5), change(5, 7, 1.5)],
  one: [change(1, 3, 3), change(6, 1, 0.25)],
  // Nearest neighbours exactly half way.
  ties: [change(20, 6, 0.3), change(6, 3, 0.5)],
  ties2: [change(4, 2, 0.5), change(6, 3, 0.5)],
  // The decimal scale times the size is whole; its float32 value is a little more.
  wholeabove: [change(10, 3, 0.3), change(5, 6, 1.2)],
  // Its float32 value is a little less, so that the spec's floor of the exact product is one less.
  wholebelow: [change(10, 7, 0.7), change(5, 7, 1.4)],
};

/** Names of the changes, the plain one first. */
export const changeNames: readonly string[] = Object.keys(changes);

/** How the change is asked for: by sizes, by scales, by both (the scales, which count for nothing, are others). */
export const requests = ["sizes", "scales", "both", "absent"];

/** The changes along `count` axes. */
export function changesOf(name: string, count: number): Change[] {
  return Array.from({ length: count }, (_, axis) => changes[name][axis % 2]);
}

/** `sizes` and `scales` for changes along axes. */
export function requestOptions(request: string, asked: readonly Change[]): GivenOptions {
  return {
    sizes: request === "sizes" || request === "both" ? asked.map(({ to }) => to) : undefined,
    scales: request === "scales"
      ? asked.map(({ scale }) => scale)
      : request === "both"
      ? asked.map(({ scale }) => scale === 1 ? 2 : 1)
      : undefined,
  };
}

/** The request and the change that options ask for, given the sizes along the axes that are resampled. */
export function observeRequest(
  from: readonly number[],
  { sizes, scales }: Readonly<Record<string, OptionValue>>,
): { request: string; change: string } {
  const request = sizes && scales ? "both" : sizes ? "sizes" : scales ? "scales" : "absent";
  const change = changeNames.find((name) => {
    const asked = changesOf(name, from.length);
    if (asked.some((each, axis) => each.from !== from[axis])) return false;
    if (request === "absent") return name === "same";
    const options = requestOptions(request, asked);
    return request === "scales"
      ? String(options.scales) === String(scales)
      : String(options.sizes) === String(sizes);
  });
  return { request, change: change ?? "other" };
}
