/**
 * Mutants of normalizations.
 *
 * @module
 */

import { dot, sum } from "../software/arithmetic.ts";
import type { Call } from "../software/kernel.ts";
import { inTwoPasses, normalizing, type Steps, steps } from "../software/kernels/normalization.ts";
import { inputBugs, storeBugs, sumBugs } from "./arithmetic.ts";
import { withOptions } from "./change.ts";
import { exchanged, withFloats, without } from "./misreading.ts";
import { placeMutants } from "./normalization_places.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

type Numbers = readonly number[];

/** Some steps are done otherwise. */
function instead(name: string, sentence: string, others: Partial<Steps>): Bug {
  return replaced(name, sentence, (call) => normalizing(others)[call.operator](call));
}

const total = (terms: Numbers, { dataType, arithmetic }: Call) => sum(terms, dataType, arithmetic);

/** Of all three. */
const commonBugs: readonly Bug[] = [
  instead("epsilon-outside-the-root", "epsilon were added to the root, not under it", {
    root: (variance, epsilon, { round }) => round(round(Math.sqrt(variance)) + epsilon),
  }),
  instead("epsilon-missing", "epsilon were missing", {
    root: (variance, _, { round }) => round(Math.sqrt(variance)),
  }),
  instead("epsilon-squared", "the square of epsilon were added", {
    root: (variance, epsilon, { round }) => round(Math.sqrt(round(variance + round(epsilon * epsilon)))),
  }),
  rewritten(
    "epsilon-default",
    "epsilon were always the default, 1e-5",
    (call) => withOptions(call, { epsilon: 1e-5 }),
  ),
  rewritten("epsilon-1e-3", "epsilon were always 1e-3", (call) => withOptions(call, { epsilon: 1e-3 })),
  rewritten("epsilon-1e-12", "epsilon were always 1e-12", (call) => withOptions(call, { epsilon: 1e-12 })),
  instead("root-missing", "the square root were missing", {
    root: (variance, epsilon, { round }) => round(variance + epsilon),
  }),
  instead("multiplied-by-the-root", "deviations were multiplied by the root, not divided", {
    scaled: (x, mean, root, s, b, call) => steps.scaled(x, mean, call.round(1 / root), s, b, call),
  }),
  instead("mean-not-subtracted", "the mean were not subtracted", {
    scaled: (x, _, root, s, b, call) => steps.scaled(x, 0, root, s, b, call),
  }),
  instead("mean-added", "the mean were added", {
    scaled: (x, mean, root, s, b, call) => steps.scaled(x, -mean, root, s, b, call),
  }),
  instead("bias-before-scale", "the bias were added before the scale is multiplied", {
    scaled: (x, mean, root, s, b, call) => call.round(s * steps.scaled(x, mean, root, 1, b, call)),
  }),
  instead("normal-in-float16", "normalized values were rounded to float16", {
    scaled: (x, mean, root, s, b, { round }) =>
      round(round(s * Math.f16round(round(round(x - mean) / root))) + b),
  }),
  instead("root-in-float16", "the root were rounded to float16", {
    root: (variance, epsilon, call) => Math.f16round(steps.root(variance, epsilon, call)),
  }),
  rewritten("scale-missing", "the scale were missing", (call) => without(call, "scale")),
  rewritten("bias-missing", "the bias were missing", (call) => without(call, "bias")),
  rewritten(
    "scale-and-bias-exchanged",
    "scale and bias were exchanged",
    (call) => exchanged(call, "scale", "bias"),
  ),
  rewritten(
    "scale-of-the-first",
    "the first scale were that of all",
    (call) => withFloats(call, "scale", (v) => v[0]),
  ),
  rewritten(
    "bias-of-the-first",
    "the first bias were that of all",
    (call) => withFloats(call, "bias", (v) => v[0]),
  ),
  ...inputBugs,
  ...storeBugs,
];

/** A sum of squares that overflows in float16, whatever the accumulator. */
function squaresInFloat16(row: Numbers, call: Call): readonly [number, number] {
  const [mean] = inTwoPasses(row, call);
  let squares = 0;
  for (const x of row) squares = Math.f16round(squares + Math.f16round(call.round(x - mean) ** 2));
  return [mean, call.round(squares / row.length)];
}

/** Of those that find mean and variance themselves. */
const statisticsBugs: readonly Bug[] = [
  instead("one-less", "the variance were divided by one less than the number of elements", {
    statistics: (row, call) => {
      const [mean, variance] = inTwoPasses(row, call);
      return [mean, row.length > 1 ? call.round(variance * row.length / (row.length - 1)) : variance];
    },
  }),
  instead("one-pass", "the variance were the mean of the squares less the square of the mean", {
    statistics: (row, call) => {
      const { dataType, arithmetic, round } = call;
      const mean = round(total(row, call) / row.length);
      const squares = round(dot(row, row, dataType, arithmetic) / row.length);
      return [mean, Math.max(0, round(squares - round(mean * mean)))];
    },
  }),
  instead("mean-of-squares", "the variance were the mean of the squares", {
    statistics: (
      row,
      call,
    ) => [inTwoPasses(row, call)[0], inTwoPasses([...row, ...row.map((x) => -x)], call)[1]],
  }),
  instead("squares-not-divided", "the sum of squares were not divided", {
    statistics: (row, call) => {
      const [mean, variance] = inTwoPasses(row, call);
      return [mean, call.round(variance * row.length)];
    },
  }),
  instead("mean-of-magnitudes", "the mean deviation stood for the root of the variance", {
    statistics: (row, call) => {
      const { round } = call, [mean] = inTwoPasses(row, call);
      const deviation = round(total(row.map((x) => Math.abs(round(x - mean))), call) / row.length);
      return [mean, round(deviation * deviation)];
    },
  }),
  instead("squares-in-float16", "squares were summed in float16", { statistics: squaresInFloat16 }),
  instead("last-left-out", "the last element were left out of mean and variance", {
    statistics: (row, call) => inTwoPasses(row.length > 1 ? row.slice(0, -1) : row, call),
  }),
  instead("rest-of-four-left-out", "elements beyond a multiple of 4 were left out of mean and variance", {
    statistics: (row, call) =>
      inTwoPasses(row.length > 4 ? row.slice(0, row.length - row.length % 4) : row, call),
  }),
  instead("only-256", "mean and variance were those of the first 256 elements", {
    statistics: (row, call) => inTwoPasses(row.slice(0, 256), call),
  }),
  instead("mean-in-float16", "the mean were rounded to float16", {
    statistics: (row, call) => {
      const [mean, variance] = inTwoPasses(row, call);
      return [Math.f16round(mean), variance];
    },
  }),
  ...sumBugs.filter(({ name }) => !name.includes("truncated")),
];

export const normalizationMutants: readonly Mutant[] = [
  ...mutantsOf(["batchNormalization", "instanceNormalization", "layerNormalization"], commonBugs),
  ...mutantsOf(["instanceNormalization", "layerNormalization"], statisticsBugs),
  ...mutantsOf(["batchNormalization"], [
    rewritten(
      "mean-and-variance-exchanged",
      "mean and variance were exchanged",
      (call) => exchanged(call, "mean", "variance"),
    ),
  ]),
  ...placeMutants,
];
