/**
 * The factors that convolutions and pools share: strides, dilations, padding and window sizes, for any number of
 * spatial axes.
 *
 * @module
 */

import type { Random } from "./random.ts";

/**
 * A value such as `s2x1` as a list with one number for each axis ([2, 1] for two axes, [2, 1, 2] for three), or
 * `undefined` for `absent`. A trailing `r` (remainder) is no part of the numbers.
 */
export function listOf(value: string, axes: number): number[] | undefined {
  if (value === "absent") return undefined;
  const numbers = value.replace(/[a-z]+$/, "").replace(/^[a-z]+/, "").split("x").map(Number);
  return Array.from({ length: axes }, (_, axis) => numbers[axis % numbers.length]);
}

/** The inverse of `listOf`. */
export function valueOf(letter: string, list: readonly number[] | undefined): string {
  if (!list) return "absent";
  const equal = list.every((number) => number === list[0]);
  const repeats = list.every((number, axis) => number === list[axis % 2]);
  return letter + (equal ? list.slice(0, 1) : repeats ? list.slice(0, 2) : list).join("x");
}

export const strides = ["absent", "s1", "s2", "s2r", "s3", "s3r", "s2x1", "s1x3r"];
export const dilations = ["absent", "d1", "d2", "d3", "d2x1", "d1x3"];
export const windows = ["k3", "k1", "k2", "k1x3", "k5x1", "k3x2"];
export const paddings = ["absent", "zero", "equal", "begin", "end", "axes", "large"];

/** The values of a factor that make sense with one axis: all numbers are equal. */
export function equalOnly(values: readonly string[]): string[] {
  return values.filter((value) => !value.includes("x") && value !== "axes");
}

/** The span of a window with gaps: `(size - 1) * dilation + 1`. */
export function spanOf(size: number, dilation: number): number {
  return (size - 1) * dilation + 1;
}

/**
 * Padding of a kind, as begin, end pairs. `spans` are those of the dilated window along each axis.
 * Differing numbers are preferred, because swapped sides and axes show with those only.
 */
export function drawPadding(kind: string, spans: readonly number[], random: Random): number[] | undefined {
  if (kind === "absent") return undefined;
  if (kind === "zero") return spans.flatMap(() => [0, 0]);
  if (kind === "equal") {
    const all = random.whole(1, Math.max(1, Math.min(2, ...spans)));
    return spans.flatMap(() => [all, all]);
  }
  let best: number[] | undefined;
  for (let draw = 0; draw < 32; draw++) {
    const padding = spans.flatMap((span) => {
      const most = kind === "large" ? span + 2 : Math.min(span, 3);
      return [random.whole(0, most), random.whole(0, most)];
    });
    if (paddingKindOf(padding, spans) !== kind) continue;
    if (!best || new Set(padding).size > new Set(best).size) best = padding;
    if (new Set(best).size === best.length) break;
  }
  return best;
}

/** The kind of a padding given as begin, end pairs. */
export function paddingKindOf(padding: readonly number[] | undefined, spans: readonly number[]): string {
  if (!padding) return "absent";
  if (padding.every((side) => side === 0)) return "zero";
  if (padding.some((side, index) => side > spans[index >> 1])) return "large";
  if (padding.every((side) => side === padding[0])) return "equal";
  const orders = spans.map((_, axis) => Math.sign(padding[2 * axis] - padding[2 * axis + 1]));
  if (orders.every((order) => order > 0)) return "begin";
  if (orders.every((order) => order < 0)) return "end";
  return "axes";
}

/** What is left of the padded input behind the last whole step, along each axis. */
export function remaindersOf(
  sizes: readonly number[],
  spans: readonly number[],
  padding: readonly number[] | undefined,
  steps: readonly number[] | undefined,
): number[] {
  return sizes.map((size, axis) => {
    const room = size - spans[axis] + (padding?.[2 * axis] ?? 0) + (padding?.[2 * axis + 1] ?? 0);
    return room % (steps?.[axis] ?? 1);
  });
}

/** The stride factor's value: the steps, and whether any of them leaves a remainder. */
export function strideValueOf(steps: readonly number[] | undefined, remainders: readonly number[]): string {
  return valueOf("s", steps) + (remainders.some((remainder) => remainder !== 0) ? "r" : "");
}
