/**
 * Mutants of ceil, floor and roundEven.
 *
 * @module
 */

import { halfToEven } from "../software/kernels/quantization.ts";
import { halfAwayFromZero, tailLost } from "./common.ts";
import { formula, plain } from "./formulas.ts";
import { type Bug, type Mutant, mutantsOf } from "./mutant.ts";

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
};

export const roundingMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(bugs), [tailLost]),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
