/**
 * How much an answer is like that of a backend with a known bug, element by element.
 *
 * A right element agrees if it is as near to the bug's value as it must be to the right one: within the half width of the
 * accepted interval, or as many units in the last place of the bug's value as that width has of the right one (at most 16),
 * widened by what several arithmetics make of the same bug. Where it is wrong, or the bug would make it so, the bug has to
 * explain three quarters of the miss too: it must be within a quarter of the bug's own distance from the right value. Where
 * the right value has to be exact, it has to be equal, unless the bug's own value had to be rounded (x/3 where the right
 * value is x): then within two units in its last place. An element tells something only where the bug is wrong and farther from
 * the right value than an answer may be from both.
 *
 * @module
 */

import { type DataType, type Elements, isFloat } from "../graph/data_type.ts";
import { type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { admittedByAlternatives } from "./alternatives.ts";
import { admits } from "./element.ts";
import type { Values } from "./software/kernel.ts";

type Scalar = number | bigint;

/** Counts of elements. */
export interface Likeness {
  /** Elements compared: all that the reference decides. */
  readonly elements: number;
  /** Those that agree with the bug's value. */
  readonly agreeing: number;
  /** Those that the bug changes, and those of them that agree. */
  readonly telling: number;
  readonly told: number;
  /** Those that are wrong, and those of them that agree and that the bug makes wrong too, or nearly so. */
  readonly wrong: number;
  readonly explained: number;
}

type Bugs = readonly Elements[];

/** Several outputs together. */
export function joined(all: readonly Likeness[]): Likeness {
  const sum = { elements: 0, agreeing: 0, telling: 0, told: 0, wrong: 0, explained: 0 };
  for (const one of all) {
    for (const key of Object.keys(sum) as (keyof Likeness)[]) sum[key] += one[key];
  }
  return sum;
}

const noInterval = Flag.skip | Flag.any;
const mostUnits = 16;

/**
 * Compares an output of a backend with what a bug makes of it.
 *
 * @param bug The output in each arithmetic; the first is the one that elements are held against.
 * @param exact The output where nothing is rounded; absent where rounding is no matter.
 */
export function likenessOf(
  actual: Elements,
  expected: ExpectedOutput,
  bug: Bugs,
  exact?: Values["v"],
): Likeness {
  const { dataType, value, lo, hi, flags } = expected;
  const [admitted, harmless] = [actual, bug[0]].map((elements) =>
    expected.alternatives && admittedByAlternatives(expected, elements, new Map())
  );
  const count = { elements: 0, agreeing: 0, telling: 0, told: 0, wrong: 0, explained: 0 };
  for (let i = 0; i < value.length; i++) {
    const marks = flags?.[i] ?? 0;
    if (marks & noInterval) continue;
    count.elements++;
    const halfWidth = Math.max(distance(value[i], lo[i]), distance(value[i], hi[i]));
    const m = bug[0][i];
    const rounding = halfWidth === 0 ? roundingOf(dataType, m, exact?.[i]) : 0;
    const miss = distance(m, value[i]);
    const errs = !admits(m, value[i], lo[i], hi[i], marks) && !harmless?.[i];
    const isWrong = !admits(actual[i], value[i], lo[i], hi[i], marks) && !admitted?.[i];
    const asWide = allowance(dataType, halfWidth, value[i], m) + rounding;
    const near = errs || isWrong ? Math.min(asWide, miss / 4) : asWide;
    const isRight = (x: Scalar) => admits(x, value[i], lo[i], hi[i], marks);
    // An arithmetic in which the bug does not show says nothing of what it looks like where it shows.
    const spread = spreadOf(bug, i, errs ? isRight : undefined);
    const allowed = near + (isWrong ? spread : spreadOf(bug, i));
    const agrees = agree(actual[i], m, allowed, marks);
    const tells = errs && !agree(m, value[i], 2 * near + spread, marks);
    const isBlamed = errs || (miss > 0 && 2 * miss >= halfWidth) ||
      bug.some((each) => !isRight(each[i]));
    if (agrees) count.agreeing++;
    if (tells) count.telling++;
    if (tells && agrees) count.told++;
    if (isWrong) count.wrong++;
    if (isWrong && isBlamed && agrees) count.explained++;
  }
  return count;
}

/**
 * The same for an answer whose shape or type is wrong, as that of the bug is: there is no right value to tell anything, so
 * every element is wrong, and agrees within one unit in the last place and what the arithmetics differ by.
 */
export function likenessOfMisshapen(
  dataType: DataType,
  actual: Elements,
  bug: Bugs,
): Likeness {
  const elements = actual.length;
  let agreeing = 0;
  for (let i = 0; i < elements; i++) {
    const m = bug[0][i];
    const unit = typeof m === "number" ? unitOf(dataType, m) : 0;
    if (agree(actual[i], m, unit + spreadOf(bug, i), 0)) agreeing++;
  }
  return { elements, agreeing, telling: elements, told: agreeing, wrong: elements, explained: agreeing };
}

function allowance(dataType: DataType, halfWidth: number, value: Scalar, m: Scalar): number {
  if (halfWidth === 0 || typeof value === "bigint" || typeof m === "bigint") return halfWidth;
  const units = Math.min(mostUnits, halfWidth / unitOf(dataType, value));
  return Math.max(halfWidth, units * unitOf(dataType, m));
}

/** Two units of a bug's float where it differs from what it would be unrounded. */
function roundingOf(dataType: DataType, m: Scalar, exact: Scalar | undefined): number {
  if (typeof m !== "number" || typeof exact !== "number" || !isFloat(dataType)) return 0;
  return distance(m, exact) === 0 || !Number.isFinite(m) ? 0 : 2 * unitOf(dataType, m);
}

/** A unit in the last place; 1 of integers. */
function unitOf(dataType: DataType, x: number): number {
  if (!isFloat(dataType) || !Number.isFinite(x)) return 1;
  const [digits, least] = dataType === "float32" ? [23, -126] : [10, -14];
  const exponent = x === 0 ? least : Math.max(least, Math.floor(Math.log2(Math.abs(x))));
  return 2 ** (exponent - digits);
}

/** How far arithmetics are from the first, but for those that `isLeftOut`. */
function spreadOf(bug: Bugs, i: number, isLeftOut?: (x: Scalar) => boolean): number {
  let spread = 0;
  for (let k = 1; k < bug.length; k++) {
    if (!isLeftOut?.(bug[k][i])) spread = Math.max(spread, distance(bug[k][i], bug[0][i]));
  }
  return Number.isFinite(spread) ? spread : 0;
}

/** 0 between equals, NaN included; Infinity where only one is finite. */
function distance(a: Scalar, b: Scalar): number {
  if (typeof a === "bigint" && typeof b === "bigint") return Number(a < b ? b - a : a - b);
  const [x, y] = [Number(a), Number(b)];
  if (Object.is(x, y) || x === y) return 0;
  const difference = Math.abs(x - y);
  return Number.isNaN(difference) ? Infinity : difference;
}

function agree(a: Scalar, m: Scalar, allowed: number, marks: number): boolean {
  if (marks & Flag.bits) return Object.is(a, m);
  const apart = distance(a, m);
  return apart === 0 || (apart <= allowed && apart < Infinity);
}
