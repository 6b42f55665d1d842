/**
 * Shapes for operators that take any rank: ranks 0 to 5, sizes that are no multiples of 4.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";
import type { DataKind } from "./data.ts";
import type { Group } from "./family.ts";
import type { Random } from "./random.ts";
import { drawSize, sizeClasses, sizeClassOf } from "./sizes.ts";

/** Values of a rank factor, the plain one first. */
export const ranks = ["r3", "r0", "r1", "r2", "r4", "r5"];

/** The same and 6, which WebNN allows for many operators and requires for none. */
export const ranksTo6: readonly string[] = [...ranks, "r6"];

/** Every data type of WebNN, the plain one first. */
export const allDataTypes: readonly DataType[] = [
  "float32",
  "float16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "int8",
  "uint8",
];

/** Groups by the width of an element, for operators that only move elements. */
export const widthThemes: readonly Group[] = [
  { name: "32-bit", only: { dataType: ["float32", "int32", "uint32"] } },
  { name: "16-bit", only: { dataType: ["float16"] } },
  { name: "64-bit", only: { dataType: ["int64", "uint64"] } },
  { name: "8-bit", only: { dataType: ["int8", "uint8"] } },
];

/** The rank that a value such as `r3` names. */
export function rankOf(value: string): number {
  return Number(value.slice(1));
}

/**
 * A shape of the rank whose last size is of the class; the other sizes differ, as far as there is room, and one of
 * them is 1 now and then.
 */
export function drawShape(rank: number, lastClass: string, random: Random): number[] {
  if (rank === 0) return [];
  const others = random.shuffle(rank > 3 ? [1, 2, 3, 5, 2] : [2, 3, 5, 6, 7]).slice(0, rank - 1);
  return [...others, drawSize(lastClass, random)];
}

/** A shape of the rank, of any sizes that `drawShape` gives. */
export function anyShape(rank: number, random: Random): number[] {
  return drawShape(rank, random.pick(sizeClasses), random);
}

/** The value of a rank factor whose `r5` stands for rank 6 too, which a group of its own draws. */
export function rankValue({ length }: readonly number[]): string {
  return `r${Math.min(length, 5)}`;
}

/** The class of the last size; a scalar counts as `prime`, the plain class. */
export function lastClassOf(shape: readonly number[]): string {
  const last = shape.at(-1);
  return last === undefined ? "prime" : sizeClassOf(last);
}

/** Groups by rank: a scalar has no last size to vary. */
export const rankThemes: readonly Group[] = [
  { name: "scalars", only: { rank: ["r0"], last: ["prime"] } },
  { name: "tensors", only: { rank: ["r3", "r1", "r2", "r4", "r5"] } },
];

/** Kinds of data for operators that select or compare, where few rows have to have all of them. */
export function selectionKinds(dataType: DataType): readonly DataKind[] {
  return isFloat(dataType)
    ? ["integers", "special", "subnormal", "uniform", "cancellation"]
    : ["integers", "special"];
}
