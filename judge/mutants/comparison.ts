/**
 * Mutants of comparisons and logical operators.
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import type { Element } from "../software/kernel.ts";
import { classifying, combining, comparing, type Comparison } from "../software/kernels/comparison.ts";
import { type Call, reader, tensorOf } from "../software/kernel.ts";
import {
  broadcastBugs,
  integersThroughFloat16,
  integersThroughFloat32,
  longAsInt32,
  longThroughFloat64,
  readAs,
  tailLost,
  unsignedAsSigned,
} from "./common.ts";
import { exchanged } from "./elementwise.ts";
import { type Bug, type Mutant, mutantsOf, replaced, spoilt } from "./mutant.ts";

const comparisons: Readonly<Record<string, Comparison>> = {
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
  greater: (a, b) => a > b,
  greaterOrEqual: (a, b) => a >= b,
  lesser: (a, b) => a < b,
  lesserOrEqual: (a, b) => a <= b,
};

/** Where `isOther` holds of two numbers the comparison gives something else. */
function otherwise(
  name: string,
  sentence: string,
  isOther: <T extends number | bigint>(a: T, b: T) => boolean,
  result: (operator: string, holds: boolean) => boolean,
): Bug {
  return replaced(name, sentence, (call) => {
    const holds = comparisons[call.operator];
    return comparing((a, b) => isOther(a, b) ? result(call.operator, holds(a, b)) : holds(a, b))(call);
  });
}

/** Whether the comparison holds of equal numbers, unless it is the negation of that. */
const isEquality = (operator: string) => /qual/.test(operator);

/** The sign of the difference is looked at: of infinities there is none, and integers leave their type. */
const byDifference = replaced("by-difference", "the difference were compared with 0", (call) => {
  const { dataType } = tensorOf(call, "a");
  const bits = Number(dataType.replace(/\D/g, "")), holds = comparisons[call.operator];
  return comparing((a, b) =>
    isFloat(dataType)
      ? holds(Math.fround(Number(a) - Number(b)), 0)
      : holds(BigInt.asIntN(bits, BigInt(a) - BigInt(b)), 0n)
  )(call);
});

const comparisonBugs: readonly Bug[] = [
  tailLost,
  ...broadcastBugs,
  integersThroughFloat32,
  longThroughFloat64,
  longAsInt32,
  integersThroughFloat16,
  readAs(
    "floats-as-float16",
    "float32 were rounded to float16 before they are compared",
    (dataType) => dataType === "float32",
    Math.f16round,
  ),
  otherwise(
    "equal-elements-wrong",
    "equal elements were compared the other way",
    (a, b) => a === b,
    (_, holds) => !holds,
  ),
  otherwise(
    "nan-compares",
    "a comparison with NaN gave the opposite",
    (a, b) => a !== a || b !== b,
    (_, holds) => !holds,
  ),
  otherwise(
    "signs-of-zero-differ",
    "-0 were less than 0",
    (a, b) => a === b && !Object.is(a, b),
    (operator, holds) => operator === "notEqual" ? true : isEquality(operator) ? false : !holds,
  ),
  byDifference,
  spoilt("true-is-255", "true were 255", (element) => (index) => element(index) === 1 ? 255 : 0),
];

/** Numbers that are nearly equal count as equal. */
const nearlyEqual = otherwise(
  "nearly-equal",
  "numbers were equal that differ by less than a thousandth of them",
  (a, b) => typeof a === "number" && Math.abs(a - Number(b)) < 1e-3 * Math.abs(a),
  (operator) => isEquality(operator) && operator !== "notEqual",
);

/** Whole bytes are combined. */
function ofBytes(name: string, sentence: string, combine: (a: number, b: number) => number): Bug {
  return replaced(name, sentence, (call): Element => {
    const [a, b] = ["a", "b"].map((argument) => reader(tensorOf(call, argument)));
    return (index) => combine(a(index), b(index));
  });
}

const ofTruth = (name: string, sentence: string, holds: (a: boolean, b: boolean) => boolean) =>
  replaced(name, sentence, combining(holds));

/** Only 1 counts as true. */
const onlyOneIsTrue = readAs(
  "only-1-is-true",
  "only 1 counted as true",
  (dataType) => dataType === "uint8",
  (x) => x === 1 ? 1 : 0,
);

/** Only the lowest bit counts. */
const lowestBit = readAs(
  "lowest-bit",
  "only the lowest bit of a byte counted",
  (dataType) => dataType === "uint8",
  (x) => x & 1,
);

const ofNot = (name: string, sentence: string, change: (x: number) => number) =>
  replaced(name, sentence, (call: Call): Element => {
    const a = reader(tensorOf(call, "a"));
    return (index) => change(a(index));
  });

const ofClass = (name: string, sentence: string, isOfClass: (x: number) => boolean) =>
  replaced(name, sentence, classifying(isOfClass));

export const comparisonMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(comparisons), [...comparisonBugs, nearlyEqual]),
  ...mutantsOf(["greater", "greaterOrEqual", "lesser", "lesserOrEqual"], [
    exchanged(["a", "b"]),
    unsignedAsSigned,
  ]),
  ...mutantsOf(["logicalAnd", "logicalOr", "logicalXor"], [
    tailLost,
    ...broadcastBugs,
    onlyOneIsTrue,
    lowestBit,
  ]),
  ...mutantsOf(["logicalAnd"], [
    ofBytes("bitwise", "the bits were combined", (a, b) => a & b),
    ofTruth("or-for-and", "either operand sufficed", (a, b) => a || b),
    ofTruth("first-operand", "b were ignored", (a) => a),
    ofBytes("product", "the bytes were multiplied", (a, b) => a * b),
  ]),
  ...mutantsOf(["logicalOr"], [
    ofBytes("bitwise", "the bits were combined", (a, b) => a | b),
    ofTruth("and-for-or", "both operands were needed", (a, b) => a && b),
    ofTruth("first-operand", "b were ignored", (a) => a),
    ofTruth("exclusive", "two true operands gave false", (a, b) => a !== b),
  ]),
  ...mutantsOf(["logicalXor"], [
    ofBytes("bitwise", "the bits were combined", (a, b) => a ^ b),
    ofBytes("bytes-differ", "different bytes were different truth values", (a, b) => Number(a !== b)),
    ofTruth("or-for-xor", "two true operands gave true", (a, b) => a || b),
    ofTruth("equality", "equal truth values gave true", (a, b) => a === b),
  ]),
  ...mutantsOf(["logicalNot"], [
    tailLost,
    onlyOneIsTrue,
    lowestBit,
    ofNot("bitwise", "the bits were inverted", (x) => 255 - x),
    ofNot("true-is-255", "true were 255", (x) => x === 0 ? 255 : 0),
    ofNot("identity", "truth values stayed as they are", (x) => Number(x !== 0)),
    ofNot("one-minus", "the byte were subtracted from 1", (x) => 1 - x),
  ]),
  ...mutantsOf(["isNaN"], [
    tailLost,
    ofClass("infinities-too", "infinities were NaN", (x) => !Number.isFinite(x)),
    ofClass("never", "nothing were NaN", () => false),
    ofClass("the-opposite", "all but NaN were NaN", (x) => x === x),
  ]),
  ...mutantsOf(["isInfinite"], [
    tailLost,
    ofClass("nan-too", "NaN were infinite", (x) => !Number.isFinite(x)),
    ofClass("never", "nothing were infinite", () => false),
    ofClass("positive-only", "only the positive infinity were infinite", (x) => x === Infinity),
    ofClass("negative-only", "only the negative infinity were infinite", (x) => x === -Infinity),
    ofClass("finite", "finite numbers were infinite", Number.isFinite),
  ]),
];
