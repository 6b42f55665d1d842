/**
 * Mutants of the functions of one float.
 *
 * @module
 */

import { complement } from "../software/kernels/functions.ts";
import { halfToEven } from "../software/kernels/quantization.ts";
import { computing, type Formula, formulas } from "../software/kernels/unary.ts";
import { withOptions } from "./changes.ts";
import {
  infinityLost,
  nanLost,
  narrowSteps,
  stepsInBfloat16,
  stepsInFloat16,
  subnormalsFlushed,
  tailLost,
} from "./common.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

/** Another function; `right` is the right one. */
function formula(
  name: string,
  sentence: string,
  wrong: (right: (x: number) => number) => (x: number) => number,
): Bug {
  return replaced(
    name,
    sentence,
    (call) => computing((tools) => wrong(formulas[call.operator](tools)))(call),
  );
}

/** Another formula, with alpha and beta and rounding. */
const made = (name: string, sentence: string, wrong: Formula): Bug =>
  replaced(name, sentence, computing(wrong));

/** Another function of x. */
const plain = (name: string, sentence: string, f: (x: number) => number): Bug =>
  formula(name, sentence, () => f);

/** Another option. */
function option(
  name: string,
  sentence: string,
  change: (options: Record<string, number>) => Record<string, number>,
): Bug {
  return rewritten(
    name,
    sentence,
    (call) => withOptions(call, change(call.options as Record<string, number>)),
  );
}

const round = Math.fround;
const erf = (x: number) => 1 - complement(x);

/** Abramowitz and Stegun's formula 7.1.26 in float32; its error is up to 1.5e-7. */
function roughErf(x: number): number {
  const t = round(1 / round(1 + round(0.3275911 * Math.abs(x))));
  const sum = [-1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce(
    (sum, coefficient) => round(round(sum * t) + coefficient),
    1.061405429,
  );
  return Math.sign(x) * round(1 - round(round(sum * t) * round(Math.exp(-x * x))));
}

/** Beyond a limit the result is a constant. */
const beyond = (name: string, sentence: string, isBeyond: (x: number) => boolean, y: number) =>
  formula(name, sentence, (right) => (x) => isBeyond(x) ? y : right(x));

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

const halfAwayFromZero = (x: number) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);

const roundings: readonly Bug[] = [
  plain("truncates", "fractions were cut off", Math.trunc),
  plain("rounds-half-away", "it rounded to the nearest, halves away from zero", halfAwayFromZero),
  plain("rounds-half-up", "it rounded to the nearest, halves up", (x) => Math.floor(x + 0.5)),
  formula("through-int8", "the result were an int8 on the way", (right) => (x) => right(x) << 24 >> 24),
  formula(
    "through-int32",
    "the result were an int32 on the way, infinities zero",
    (right) => (x) => right(x) | 0,
  ),
  formula(
    "one-too-many",
    "whole numbers were taken for the next",
    (right) => (x) => right(x) + (right(x) === x ? 1 : 0),
  ),
];

const alphaIgnored = (value: number) =>
  option("alpha-ignored", `alpha were ${value}`, () => ({ alpha: value }));
const exchangedOptions = option(
  "alpha-and-beta-exchanged",
  "alpha and beta were exchanged",
  ({ alpha, beta }) => ({ alpha: beta, beta: alpha }),
);
const slopeBugs: readonly Bug[] = [
  formula("zero-below-zero", "negative numbers gave 0", (right) => (x) => x < 0 ? 0 : right(x)),
  formula("identity", "negative numbers stayed as they are", () => (x) => x),
];

const common = [tailLost, stepsInFloat16, stepsInBfloat16];
const bounded = ["cos", "erf", "hardSigmoid", "sigmoid", "sin", "softsign", "tanh"];
const unbounded = [
  "elu",
  "gelu",
  "hardSwish",
  "leakyRelu",
  "linear",
  "log",
  "reciprocal",
  "softplus",
  "sqrt",
  "tan",
];

/** Their formulas have steps that lose more in float16 than the result. */
const losingSteps = ["elu", "gelu", "hardSigmoid", "softplus", "tanh"];

/** Written with min and max, so that they may drop NaN (Q22). */
const clampsNaN = ["hardSigmoid", "leakyRelu"];

/** By operator, beside those that are common. */
const bugs: Readonly<Record<string, readonly Bug[]>> = {
  ceil: [
    ...roundings,
    plain("floor", "it rounded down", Math.floor),
    plain(
      "next-after-truncation",
      "1 were added to the whole part of every number above 0",
      (x) => x > 0 ? Math.trunc(x) + 1 : Math.trunc(x),
    ),
    plain("round-even", "it rounded to the nearest", halfToEven),
  ],
  cos: [
    lowPeriod,
    degrees,
    plain("sine", "the sine were taken", Math.sin),
    plain("parabola", "it were 1 - x²/2 + x⁴/24", (x) => 1 - x * x / 2 + x ** 4 / 24),
  ],
  elu: [
    alphaIgnored(1),
    made(
      "without-one",
      "1 were not subtracted from e^x",
      ({ alpha, round }) => (x) => x > 0 ? x : round(alpha * Math.exp(x)),
    ),
    made(
      "alpha-inside",
      "alpha times e^x were taken, less 1",
      ({ alpha, round }) => (x) => x > 0 ? x : round(alpha * Math.exp(x) - 1),
    ),
    made(
      "alpha-on-both-sides",
      "positive numbers were multiplied by alpha too",
      ({ alpha, round }) => (x) => round(alpha * (x > 0 ? x : Math.expm1(x))),
    ),
    made(
      "everywhere",
      "positive numbers were put into the exponential too",
      ({ alpha, round }) => (x) => round(alpha * Math.expm1(x)),
    ),
    made("leaky", "it were α·x below zero", ({ alpha, round }) => (x) => x > 0 ? x : round(alpha * x)),
    made(
      "small-lost",
      "numbers nearer to 0 than 0.001 gave 0",
      ({ alpha, round }) => (x) => x > 0 ? x : Math.abs(x) < 1e-3 ? 0 : round(alpha * Math.expm1(x)),
    ),
  ],
  erf: [
    plain("abramowitz-stegun", "it were calculated by Abramowitz and Stegun 7.1.26", roughErf),
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
  floor: [
    ...roundings,
    plain("ceil", "it rounded up", Math.ceil),
    plain(
      "previous-after-truncation",
      "1 were subtracted from the whole part of every number below 0",
      (x) => x < 0 ? Math.trunc(x) - 1 : Math.trunc(x),
    ),
    plain("round-even", "it rounded to the nearest", halfToEven),
  ],
  gelu: [
    plain(
      "by-tanh",
      "it were calculated by tanh",
      (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    ),
    plain("by-sigmoid", "it were x·σ(1.702 x)", (x) => x / (1 + Math.exp(-1.702 * x))),
    plain("without-root", "x were not divided by √2", (x) => 0.5 * x * (1 + erf(x))),
    plain("without-half", "the product were not halved", (x) => x * (1 + erf(x * Math.SQRT1_2))),
    plain("silu", "it were x·σ(x)", (x) => x / (1 + Math.exp(-x))),
    plain(
      "distribution",
      "the distribution function were not multiplied by x",
      (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)),
    ),
    beyond("tail-flushed", "numbers below -2 gave 0", (x) => x < -2, 0),
    plain("relu", "negative numbers gave 0", (x) => Math.max(x, 0)),
  ],
  hardSigmoid: [
    option("alpha-ignored", "alpha were 0.2", () => ({ alpha: 0.2 })),
    option("beta-ignored", "beta were 0.5", () => ({ beta: 0.5 })),
    option("beta-zero", "beta were 0", () => ({ beta: 0 })),
    option("alpha-a-sixth", "alpha were 1/6 where it is not given", ({ alpha }) => ({
      alpha: alpha === 0.2 ? 1 / 6 : alpha,
    })),
    exchangedOptions,
    made(
      "unclamped-above",
      "results above 1 stayed",
      ({ alpha, beta }) => (x) => Math.max(alpha * x + beta, 0),
    ),
    made(
      "unclamped-below",
      "results below 0 stayed",
      ({ alpha, beta }) => (x) => Math.min(alpha * x + beta, 1),
    ),
    made(
      "clamped-to-6",
      "it were clamped to 6",
      ({ alpha, beta }) => (x) => Math.min(Math.max(alpha * x + beta, 0), 6),
    ),
    made(
      "smooth",
      "it were the sigmoid of αx + β",
      ({ alpha, beta }) => (x) => 1 / (1 + Math.exp(-(alpha * x + beta))),
    ),
  ],
  hardSwish: [
    plain("without-x", "x were not multiplied", (x) => Math.min(Math.max(x + 3, 0), 6) / 6),
    plain("without-sixth", "the product were not divided by 6", (x) => x * Math.min(Math.max(x + 3, 0), 6)),
    plain("unclamped-above", "x + 3 were not limited to 6", (x) => x * Math.max(x + 3, 0) / 6),
    plain("unclamped-below", "x + 3 were not limited to 0", (x) => x * Math.min(x + 3, 6) / 6),
    plain(
      "fifth",
      "the slope were 0.2 in place of a sixth",
      (x) => x * Math.min(Math.max(0.2 * x + 0.5, 0), 1),
    ),
    plain("smooth", "it were x·σ(x)", (x) => x / (1 + Math.exp(-x))),
    beyond("zero-below", "numbers below 0 gave 0", (x) => x < 0, 0),
  ],
  leakyRelu: [
    alphaIgnored(0.01),
    ...slopeBugs,
    made(
      "greater-of-both",
      "the greater of x and α·x were taken",
      ({ alpha, round }) => (x) => Math.max(x, round(alpha * x)),
    ),
    made(
      "slope-above",
      "positive numbers were multiplied in place of negative ones",
      ({ alpha, round }) => (x) => x > 0 ? round(alpha * x) : x,
    ),
    made(
      "opposite-slope",
      "negative numbers gave -α·x",
      ({ alpha, round }) => (x) => x >= 0 ? x : round(-alpha * x),
    ),
    made("divided", "negative numbers were divided by alpha", ({ alpha }) => (x) => x >= 0 ? x : x / alpha),
  ],
  linear: [
    alphaIgnored(1),
    option("beta-ignored", "beta were 0", () => ({ beta: 0 })),
    exchangedOptions,
    made(
      "beta-inside",
      "beta were added before the product",
      ({ alpha, beta, round }) => (x) => round(alpha * round(x + beta)),
    ),
    made(
      "beta-subtracted",
      "beta were subtracted",
      ({ alpha, beta, round }) => (x) => round(alpha * x - beta),
    ),
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
  roundEven: [
    ...roundings,
    plain("floor", "it rounded down", Math.floor),
    plain("ceil", "it rounded up", Math.ceil),
    plain("rounds-half-down", "it rounded to the nearest, halves down", (x) => Math.ceil(x - 0.5)),
    plain(
      "rounds-half-odd",
      "halves were rounded to the odd number",
      (x) => Math.abs(x % 1) === 0.5 ? 2 * Math.floor(x / 2) + 1 : halfToEven(x),
    ),
  ],
  sigmoid: [
    plain(
      "by-tanh",
      "it were (1 + tanh(x/2)) / 2 in float32",
      (x) => 0.5 * Math.fround(1 + Math.fround(Math.tanh(x / 2))),
    ),
    beyond("tail-flushed", "numbers below -15 gave 0", (x) => x < -15, 0),
    plain("opposite", "it were the sigmoid of -x", (x) => 1 / (1 + Math.exp(x))),
    plain(
      "nan-beyond",
      "it were e^x / (1 + e^x), which overflows",
      (x) => Math.fround(Math.exp(x)) / Math.fround(1 + Math.fround(Math.exp(x))),
    ),
    plain("hard", "it were clamp(x/6 + 1/2, 0, 1)", (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1)),
    plain("tanh", "tanh were calculated", Math.tanh),
    plain("by-magnitude", "it were (1 + x/(1 + |x|)) / 2", (x) => 0.5 + 0.5 * x / (1 + Math.abs(x))),
  ],
  sin: [
    lowPeriod,
    degrees,
    plain("cosine", "the cosine were taken", Math.cos),
    plain("taylor", "the first terms of its series at 0 were taken", (x) => x - x ** 3 / 6 + x ** 5 / 120),
    beyond("small-lost", "numbers nearer to 0 than 0.001 gave 0", (x) => Math.abs(x) < 1e-3, 0),
  ],
  softplus: [
    plain(
      "overflows",
      "it were log(1 + e^x), which overflows",
      (x) => Math.fround(Math.log(Math.fround(1 + Math.fround(Math.exp(x))))),
    ),
    beyond("tail-flushed", "numbers below -8 gave 0", (x) => x < -8, 0),
    formula("linear-beyond-4", "it were x for numbers above 4", (right) => (x) => x > 4 ? x : right(x)),
    plain("base-2", "it were the logarithm to base 2", (x) => Math.log2(1 + Math.exp(Math.min(x, 700)))),
    plain("relu", "it were max(x, 0)", (x) => Math.max(x, 0)),
    plain("opposite", "it were log(1 + e^-x)", (x) => Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
    plain("sigmoid", "the sigmoid were calculated", (x) => 1 / (1 + Math.exp(-x))),
  ],
  softsign: [
    plain("without-magnitude", "it were x/(1 + x)", (x) => x / (1 + x)),
    plain("square", "it were x/(1 + x²)", (x) => x / (1 + x * x)),
    plain("root", "it were x/√(1 + x²)", (x) => x / Math.sqrt(1 + x * x)),
    plain("magnitude", "it were |x|/(1 + |x|)", (x) => Math.abs(x) / (1 + Math.abs(x))),
    plain("tanh", "tanh were calculated", Math.tanh),
    plain("without-one", "it were x/|x|", (x) => x / Math.abs(x)),
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
  tanh: [
    plain("nan-beyond", "it were (e^2x - 1) / (e^2x + 1), which is NaN where e^2x overflows", (x) => {
      const power = Math.fround(Math.exp(2 * x));
      return Math.fround(power - 1) / Math.fround(power + 1);
    }),
    plain("half-argument", "it were (e^x - 1) / (e^x + 1)", (x) => Math.tanh(x / 2)),
    plain("sigmoid", "the sigmoid were calculated", (x) => 1 / (1 + Math.exp(-x))),
    plain("fraction", "it were x(27 + x²)/(27 + 9x²)", (x) => x * (27 + x * x) / (27 + 9 * x * x)),
    plain("clipped", "numbers beyond ±3 gave ±1", (x) => Math.abs(x) > 3 ? Math.sign(x) : Math.tanh(x)),
    beyond("small-lost", "numbers nearer to 0 than 0.001 gave 0", (x) => Math.abs(x) < 1e-3, 0),
    plain("sign-lost", "negative numbers gave what their opposites give", (x) => Math.tanh(Math.abs(x))),
    plain("hard", "it were clamp(x, -1, 1)", (x) => Math.min(Math.max(x, -1), 1)),
  ],
};

export const unaryMutants: readonly Mutant[] = [
  ...mutantsOf(
    Object.keys(bugs).filter((operator) => !["ceil", "floor", "roundEven"].includes(operator)),
    common,
  ),
  ...mutantsOf(["ceil", "floor", "roundEven"], [tailLost]),
  ...mutantsOf(losingSteps, [narrowSteps]),
  ...mutantsOf([...bounded, ...unbounded, "exp"].filter((operator) => !clampsNaN.includes(operator)), [
    nanLost,
  ]),
  ...mutantsOf([...unbounded, "exp"].filter((operator) => operator !== "tan"), [infinityLost]),
  ...mutantsOf(
    ["elu", "erf", "gelu", "leakyRelu", "linear", "reciprocal", "sin", "softsign", "tan", "tanh"],
    [
      subnormalsFlushed,
    ],
  ),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
