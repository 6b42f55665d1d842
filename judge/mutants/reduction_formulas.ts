/**
 * Mutants of reductions that compute another formula.
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { exponential, logarithm } from "../software/activations.ts";
import { dot, sum } from "../software/arithmetic.ts";
import { type Call, tensorOf } from "../software/kernel.ts";
import {
  reducing,
  type Reduction,
  reductions,
  type WholeReduction,
  wholeReductions,
} from "../software/kernels/reductions.ts";
import { type Mutant, mutantsOf, replaced } from "./mutant.ts";

type Numbers = readonly number[];

/** One operator computes something else; integers too, where it is said. */
function instead(
  operator: string,
  name: string,
  sentence: string,
  reduction: Reduction,
  whole?: WholeReduction,
): Mutant[] {
  const bug = replaced(name, sentence, (call) => {
    if (!whole && !isFloat(tensorOf(call, "input").dataType)) return undefined;
    return reducing(reduction, whole)(call);
  });
  return mutantsOf([operator], [bug]);
}

/** One operator computes what another one does. */
function asAnother(operator: string, other: string, sentence: string): Mutant[] {
  return instead(operator, `as-${other}`, sentence, reductions[other], wholeReductions[other]);
}

const total = (terms: Numbers, { dataType, arithmetic }: Call) => sum(terms, dataType, arithmetic);
const sizeOf = (x: bigint) => x < 0n ? -x : x;

/** The mean with another divisor; undivided where that is less than 1. */
const meanBy = (divisor: (count: number, call: Call) => number): Reduction => (row, call) =>
  call.round(total(row, call) / Math.max(1, divisor(row.length, call)));

const inFloat16: Reduction = (row, { dataType, arithmetic }) =>
  sum(row.map((x) => Math.f16round(x * x)), dataType, arithmetic);

const unshifted: Reduction = (row, call) =>
  logarithm(total(row.map((x) => exponential(x, call)), call), call);

function shiftedBy(shiftOf: (row: Numbers) => number, addedBack: (row: Numbers) => number): Reduction {
  return (row, call) => {
    const { round } = call, shift = shiftOf(row);
    const powers = row.map((x) => exponential(round(x - shift), call));
    return round(addedBack(row) + logarithm(total(powers, call), call));
  };
}

/** With 0 among the numbers that are compared. */
const withZero = (operator: string) =>
  instead(
    operator,
    "starts-at-zero",
    "the extreme were sought from 0 on",
    (row, call) => reductions[operator]([0, ...row], call),
    (row) => wholeReductions[operator]([0n, ...row]),
  );

const byMagnitude = (operator: string, sign: 1 | -1) =>
  instead(
    operator,
    "by-magnitude",
    "magnitudes were compared, not numbers",
    (row) => row.reduce((best, x) => sign * Math.abs(x) > sign * Math.abs(best) ? x : best),
    (row) => row.reduce((best, x) => BigInt(sign) * sizeOf(x) > BigInt(sign) * sizeOf(best) ? x : best),
  );

export const formulaMutants: readonly Mutant[] = [
  ...asAnother("reduceL1", "reduceSum", "the elements were summed without taking their magnitudes"),
  ...asAnother("reduceL1", "reduceL2", "the Euclidean norm were taken"),
  ...instead(
    "reduceL1",
    "magnitude-of-the-sum",
    "the magnitude of the sum were taken, not the sum of the magnitudes",
    (row, call) => Math.abs(total(row, call)),
    (row) => sizeOf(wholeReductions.reduceSum(row)),
  ),
  ...asAnother("reduceL2", "reduceSumSquare", "the square root were missing"),
  ...asAnother("reduceL2", "reduceL1", "magnitudes were summed, not squares"),
  ...instead(
    "reduceL2",
    "of-the-mean",
    "the root were taken of the mean of the squares",
    (row, call) => call.round(Math.sqrt(call.round(dot(row, row, "float32", call.arithmetic) / row.length))),
  ),
  ...instead(
    "reduceL2",
    "squares-in-float16",
    "squares were rounded to float16",
    (row, call) => call.round(Math.sqrt(inFloat16(row, call))),
  ),
  ...asAnother("reduceLogSum", "reduceSum", "the logarithm were missing"),
  ...instead(
    "reduceLogSum",
    "base-2",
    "the logarithm were to base 2",
    (row, call) => call.round(Math.log2(total(row, call))),
  ),
  ...instead(
    "reduceLogSum",
    "base-10",
    "the logarithm were to base 10",
    (row, call) => call.round(Math.log10(total(row, call))),
  ),
  ...instead(
    "reduceLogSum",
    "one-more",
    "the logarithm of one more than the sum were taken",
    (row, call) => call.round(Math.log1p(total(row, call))),
  ),
  ...instead(
    "reduceLogSum",
    "zero-avoided",
    "1e-7 were added to the sum",
    (row, call) => logarithm(call.round(total(row, call) + 1e-7), call),
  ),
  ...instead(
    "reduceLogSum",
    "sum-of-logarithms",
    "the logarithms were summed",
    (row, call) => total(row.map((x) => logarithm(x, call)), call),
  ),
  ...instead(
    "reduceLogSum",
    "of-the-magnitude",
    "the logarithm of the sum's magnitude were taken",
    (row, call) => logarithm(Math.abs(total(row, call)), call),
  ),
  ...asAnother("reduceLogSumExp", "reduceLogSum", "the exponentials were missing"),
  ...asAnother("reduceLogSumExp", "reduceMax", "the greatest element were the result"),
  ...instead(
    "reduceLogSumExp",
    "unshifted",
    "exponentials were taken of the elements as they are",
    unshifted,
  ),
  ...instead(
    "reduceLogSumExp",
    "logarithm-missing",
    "the logarithm were missing",
    (row, call) => total(row.map((x) => exponential(x, call)), call),
  ),
  ...instead(
    "reduceLogSumExp",
    "shift-not-added",
    "the greatest element were taken off and not added again",
    shiftedBy((row) => Math.max(...row), () => 0),
  ),
  ...instead(
    "reduceLogSumExp",
    "shifted-by-infinity",
    "an infinite greatest element were taken off, too",
    shiftedBy((row) => Math.max(...row), (row) => Math.max(...row)),
  ),
  ...instead(
    "reduceLogSumExp",
    "shifted-by-the-first",
    "exponentials were shifted by the first element, not by the greatest",
    shiftedBy((row) => row[0], (row) => row[0]),
  ),
  ...instead(
    "reduceLogSumExp",
    "shifted-by-the-least",
    "exponentials were shifted by the least element, not by the greatest",
    shiftedBy((row) => Math.min(...row), (row) => Math.min(...row)),
  ),
  ...instead("reduceLogSumExp", "powers-in-float16", "exponentials were rounded to float16", (row, call) => {
    const greatest = Math.max(...row), shift = Math.abs(greatest) < Infinity ? greatest : 0;
    const powers = row.map((x) => Math.f16round(Math.exp(call.round(x - shift))));
    return call.round(shift + logarithm(total(powers, call), call));
  }),
  ...asAnother("reduceMax", "reduceMin", "the least element were the result"),
  ...withZero("reduceMax"),
  ...byMagnitude("reduceMax", 1),
  ...asAnother("reduceMin", "reduceMax", "the greatest element were the result"),
  ...withZero("reduceMin"),
  ...byMagnitude("reduceMin", -1),
  ...asAnother("reduceMean", "reduceSum", "the sum were not divided"),
  ...instead(
    "reduceMean",
    "one-less",
    "the sum were divided by one less than the number of elements",
    meanBy((n) => n - 1),
  ),
  ...instead(
    "reduceMean",
    "by-all-elements",
    "the sum were divided by the number of elements of the whole tensor",
    meanBy((_, call) => elementCount(tensorOf(call, "input").shape)),
  ),
  ...instead(
    "reduceMean",
    "by-the-first-axis",
    "the sum were divided by the size of the first of the axes",
    meanBy((_, call) => tensorOf(call, "input").shape[(call.options.axes as Numbers)[0]] ?? 1),
  ),
  ...asAnother("reduceProduct", "reduceSum", "the elements were summed"),
  ...instead(
    "reduceProduct",
    "starts-at-zero",
    "the product began with 0",
    () => 0,
    () => 0n,
  ),
  ...instead(
    "reduceProduct",
    "signs-lost",
    "magnitudes were multiplied",
    (row, call) => Math.abs(reductions.reduceProduct(row, call)),
    (row) => sizeOf(wholeReductions.reduceProduct(row)),
  ),
  ...instead(
    "reduceProduct",
    "by-logarithms",
    "logarithms were summed, and signs counted apart",
    (row, call) => {
      const size = exponential(total(row.map((x) => logarithm(Math.abs(x), call)), call), call);
      return row.filter((x) => x < 0).length % 2 === 0 ? size : -size;
    },
  ),
  ...asAnother("reduceSum", "reduceMean", "the sum were divided by the number of elements"),
  ...asAnother("reduceSum", "reduceL1", "magnitudes were summed"),
  ...asAnother("reduceSum", "reduceMax", "the greatest element were the result"),
  ...asAnother("reduceSumSquare", "reduceSum", "the elements were not squared"),
  ...asAnother("reduceSumSquare", "reduceL1", "magnitudes were summed, not squares"),
  ...asAnother("reduceSumSquare", "reduceL2", "the square root of the sum were taken"),
  ...instead(
    "reduceSumSquare",
    "square-of-the-sum",
    "the sum were squared, not the elements",
    (row, call) => call.round(total(row, call) ** 2),
    (row) => wholeReductions.reduceSum(row) ** 2n,
  ),
  ...instead("reduceSumSquare", "squares-in-float16", "squares were rounded to float16", inFloat16),
  ...["reduceL1", "reduceL2", "reduceLogSum", "reduceSumSquare"].flatMap((operator) =>
    mutantsOf([operator], [
      replaced("nothing-without-axes", "nothing were done where no axes are given to reduce", (call) => {
        if ((call.options.axes as Numbers).length > 0) return undefined;
        return reducing(([x]) => x, ([x]) => x)(call);
      }),
    ])
  ),
];
