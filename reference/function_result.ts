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
import { functionCertificate, valuesOf } from "./functions/certificate.ts";
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
  /** Whether the spec's expression, calculated as written, is NaN although the function is not (question Q30). */
  readonly isNaNAsWritten?: (x: number) => boolean;
  /** No admissible value is outside these, whatever the radius. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The function of every element of a float ball. */
export function functionResult(ball: Ball, rule: FunctionRule, profile: Profile): Result {
  const { f, error, isOutside, isNaNAsWritten, atLeast, atMost } = rule;
  const dataType = ball.dataType as FloatType;
  const x = floats(ball);
  const ex = readRadius(ball, dataType, profile);
  const v = valuesOf(f, x);
  const e = new Float64Array(v.length);
  const spreadOf = rule.spread ?? endpointSpread(f, rule.turn);
  const asWritten = new AlternativeList(dataType);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const dx = ex ? ex[i] : 0;
    const y = v[i];
    if (isNaNAsWritten && isNaNAsWritten(x[i])) asWritten.add(i, NaN);
    if (isOutside && isOutside(x[i], dx)) {
      (flags ??= new Uint8Array(v.length))[i] = Flag.any;
    } else if (dx === Infinity) {
      e[i] = Infinity;
    } else if (y - y === 0) {
      const spread = dx > 0 ? spreadOf(x[i], dx, y) : 0;
      const magnitude = Math.abs(y) + spread;
      const local = error(x[i], dx, magnitude);
      // beyond the function's domain the spread is NaN
      if (local === Infinity) e[i] = Infinity;
      else e[i] = local === 0 && spread === 0 ? 0 : (local + spread + f.error * magnitude) * ROUND_UP;
    } else if (dx > 0 && !(Object.is(f.value(x[i] - dx), y) && Object.is(f.value(x[i] + dx), y))) {
      e[i] = Infinity;
    }
    if (
      !(e[i] < Infinity) && dx < Infinity &&
      (Number.isNaN(f.value(x[i] - dx)) || Number.isNaN(f.value(x[i] + dx)))
    ) {
      (flags ??= new Uint8Array(v.length))[i] |= Flag.orNaN;
    }
  }
  const alternatives = orAbsent(asWritten.build("Q30", "b"));
  return {
    v,
    rounding: "stored",
    e,
    flags,
    undecided: ball.undecided,
    alternatives,
    certificate: functionCertificate(f, x, v, dataType),
    atLeast,
    atMost,
  };
}

/** The greatest distance to the values at the endpoints, and where the function turns between them. */
function endpointSpread({ value }: RealFunction, turn: number | undefined) {
  return (x: number, dx: number, y: number): number => {
    const spread = Math.max(Math.abs(value(x + dx) - y), Math.abs(value(x - dx) - y));
    return turn !== undefined && Math.abs(x - turn) < dx
      ? Math.max(spread, Math.abs(value(turn) - y))
      : spread;
  };
}
