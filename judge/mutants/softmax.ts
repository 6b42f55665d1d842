/**
 * Mutants of softmax.
 *
 * @module
 */

import { exponential, logarithm } from "../software/activations.ts";
import { sum } from "../software/arithmetic.ts";
import { type Call, floatsOf } from "../software/kernel.ts";
import { byRows, greatestOf, type RowFunction, softmaxOf } from "../software/kernels/softmax.ts";
import { inputBugs, storeBugs, sumBugs } from "./arithmetic.ts";
import { axisBugs } from "./axes.ts";
import { type Bug, type Mutant, mutantsOf, replaced } from "./mutant.ts";

type Numbers = readonly number[];

const total = (terms: Numbers, { dataType, arithmetic }: Call) => sum(terms, dataType, arithmetic);

function instead(name: string, sentence: string, f: RowFunction): Bug {
  return replaced(name, sentence, byRows(f));
}

/** Other elements are normalized together, where there are others. */
function over(name: string, sentence: string, axesOf: (axis: number, rank: number) => number[]): Bug {
  return replaced(name, sentence, (call) => {
    const { shape } = floatsOf(call, "input");
    const axes = axesOf(call.options.axis as number, shape.length);
    if (axes.length === 1) return undefined;
    return byRows((row, call) => softmaxOf(row, call), () => axes)(call);
  });
}

const bugs: readonly Bug[] = [
  instead(
    "unshifted",
    "exponentials were taken of the elements as they are",
    (row, call) => softmaxOf(row, call, 0),
  ),
  instead(
    "shifted-by-the-first",
    "exponentials were shifted by the first element, not by the greatest",
    (row, call) => softmaxOf(row, call, row[0]),
  ),
  instead(
    "shifted-by-the-least",
    "exponentials were shifted by the least element, not by the greatest",
    (row, call) => softmaxOf(row, call, Math.min(...row)),
  ),
  instead("undivided", "exponentials were not divided by their sum", (row, call) => {
    const greatest = greatestOf(row);
    return row.map((x) => exponential(call.round(x - greatest), call));
  }),
  instead("by-the-greatest", "exponentials were divided by the greatest of them", (row, call) => {
    const powers = softmaxOf(row, call), greatest = greatestOf(powers);
    return powers.map((power) => call.round(power / greatest));
  }),
  instead(
    "logarithm",
    "the logarithm of softmax were taken",
    (row, call) => softmaxOf(row, call).map((y) => logarithm(y, call)),
  ),
  instead("exponentials-missing", "the elements themselves were divided by their sum", (row, call) => {
    const divisor = total(row, call);
    return row.map((x) => call.round(x / divisor));
  }),
  instead("powers-of-2", "powers of 2 were taken, not of e", (row, call) => {
    const greatest = greatestOf(row);
    const powers = row.map((x) => call.round(2 ** call.round(x - greatest)));
    const divisor = total(powers, call);
    return powers.map((power) => call.round(power / divisor));
  }),
  instead(
    "softmin",
    "the least element had the greatest share",
    (row, call) => softmaxOf(row.map((x) => -x), call),
  ),
  instead("powers-in-float16", "exponentials were rounded to float16", (row, call) => {
    const greatest = greatestOf(row);
    const powers = row.map((x) => Math.f16round(exponential(call.round(x - greatest), call)));
    const divisor = total(powers, call);
    return powers.map((power) => call.round(power / divisor));
  }),
  instead("last-not-summed", "the last element were left out of the sum", (row, call) => {
    if (row.length === 1) return [1];
    const greatest = greatestOf(row), powers = row.map((x) => exponential(call.round(x - greatest), call));
    const divisor = total(powers.slice(0, -1), call);
    return powers.map((power) => call.round(power / divisor));
  }),
  instead(
    "rest-of-four-not-summed",
    "elements beyond a multiple of 4 were left out of the sum",
    (row, call) => {
      if (row.length < 4) return softmaxOf(row, call);
      const greatest = greatestOf(row), powers = row.map((x) => exponential(call.round(x - greatest), call));
      const divisor = total(powers.slice(0, row.length - row.length % 4), call);
      return powers.map((power) => call.round(power / divisor));
    },
  ),
  over(
    "over-all-elements",
    "all elements were normalized together",
    (_, rank) => Array.from({ length: rank }, (_, axis) => axis),
  ),
  over(
    "over-further-axes",
    "all axes from the one asked for on were normalized together",
    (axis, rank) => Array.from({ length: rank - axis }, (_, i) => axis + i),
  ),
];

export const softmaxMutants: readonly Mutant[] = mutantsOf(["softmax"], [
  ...axisBugs,
  ...bugs,
  ...sumBugs.filter(({ name }) => !name.includes("truncated")),
  ...inputBugs,
  ...storeBugs,
]);
