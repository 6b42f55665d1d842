/**
 * Sizes of axes: primes, 1, 4k + 1 and even numbers, none of them a multiple of 4.
 *
 * @module
 */

import type { Random } from "./random.ts";

/** Sizes by the name of their class. `prime` are those of the form 4k + 3. */
const classes: Readonly<Record<string, readonly number[]>> = {
  "prime": [3, 7, 11],
  "one": [1],
  "4k1": [5, 9, 13],
  "even": [2, 6, 10],
};

/** Names of the size classes, the plain one first. */
export const sizeClasses: readonly string[] = Object.keys(classes);

/** An axis longer than float16 can count (2048); its class is `prime`. */
export const longSize = 2063;

/** A size of the class for which `suits` holds, else any of the class. */
export function drawSize(
  name: string,
  random: Random,
  suits: (size: number) => boolean = () => true,
): number {
  const fitting = classes[name].filter(suits);
  return random.pick(fitting.length > 0 ? fitting : classes[name]);
}

/** The class that a size belongs to. */
export function sizeClassOf(size: number): string {
  if (size === 1) return "one";
  if (size % 2 === 0) return "even";
  return size % 4 === 1 ? "4k1" : "prime";
}
