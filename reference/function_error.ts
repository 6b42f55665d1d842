/**
 * How far an admissible implementation of a function may be from it on an exact argument: the table of tolerance.md,
 * section 3.1. The quotient's and the root's constants are `functionUlp` of `radius.ts`.
 *
 * @module
 */

import { floatFormats, type FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { arithmetic, functionUlp } from "./radius.ts";

/** The functions of the table. */
export type FunctionName = "exp" | "log" | "sin" | "cos" | "tan" | "tanh" | "erf" | "sigmoid" | "pow";

/** An error of `2u·(ulp + slope·|x|)·|f(x)| + units·u + q`, or of `absolute` instead, with the accumulator's u and q. */
export interface FunctionConstants {
  readonly ulp: number;
  /** What each unit of |x| adds to `ulp`; for `pow` see `powError`. Absent: 0. */
  readonly slope?: number;
  /** Absent: 0. */
  readonly units?: number;
  /** Replaces everything else: `log` in [1/2, 2], `sin` and `cos` in [-π, π]; for `tanh` the least error. */
  readonly absolute?: number;
}

const ieee: Readonly<Record<FunctionName, FunctionConstants>> = {
  exp: { ulp: 4 },
  log: { ulp: 4, units: 1 },
  sin: { ulp: 4 },
  cos: { ulp: 4 },
  tan: { ulp: 8 },
  tanh: { ulp: 8, units: 4 },
  erf: { ulp: 8, units: 1 },
  sigmoid: { ulp: 8 },
  pow: { ulp: 4 },
};

/** The accuracy table of WGSL; `tan` and `pow` are composed of `sin`, `cos` and `log`, `exp`. */
const wgsl: Readonly<Record<FloatType, Readonly<Record<FunctionName, FunctionConstants>>>> = {
  float32: {
    exp: { ulp: 3, slope: 2 },
    log: { ulp: 3, absolute: 2 ** -21 },
    sin: { ulp: 0, absolute: 2 ** -11 },
    cos: { ulp: 0, absolute: 2 ** -11 },
    tan: { ulp: 0 },
    tanh: { ulp: 0, absolute: 1e-5 },
    erf: { ulp: 8, units: 16 },
    sigmoid: { ulp: 7, slope: 2 },
    pow: { ulp: 0 },
  },
  float16: {
    exp: { ulp: 1, slope: 2 },
    log: { ulp: 3, absolute: 2 ** -7 },
    sin: { ulp: 0, absolute: 2 ** -7 },
    cos: { ulp: 0, absolute: 2 ** -7 },
    tan: { ulp: 0 },
    tanh: { ulp: 0, absolute: 1e-5 },
    erf: { ulp: 8, units: 4 },
    sigmoid: { ulp: 5, slope: 2 },
    pow: { ulp: 0 },
  },
};

/** Of profile `reduced`: what sigmoid, tanh and erf may be off, however small they are. */
const REDUCED_UNITS = 16;

/**
 * The constants of a function of tensors of `dataType`. What WGSL says in absolute terms is that of the accumulator's type,
 * where a profile accumulates float32 in less.
 */
export function functionConstants(
  name: FunctionName,
  dataType: FloatType,
  profile: Profile,
): FunctionConstants {
  if (profile.name === "ieee") return ieee[name];
  const isNarrow = arithmetic(dataType, profile).accumulator.p === floatFormats.float16.p;
  const { absolute } = wgsl[isNarrow ? "float16" : "float32"][name];
  // what is computed in float32 has float32's accuracy, whatever is stored
  const computed = isNarrow ? dataType : "float32";
  const constants = { ...wgsl[computed][name], absolute };
  const isWidened = profile.inputRoundoff > 0 && ["sigmoid", "tanh", "erf"].includes(name);
  return isWidened ? { ...constants, units: REDUCED_UNITS } : constants;
}

/** Error on arguments within `dx` of `x`, where the function is at most `y` in magnitude; Infinity where it is not judged. */
export interface ErrorOf {
  (x: number, dx: number, y: number): number;
  /** The error is `relative·y + least` whatever the argument. Absent: it may depend on it. */
  readonly linear?: { readonly relative: number; readonly least: number };
}

/** The error of one function of the table, `pow` excepted (see `powError`). */
export function functionError(
  name: Exclude<FunctionName, "pow">,
  dataType: FloatType,
  profile: Profile,
): ErrorOf {
  const { ulp, slope = 0, units = 0, absolute } = functionConstants(name, dataType, profile);
  const a = arithmetic(dataType, profile);
  const { u, minSubnormal: q } = a.accumulator;
  const least = units * u + q;
  if (name === "tan") return tanError(ulp, dataType, profile);
  if (absolute === undefined) {
    if (slope === 0) return linearError(2 * u * ulp, least);
    return (x, dx, y) => 2 * u * (ulp + slope * (Math.abs(x) + dx)) * y + least;
  }
  if (name === "tanh") return tanhError(absolute, least, dataType, profile);
  if (name === "log") {
    return (x, dx, y) => {
      const relative = 2 * u * ulp * y + least;
      return x + dx >= 0.5 && x - dx <= 2 ? Math.max(relative, absolute) : relative;
    };
  }
  return () => absolute;
}

/** `relative·y + least` */
function linearError(relative: number, least: number): ErrorOf {
  return Object.assign((_x: number, _dx: number, y: number) => relative * y + least, {
    linear: { relative, least },
  });
}

/** WGSL: the worse of `absolute` and what `sinh / cosh`, each of two `exp`s, inherits. */
function tanhError(absolute: number, least: number, dataType: FloatType, profile: Profile): ErrorOf {
  const { u, accumulator } = arithmetic(dataType, profile);
  const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
  const { div } = functionUlp[profile.name];
  const farthest = Math.log(accumulator.max);
  return (x, dx, y) => {
    const exp = 2 * (ulp + slope * Math.min(Math.abs(x) + dx, farthest));
    return Math.max(absolute, u * ((exp + 2) * (1 + y) + 2 * div * y)) + least;
  };
}

/** The tangent is judged where the cosine is above this. */
export const LEAST_COSINE = 2 ** -8;

/** Of a quotient of the sine and the cosine, where the table gives `tan` no constant of its own. */
function tanError(ulp: number, dataType: FloatType, profile: Profile): ErrorOf {
  const { accumulator: { u, minSubnormal: q } } = arithmetic(dataType, profile);
  const { absolute = 0 } = functionConstants("sin", dataType, profile);
  const { div } = functionUlp[profile.name];
  return (x, dx, y) => {
    const cosine = Math.abs(Math.cos(x)) - dx;
    if (!(cosine > Math.max(LEAST_COSINE, absolute))) return Infinity;
    if (absolute === 0) return 2 * u * ulp * y + q;
    const inherited = absolute * (1 + y) / (cosine - absolute);
    return inherited + 2 * u * div * (y + inherited) + q;
  };
}
