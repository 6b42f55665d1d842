/**
 * Mutants of the elementary functions of one float.
 *
 * @module
 */

import { complement } from "../software/kernels/functions.ts";
import {
  infinityLost,
  nanLost,
  stepsInBfloat16,
  stepsInFloat16,
  subnormalsFlushed,
  tailLost,
} from "./common.ts";
import { beyond, erf, formula, made, plain, roughErf } from "./formulas.ts";
import { type Bug, type Mutant, mutantsOf } from "./mutant.ts";

/** A period in float32 is taken away again and again. */
function reduced(x: number): number {
  const period = Math.fround(2 * Math.PI), count = Math.round(x / period);
  return Math.fround(x - Math.fround(count * period));
}

const lowPeriod = formula(
  "period-in-float32",
  "large arguments were reduced by a period that is rounded to float32",
  (right) => (x) => right(reduced(x)),
);

const degrees = formula(
  "degrees",
  "the argument were in degrees",
  (right) => (x) => right(x * Math.PI / 180),
);

/** By operator, beside those that are common. */
const bugs: Readonly<Record<string, readonly Bug[]>> = {
  cos: [
    lowPeriod,
    degrees,
    plain("sine", "the sine were taken", Math.sin),
    plain("parabola", "it were 1 - x²/2 + x⁴/24", (x) => 1 - x * x / 2 + x ** 4 / 24),
  ],
  erf: [
    made(
      "abramowitz-stegun",
      "it were calculated by Abramowitz and Stegun 7.1.26",
      ({ folds, form }) => (x) => roughErf(x, folds, form),
    ),
    beyond("small-lost", "numbers nearer to 0 than 0.001 gave 0", (x) => Math.abs(x) < 1e-3, 0),
    plain(
      "by-tanh",
      "it were tanh(1.1283791671 x (1 + 0.08943 x²))",
      (x) => Math.tanh(1.1283791671 * x * (1 + 0.08943 * x * x)),
    ),
    plain("complement", "the complementary error function were calculated", complement),
    plain("sign-lost", "negative numbers gave what their opposites give", (x) => Math.abs(erf(x))),
    plain("of-standard-normal", "x were divided by √2", (x) => erf(x * Math.SQRT1_2)),
    plain(
      "series-only",
      "the first terms of its series at 0 were taken",
      (x) => 1.1283791670955126 * (x - x ** 3 / 3 + x ** 5 / 10 - x ** 7 / 42),
    ),
    beyond("nan-beyond", "numbers beyond 9.3 gave NaN", (x) => Math.abs(x) > 9.3, NaN),
  ],
  exp: [
    plain("base-2", "it were 2^x", (x) => 2 ** x),
    plain("without-one", "1 were subtracted", Math.expm1),
    plain(
      "taylor",
      "the first terms of its series at 0 were taken",
      (x) => 1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)))),
    ),
    plain("squared-64-times", "it were (1 + x/64)^64", (x) => (1 + x / 64) ** 64),
    formula(
      "argument-clamped",
      "arguments beyond ±64 were taken for ±64",
      (right) => (x) => right(Math.min(Math.max(x, -64), 64)),
    ),
    formula(
      "argument-in-float16",
      "the argument times log2 e were rounded to float16",
      () => (x) => 2 ** Math.f16round(x * Math.LOG2E),
    ),
    beyond("negative-lost", "numbers below -10 gave 0", (x) => x < -10, 0),
  ],
  log: [
    plain("base-2", "the logarithm to base 2 were taken", Math.log2),
    plain("base-10", "the logarithm to base 10 were taken", Math.log10),
    plain("of-one-more", "it were log(1 + x)", Math.log1p),
    plain("of-magnitude", "the sign of x were ignored", (x) => Math.log(Math.abs(x))),
    plain("zero-finite", "log 0 were finite", (x) => x === 0 ? -87.5 : Math.log(x)),
    formula("mantissa-in-float16", "the fraction of x were rounded to float16", (right) => (x) => {
      const scale = 2 ** Math.floor(Math.log2(x));
      return scale > 0 && scale < Infinity ? right(Math.f16round(x / scale) * scale) : right(x);
    }),
    beyond("subnormal-lost", "subnormal numbers were taken for 0", (x) => x > 0 && x < 2 ** -126, -Infinity),
  ],
  reciprocal: [
    plain("identity", "x stayed as it is", (x) => x),
    plain("sign-lost", "it were 1/|x|", (x) => 1 / Math.abs(x)),
    plain("estimate", "it were an estimate of 12 bits", (x) => {
      const y = 1 / x, scale = 2 ** Math.floor(Math.log2(Math.abs(y)));
      return scale > 0 && scale < Infinity ? Math.round(y / scale * 4096) / 4096 * scale : y;
    }),
    plain("of-zero", "1 divided by 0 were 0", (x) => x === 0 ? 0 : 1 / x),
    plain("root", "it were 1/√|x|", (x) => Math.sign(x) / Math.sqrt(Math.abs(x))),
  ],
  sin: [
    lowPeriod,
    degrees,
    plain("cosine", "the cosine were taken", Math.cos),
    plain("taylor", "the first terms of its series at 0 were taken", (x) => x - x ** 3 / 6 + x ** 5 / 120),
    beyond("small-lost", "numbers nearer to 0 than 0.001 gave 0", (x) => Math.abs(x) < 1e-3, 0),
  ],
  sqrt: [
    plain("by-reciprocal-root", "it were x·(1/√x), NaN at 0", (x) => x * (1 / Math.sqrt(x))),
    plain("of-magnitude", "the sign of x were ignored", (x) => Math.sqrt(Math.abs(x))),
    plain("estimate", "it were an estimate of 12 bits", (x) => {
      const y = Math.sqrt(x), scale = 2 ** Math.floor(Math.log2(y));
      return scale > 0 && scale < Infinity ? Math.round(y / scale * 4096) / 4096 * scale : y;
    }),
    plain("reciprocal-root", "it were 1/√x", (x) => 1 / Math.sqrt(x)),
    plain("negative-zero", "negative numbers gave 0", (x) => x < 0 ? 0 : Math.sqrt(x)),
    beyond("subnormal-lost", "subnormal numbers were taken for 0", (x) => Math.abs(x) < 2 ** -126, 0),
  ],
  tan: [
    lowPeriod,
    degrees,
    plain("taylor", "the first terms of its series at 0 were taken", (x) => x + x ** 3 / 3 + 2 * x ** 5 / 15),
    plain("cotangent", "it were cos x / sin x", (x) => 1 / Math.tan(x)),
    plain("sign-lost", "the cosine were taken without its sign", (x) => Math.sin(x) / Math.abs(Math.cos(x))),
    plain("sine", "the sine were not divided by the cosine", Math.sin),
  ],
};

export const functionMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(bugs), [tailLost, stepsInFloat16, stepsInBfloat16, nanLost]),
  ...mutantsOf(["exp", "log", "reciprocal", "sqrt"], [infinityLost]),
  ...mutantsOf(["erf", "reciprocal", "sin", "tan"], [subnormalsFlushed]),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
