/**
 * Mutants of the activation functions that are more than a selection.
 *
 * @module
 */

import {
  infinityLost,
  nanLost,
  narrowSteps,
  stepsInBfloat16,
  stepsInFloat16,
  subnormalsFlushed,
  tailLost,
} from "./common.ts";
import { beyond, erf, formula, made, option, plain } from "./formulas.ts";
import { type Bug, type Mutant, mutantsOf } from "./mutant.ts";

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

/** By operator, beside those that are common. */
const bugs: Readonly<Record<string, readonly Bug[]>> = {
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

const all = Object.keys(bugs);

/** Written with min and max, so that they may drop NaN (Q22). */
const clampsNaN = ["hardSigmoid", "leakyRelu"];

export const activationMutants: readonly Mutant[] = [
  ...mutantsOf(all, [tailLost, stepsInFloat16, stepsInBfloat16]),
  ...mutantsOf(all.filter((operator) => !clampsNaN.includes(operator)), [nanLost]),
  ...mutantsOf(["elu", "gelu", "hardSwish", "leakyRelu", "linear", "softplus"], [infinityLost]),
  ...mutantsOf(["elu", "gelu", "leakyRelu", "linear", "softsign", "tanh"], [subnormalsFlushed]),
  // their formulas have steps that lose more in float16 than the result does
  ...mutantsOf(["elu", "gelu", "hardSigmoid", "softplus", "tanh"], [narrowSteps]),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
