/**
 * What the families of reductions and their kin share: axes, and whole numbers whose results are exact.
 *
 * @module
 */

import { type DataType, isFloat, isInt64 } from "../graph/data_type.ts";
import type { OptionValue } from "../graph/graph.ts";
import { sumWholes } from "./magnitudes.ts";
import type { Random } from "./random.ts";

/** Values of an axes factor, the plain one first: `several` are two or more in any order. */
export const axesNames = ["absent", "first", "last", "several", "none"];

/** The axes that a name means; a sentence where a tensor of the rank has no such axes. */
export function drawAxes(name: string, rank: number, random: Random): number[] | undefined | string {
  const all = Array.from({ length: rank }, (_, axis) => axis);
  switch (name) {
    case "absent":
      return undefined;
    case "none":
      return [];
    case "first":
      return rank > 0 ? [0] : "a scalar has no first axis";
    case "last":
      return rank > 1 ? [rank - 1] : `the last axis of rank ${rank} is the first`;
    default:
      return rank > 1
        ? random.shuffle(all).slice(0, random.whole(2, rank))
        : `rank ${rank} has no several axes`;
  }
}

/** The name of a node's axes. */
export function nameOfAxes(axes: OptionValue | undefined, rank: number): string {
  if (axes === undefined) return "absent";
  const list = axes as readonly number[];
  if (list.length > 1) return "several";
  if (list.length === 0) return "none";
  return list[0] === 0 ? "first" : list[0] === rank - 1 ? "last" : "other";
}

/** Whole numbers for a sum of `terms` that need nearly every bit of an integer type. */
export function wideWholes(dataType: DataType, terms: number): readonly [number, number] {
  const most = isInt64(dataType) ? 2 ** 51 : Math.floor((2 ** 31 - 1) / terms);
  return [-most, most];
}

/** Whole numbers of which the squares of `terms` need nearly every bit of an integer type. */
export function wideSquareWholes(dataType: DataType, terms: number): readonly [number, number] {
  const most = Math.floor(Math.sqrt(2 ** (isInt64(dataType) ? 62 : 30) / terms));
  return [-most, most];
}

/** Whole numbers, none of them 0, of which the product of `factors` needs nearly every bit of an integer type. */
export function wideFactorWholes(dataType: DataType, factors: number): readonly [number, number] {
  const most = Math.floor(2 ** ((isInt64(dataType) ? 62 : 30) / factors));
  return [-most, most];
}

/** Whole numbers of which `terms` add up exactly, at least -1 to 1. */
export function termWholes(dataType: DataType, terms: number): readonly [number, number] {
  const [, most] = sumWholes(dataType, terms);
  return [-Math.max(1, most), Math.max(1, most)];
}

/** Whole numbers of which `terms` squares add up exactly. */
export function squareWholes(dataType: DataType, terms: number): readonly [number, number] {
  const most = Math.floor(Math.sqrt(sumWholes(dataType, terms)[1]));
  return [-Math.max(1, most), Math.max(1, most)];
}

/** Whole numbers, none of them 0, of which `factors` multiply exactly. */
export function factorWholes(dataType: DataType, factors: number): readonly [number, number] {
  const most = isFloat(dataType) && dataType === "float16" ? 11 : 22;
  return factors > most ? [-1, 1] : factors > most / 2 ? [-2, 2] : [-3, 3];
}
