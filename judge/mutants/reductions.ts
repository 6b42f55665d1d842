/**
 * Mutants of reductions, whatever the formula: wrong axes, elements left out, integers in a narrow type.
 *
 * @module
 */

import { isFloat, isInt64 } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { type Call, tensorOf } from "../software/kernel.ts";
import {
  reducing,
  type Reduction,
  reductions,
  type WholeReduction,
  wholeReductions,
} from "../software/kernels/reductions.ts";
import { arithmeticBugs, storeBugs } from "./arithmetic.ts";
import { keepDimensionsBug, removedAxesBugs } from "./axes.ts";
import { formulaMutants } from "./reduction_formulas.ts";
import { readAsSigned, withoutSubnormals } from "./misreading.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

type Rows = <T>(row: readonly T[]) => readonly T[];

/** Only some elements of each row are reduced, in rows of certain lengths. */
function ofRows(name: string, sentence: string, touches: (length: number) => boolean, taken: Rows): Bug {
  return replaced(name, sentence, (call) => {
    const { shape } = tensorOf(call, "input"), { operator } = call;
    const length = elementCount((call.options.axes as number[]).map((axis) => shape[axis]));
    if (!touches(length)) return undefined;
    const reduce: Reduction = (row, call) => reductions[operator](taken(row), call);
    const whole: WholeReduction = (row) => wholeReductions[operator](taken(row));
    return reducing(reduce, whole)(call);
  });
}

const rowBugs: readonly Bug[] = [
  ofRows(
    "last-left-out",
    "the last element of each row were left out",
    (n) => n > 1,
    (row) => row.slice(0, -1),
  ),
  ofRows(
    "first-left-out",
    "the first element of each row were left out",
    (n) => n > 1,
    (row) => row.slice(1),
  ),
  ofRows(
    "rest-of-four-left-out",
    "the elements of a row beyond a multiple of 4 were left out",
    (n) => n > 4 && n % 4 > 0,
    (row) => row.slice(0, row.length - row.length % 4),
  ),
  ofRows(
    "only-256",
    "only the first 256 elements of a row were read",
    (n) => n > 256,
    (row) => row.slice(0, 256),
  ),
];

/** Where an element that is read twice, or is one of thousands, shows: not in an extreme. */
const combinedRowBugs: readonly Bug[] = [
  ofRows(
    "only-2048",
    "only the first 2048 elements of a row were read",
    (n) => n > 2048,
    (row) => row.slice(0, 2048),
  ),
  ofRows(
    "last-twice",
    "the last element of each row were read twice",
    () => true,
    (row) => [...row, row[row.length - 1]],
  ),
];

/** Results of integers through another type. */
function wholesThrough(
  name: string,
  sentence: string,
  touches: (call: Call) => boolean,
  narrow: (x: bigint) => bigint,
) {
  return replaced(name, sentence, (call) => {
    const { operator } = call;
    if (isFloat(tensorOf(call, "input").dataType) || !touches(call)) return undefined;
    return reducing(reductions[operator], (row) => narrow(wholeReductions[operator](row)))(call);
  });
}

const is64Bit = (call: Call) => isInt64(tensorOf(call, "input").dataType);

const wideIntegerBugs: readonly Bug[] = [
  wholesThrough(
    "integers-in-float32",
    "integers were reduced in float32",
    (call) => !tensorOf(call, "input").dataType.endsWith("8"),
    (x) => BigInt(Math.fround(Number(x))),
  ),
  wholesThrough(
    "integers-in-32-bits",
    "only the lower 32 bits of 64-bit integers were kept",
    is64Bit,
    (x) => BigInt.asIntN(32, x),
  ),
];

const inFloat64 = wholesThrough(
  "integers-in-float64",
  "64-bit integers were reduced in float64",
  is64Bit,
  (x) => BigInt(Number(x)),
);

const signedBug = rewritten(
  "unsigned-as-signed",
  "unsigned integers were compared as signed ones",
  (call) => readAsSigned(call, "input"),
);

const flushed: Bug = rewritten(
  "subnormals-lost",
  "subnormal elements were read as zeros",
  (call) => withoutSubnormals(call, "input"),
);

/** Sums, and norms, whose statistics tell truncation. */
const sums = ["reduceL1", "reduceL2", "reduceMean", "reduceSum", "reduceSumSquare"];

/** Logarithms of sums, where truncation stays inside the bounds (`unseen.ts`). */
const logarithms = ["reduceLogSum", "reduceLogSumExp"];

/** Without what `last-left-out` says already. */
const ofSums = arithmeticBugs.filter(({ name }) => name !== "last-term-dropped");

const extremes = ["reduceMax", "reduceMin"];
const all = Object.keys(reductions);

export const reductionMutants: readonly Mutant[] = [
  ...mutantsOf(all, [...removedAxesBugs, keepDimensionsBug, ...rowBugs]),
  ...mutantsOf(all.filter((operator) => !extremes.includes(operator)), combinedRowBugs),
  ...formulaMutants,
  ...mutantsOf(sums, ofSums),
  ...mutantsOf(logarithms, ofSums.filter(({ name }) => !name.includes("truncated"))),
  ...mutantsOf(["reduceProduct", ...extremes], storeBugs),
  ...mutantsOf(Object.keys(wholeReductions), wideIntegerBugs),
  ...mutantsOf(["reduceL1", "reduceProduct", "reduceSum", "reduceSumSquare"], [inFloat64]),
  ...mutantsOf(extremes, [signedBug, flushed]),
  ...mutantsOf(["reduceL1", "reduceProduct", "reduceSum"], [flushed]),
];
