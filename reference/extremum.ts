/**
 * The greater or lesser of two balls, element by element: selection (tolerance.md, sections 2, 4, 5).
 *
 * @module
 */

import { type FloatType, isFloat } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats } from "./ball.ts";
import { COMPARED_AS_ZERO, Greatest } from "./greatest.ts";
import type { Result } from "./operator.ts";
import { arithmetic } from "./radius.ts";
import { eitherUndecided } from "./undecided.ts";

export type Extreme = "max" | "min";

/** `max` or `min` of two balls of one shape and data type; NaN where an operand is NaN: question Q7. */
export function extremum(op: Extreme, a: Ball, b: Ball, profile: Profile): Result {
  return isFloat(a.dataType) ? extremumOfFloats(op, a, b, a.dataType, profile) : extremumOfIntegers(op, a, b);
}

function extremumOfFloats(op: Extreme, a: Ball, b: Ball, dataType: FloatType, profile: Profile): Result {
  const sign = op === "max" ? 1 : -1;
  const select = op === "max" ? Math.max : Math.min;
  const { flushedInputsBelow } = arithmetic(dataType, profile);
  const x = floats(a), y = floats(b);
  const v = new Float64Array(x.length);
  const e = a.e || b.e ? new Float64Array(x.length) : undefined;
  const numbers = new AlternativeList(dataType), asZero = new AlternativeList(dataType);
  const greatest = new Greatest(flushedInputsBelow);
  for (let i = 0; i < v.length; i++) {
    const value = v[i] = select(x[i], y[i]);
    const dx = a.e ? a.e[i] : 0, dy = b.e ? b.e[i] : 0;
    if (value !== value) {
      if (x[i] === x[i]) numbers.add(i, x[i], dx);
      if (y[i] === y[i]) numbers.add(i, y[i], dy);
    } else if (dx + dy > 0 || Math.abs(value) < flushedInputsBelow) {
      greatest.clear();
      greatest.add(sign * x[i], sign * x[i] - dx, sign * x[i] + dx);
      greatest.add(sign * y[i], sign * y[i] - dy, sign * y[i] + dy);
      if (e) e[i] = greatest.radius;
      greatest.addFlushed(asZero, i, sign);
    }
  }
  const alternatives = orAbsent([
    ...numbers.build("Q7", "b"),
    ...asZero.build(undefined, COMPARED_AS_ZERO),
  ]);
  return { v, rounding: "none", e, undecided: eitherUndecided(a, b), alternatives };
}

function extremumOfIntegers(op: Extreme, a: Ball, b: Ball): Result {
  const v = a.v.slice(), other = b.v;
  for (let i = 0; i < v.length; i++) {
    const isOther = op === "max" ? other[i] > v[i] : other[i] < v[i];
    if (isOther) v[i] = other[i];
  }
  return { v, rounding: "none", undecided: eitherUndecided(a, b) };
}
