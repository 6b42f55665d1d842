/**
 * A tensor in another data type (spec: #api-mlgraphbuilder-cast).
 *
 * @module
 */

import {
  createElements,
  type DataType,
  type FloatType,
  integerRange,
  isFloat,
  isInt64,
} from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats, Undecided } from "./ball.ts";
import { roundsRight } from "./certify.ts";
import { toNumberByOddRounding } from "./cast_number.ts";
import type { Result } from "./operator.ts";
import { readRadius } from "./read.ts";

type IntegerType = Exclude<DataType, FloatType>;

/** The ball cast to `dataType`, as the table of the spec's section says for the two kinds of types. */
export function casting(ball: Ball, dataType: DataType, profile: Profile): Result {
  const from = ball.dataType;
  if (isFloat(from)) {
    return isFloat(dataType)
      ? floatToFloat(ball, from, dataType, profile)
      : floatToInteger(ball, from, dataType, profile);
  }
  return isFloat(dataType) ? integerToFloat(ball) : integerToInteger(ball, dataType);
}

/** Only float32 to float16 rounds, what float64 holds exactly. */
function floatToFloat(ball: Ball, from: FloatType, to: FloatType, profile: Profile): Result {
  return {
    v: floats(ball),
    rounding: from === "float32" && to === "float16" ? "once" : "none",
    e: readRadius(ball, from, profile),
    undecided: ball.undecided,
    certificate: roundsRight,
  };
}

/** Truncated; any value passes where the number is NaN or out of the type's range. */
function floatToInteger(ball: Ball, from: FloatType, to: IntegerType, profile: Profile): Result {
  const x = floats(ball);
  const e = readRadius(ball, from, profile);
  const v = createElements(to, x.length);
  const is64 = isInt64(to);
  const others = new AlternativeList(to);
  const undecided = ball.undecided?.slice() ?? new Uint8Array(x.length);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < x.length; i++) {
    const radius = e ? e[i] : 0;
    if (undecided[i] || !(radius < Infinity)) {
      undecided[i] ||= Undecided.value;
      continue;
    }
    const least = Math.trunc(x[i] - radius), most = Math.trunc(x[i] + radius);
    if (!isInRange(least, most, to)) {
      (flags ??= new Uint8Array(x.length))[i] = Flag.any;
    } else {
      const value = Math.trunc(x[i]);
      v[i] = is64 ? BigInt(value) : value;
      if (least === most) continue;
      if (!is64) others.add(i, (least + most) / 2, (most - least) / 2);
      else if (most - least > 1) undecided[i] = Undecided.value;
      else others.add(i, BigInt(value === least ? most : least));
    }
  }
  return { v, rounding: "none", flags, undecided, alternatives: orAbsent(others.build(undefined, "other")) };
}

/** Of whole numbers. The greatest 64-bit integers are no float64, but no float64 lies between them and the power of two above. */
function isInRange(least: number, most: number, type: IntegerType): boolean {
  const [low, high] = integerRange[type];
  return least >= Number(low) && (isInt64(type) ? most < Number(high) : most <= Number(high));
}

/** Rounded once; a 64-bit integer never through a float64 that rounds otherwise. */
function integerToFloat({ v: x, dataType, undecided }: Ball): Result {
  const once = { rounding: "once", undecided, certificate: roundsRight } as const;
  if (!isInt64(dataType)) return { ...once, v: new Float64Array(x as Int32Array) };
  const v = new Float64Array(x.length);
  for (let i = 0; i < v.length; i++) v[i] = toNumberByOddRounding(BigInt(x[i]));
  return { ...once, v };
}

/** The lowest bits, as two's complement. */
function integerToInteger({ v: x, dataType, undecided }: Ball, to: IntegerType): Result {
  const v = createElements(to, x.length);
  if (isInt64(to)) { for (let i = 0; i < v.length; i++) v[i] = BigInt(x[i]); }
  else if (!isInt64(dataType)) { for (let i = 0; i < v.length; i++) v[i] = x[i]; }
  else for (let i = 0; i < v.length; i++) v[i] = Number(BigInt.asIntN(32, BigInt(x[i])));
  return { v, rounding: "none", undecided };
}
