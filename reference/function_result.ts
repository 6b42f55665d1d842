/**
 * Functions of one variable on tensors: values, and how far an admissible implementation may be from them (tolerance.md,
 * sections 3 to 5, class F).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats } from "./ball.ts";
import type { ErrorOf } from "./function_error.ts";
import { fillValues, functionCertificate, valuesOf } from "./functions/certificate.ts";
import type { RealFunction } from "./functions/real_function.ts";
import type { Result } from "./operator.ts";
import { ROUND_UP } from "./radius.ts";
import { readRadius } from "./read.ts";

/** How a function is bounded under one profile. */
export interface FunctionRule {
  readonly f: RealFunction;
  /** In the accumulator type. 0 where the value is the argument itself; Infinity where it is not judged. */
  readonly error: ErrorOf;
  /** Where the function turns; absent: it is monotone, or `spread` says all. */
  readonly turn?: number;
  /** How far from `y = f(x)` the function is on arguments within `dx` of `x`. Absent: see `turn`. */
  readonly spread?: (x: number, dx: number, y: number) => number;
  /** Whether any value passes on some argument within `dx` of `x`: it is outside what the profile describes. */
  readonly isOutside?: (x: number, dx: number) => boolean;
  /** Arguments from one to the other where the spec's expression, calculated as written, is NaN although the function is not (question Q30). */
  readonly nanAsWritten?: readonly [least: number, greatest: number];
  /** No admissible value is outside these, whatever the radius. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The function of every element of a float ball. */
export function functionResult(ball: Ball, rule: FunctionRule, profile: Profile): Result {
  const { f, error, nanAsWritten, atLeast, atMost } = rule;
  const dataType = ball.dataType as FloatType;
  const x = floats(ball);
  const ex = readRadius(ball, dataType, profile);
  const v = valuesOf(f, x);
  const e = new Float64Array(v.length);
  if (ex) {
    if (rule.spread) spreadOfEach(x, ex, v, e, f, rule.spread);
    else spreadOfEndpoints(x, ex, v, e, rule);
  }
  const isBounded = error.linear
    ? addLinearErrors(v, e, error.linear, f.error)
    : addErrors(x, ex, v, e, error, f.error);
  const asWritten = new AlternativeList(dataType);
  if (nanAsWritten) {
    const [least, greatest] = nanAsWritten;
    for (let i = 0; i < x.length; i++) if (x[i] >= least && x[i] <= greatest) asWritten.add(i, NaN);
  }
  return {
    v,
    rounding: "stored",
    e,
    flags: isBounded && !rule.isOutside ? undefined : flagsOf(x, ex, e, rule),
    undecided: ball.undecided,
    alternatives: orAbsent(asWritten.build("Q30", "b")),
    certificate: functionCertificate(f, x, v, dataType),
    atLeast,
    atMost,
  };
}

/** Elements whose values at the endpoints are computed at once: as many as stay in the nearest cache. */
const BLOCK = 1024;
const endpoints = new Float64Array(BLOCK), values = new Float64Array(BLOCK);

/**
 * Into `e`, the greatest distance to the values at the endpoints, and where the function turns between them; Infinity where
 * the value is not finite and the function not constant.
 */
function spreadOfEndpoints(
  x: Float64Array,
  ex: Float64Array,
  v: Float64Array,
  e: Float64Array,
  { f, turn }: FunctionRule,
): void {
  const sides = f.steeper === undefined ? [1, -1] as const : [f.steeper];
  for (let from = 0; from < x.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, x.length);
    if (areExact(ex, from, to)) continue;
    const points = endpoints.subarray(0, to - from), there = values.subarray(0, to - from);
    for (const side of sides) {
      if (side === 0) {
        for (let i = from; i < to; i++) {
          points[i - from] = x[i] > 0 ? x[i] - ex[i] : x[i] + ex[i];
        }
      } else for (let i = from; i < to; i++) points[i - from] = x[i] + side * ex[i];
      fillValues(f, points, there);
      for (let i = from; i < to; i++) {
        if (ex[i] > 0) e[i] = Math.max(e[i], Math.abs(there[i - from] - v[i]));
      }
    }
    setSpecialSpreads(x, ex, v, e, f.value, from, to);
  }
  if (turn === undefined) return;
  const extreme = f.value(turn);
  for (let i = 0; i < x.length; i++) {
    if (Math.abs(x[i] - turn) < ex[i] && v[i] - v[i] === 0) e[i] = Math.max(e[i], Math.abs(extreme - v[i]));
  }
}

function areExact(ex: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (ex[i] !== 0) return false;
  return true;
}

/** Where the radius is infinite, or the value is: then the spread is Infinity, or 0 of a function that is constant there. */
function setSpecialSpreads(
  x: Float64Array,
  ex: Float64Array,
  v: Float64Array,
  e: Float64Array,
  value: RealFunction["value"],
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    if (ex[i] < Infinity && v[i] - v[i] === 0) continue;
    const isConstant = ex[i] < Infinity && Object.is(value(x[i] - ex[i]), v[i]) &&
      Object.is(value(x[i] + ex[i]), v[i]);
    e[i] = isConstant ? 0 : Infinity;
  }
}

/** As `spreadOfEndpoints`, of a function that says its spread itself. */
function spreadOfEach(
  x: Float64Array,
  ex: Float64Array,
  v: Float64Array,
  e: Float64Array,
  { value }: RealFunction,
  spread: (x: number, dx: number, y: number) => number,
): void {
  for (let i = 0; i < x.length; i++) if (ex[i] > 0 && ex[i] < Infinity) e[i] = spread(x[i], ex[i], v[i]);
  setSpecialSpreads(x, ex, v, e, value, 0, x.length);
}

/**
 * Turns the spreads in `e` to radii: with the error of an implementation and the reference's own, `own·|f(x)|`. Whether all
 * are finite.
 */
function addErrors(
  x: Float64Array,
  ex: Float64Array | undefined,
  v: Float64Array,
  e: Float64Array,
  error: ErrorOf,
  own: number,
): boolean {
  let isBounded = true;
  for (let i = 0; i < v.length; i++) {
    const spread = e[i], dx = ex ? ex[i] : 0;
    if (v[i] - v[i] === 0 && dx < Infinity) {
      const magnitude = Math.abs(v[i]) + spread;
      const local = error(x[i], dx, magnitude);
      // beyond the function's domain the spread is NaN
      if (local === Infinity) e[i] = Infinity;
      else if (local !== 0 || spread !== 0) e[i] = (local + spread + own * magnitude) * ROUND_UP;
    }
    if (!(e[i] < Infinity)) isBounded = false;
  }
  return isBounded;
}

/** As `addErrors`, where the error is linear. */
function addLinearErrors(
  v: Float64Array,
  e: Float64Array,
  { relative, least }: { readonly relative: number; readonly least: number },
  own: number,
): boolean {
  let isBounded = true;
  const roundUp = ROUND_UP;
  for (let i = 0; i < v.length; i++) {
    const spread = e[i];
    if (v[i] - v[i] === 0) {
      const magnitude = Math.abs(v[i]) + spread;
      const radius = (relative * magnitude + least + spread + own * magnitude) * roundUp;
      e[i] = radius;
      if (!(radius < Infinity)) isBounded = false;
    } else if (spread === Infinity) isBounded = false;
  }
  return isBounded;
}

/**
 * Any value passes where an argument is outside; then the radius is 0. NaN passes too where the radius says nothing and the
 * function has no value at an endpoint.
 */
function flagsOf(
  x: Float64Array,
  ex: Float64Array | undefined,
  e: Float64Array,
  { f: { value }, isOutside }: FunctionRule,
): Uint8Array | undefined {
  let flags: Uint8Array | undefined;
  const isNaNNear = (i: number, dx: number) =>
    dx < Infinity && (Number.isNaN(value(x[i] - dx)) || Number.isNaN(value(x[i] + dx)));
  for (let i = 0; i < e.length; i++) {
    let flag = 0;
    if (isOutside && isOutside(x[i], ex ? ex[i] : 0)) {
      e[i] = 0;
      flag = Flag.any;
    } else if (!(e[i] < Infinity) && isNaNNear(i, ex ? ex[i] : 0)) flag = Flag.orNaN;
    if (flag !== 0) (flags ??= new Uint8Array(e.length))[i] = flag;
  }
  return flags;
}
