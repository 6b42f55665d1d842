/**
 * Mutants of the operators that give back one of their elements, or its sign or its opposite.
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { binary, type Operation } from "../software/kernels/elementwise.ts";
import { stepping, type Steps } from "../software/kernels/selection.ts";
import { reader, tensorOf } from "../software/kernel.ts";
import {
  broadcastBugs,
  infinityLost,
  integerBugs,
  nanLost,
  readAs,
  stepsInBfloat16,
  stepsInFloat16,
  subnormalsFlushed,
  tailLost,
  unsignedAsSigned,
} from "./common.ts";
import { exchanged, firstElementOnly } from "./elementwise.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

/** Another step on every element. */
function step(name: string, sentence: string, steps: Steps): Bug {
  return replaced(name, sentence, stepping(() => steps));
}

/** Another step on floats, or on integers; the others are not touched. */
const ofFloats = (name: string, sentence: string, number: Steps["number"]) =>
  replaced(
    name,
    sentence,
    (call) =>
      isFloat(call.outputs[0].dataType) ? stepping(() => ({ number, big: (x) => x }))(call) : undefined,
  );

const ofIntegers = (name: string, sentence: string, steps: Steps) =>
  replaced(
    name,
    sentence,
    (call) => isFloat(call.outputs[0].dataType) ? undefined : stepping(() => steps)(call),
  );

const identity: Steps = { number: (x) => x, big: (x) => x };

/** Floats are read in fewer bits than they have. */
const floatsAsFloat16 = readAs(
  "floats-as-float16",
  "float32 were read as float16",
  (dataType) => dataType === "float32",
  Math.f16round,
);

/** Another pair of bounds. */
function bounds(
  name: string,
  sentence: string,
  change: (
    low: number | bigint | undefined,
    high: number | bigint | undefined,
  ) => Record<string, number | bigint | undefined>,
): Bug {
  return rewritten(name, sentence, (call) => {
    const { minValue, maxValue, ...options } = call.options as Record<string, number | bigint | undefined>;
    const changed = { ...options, minValue, maxValue, ...change(minValue, maxValue) };
    if (changed.minValue === minValue && changed.maxValue === maxValue) return undefined;
    const given = Object.entries(changed).filter((entry): entry is [string, number | bigint] =>
      entry[1] !== undefined
    );
    return { options: Object.fromEntries(given) };
  });
}

/** A branch on the condition's number. */
function condition(name: string, sentence: string, isTrue: (x: number) => boolean): Bug {
  return rewritten(name, sentence, (call) => {
    const tensor = tensorOf(call, "condition");
    const v = Uint8Array.from(tensor.v as Uint8Array, (x) => Number(isTrue(x)));
    return { operands: { ...call.operands, condition: { ...tensor, v } } };
  });
}

const slope = (name: string, sentence: string, wrong: Operation) =>
  replaced(name, sentence, binary("input", "slope", wrong));

/** By operator, beside those that are common. */
const bugs: Readonly<Record<string, readonly Bug[]>> = {
  abs: [
    step("identity", "negative numbers stayed negative", identity),
    step("opposite", "every number were given its opposite", { number: (x) => -x, big: (x) => -x }),
    step("relu", "negative numbers gave 0", { number: (x) => x < 0 ? 0 : x, big: (x) => x < 0n ? 0n : x }),
    ofIntegers("ones-complement", "the bits of negative integers were inverted", {
      number: (x) => x < 0 ? ~x : x,
      big: (x) => x < 0n ? ~x : x,
    }),
    ofFloats("root-of-square", "it were √x² in float32", (x) => Math.fround(Math.sqrt(Math.fround(x * x)))),
  ],
  identity: [
    step("magnitude", "negative numbers lost their sign", { number: Math.abs, big: (x) => x < 0n ? -x : x }),
  ],
  neg: [
    step("identity", "every number stayed as it is", identity),
    step("negative-magnitude", "every number became negative", {
      number: (x) => -Math.abs(x),
      big: (x) => x > 0n ? -x : x,
    }),
    ofIntegers("ones-complement", "the bits of integers were inverted", {
      number: (x) => ~x,
      big: (x) => ~x,
    }),
  ],
  sign: [
    step("zero-is-positive", "0 were positive", {
      number: (x) => x < 0 ? -1 : 1,
      big: (x) => x < 0n ? -1n : 1n,
    }),
    step("positive-only", "negative numbers gave 0", {
      number: (x) => x > 0 ? 1 : 0,
      big: (x) => x > 0n ? 1n : 0n,
    }),
    ofFloats("by-magnitude", "it were x/|x|", (x) => x / Math.abs(x)),
    step("clamped", "numbers were clamped to -1 and 1", {
      number: (x) => Math.min(Math.max(x, -1), 1),
      big: (x) => x > 1n ? 1n : x < -1n ? -1n : x,
    }),
    step("small-is-zero", "numbers nearer to 0 than 0.001 gave 0", {
      number: (x) => Math.abs(x) < 1e-3 ? 0 : Math.sign(x),
      big: (x) => x > 0n ? 1n : x < 0n ? -1n : 0n,
    }),
    step("opposite", "the sign were the opposite one", {
      number: (x) => -Math.sign(x),
      big: (x) => x > 0n ? -1n : x < 0n ? 1n : 0n,
    }),
  ],
  relu: [
    step("identity", "negative numbers stayed as they are", identity),
    step("magnitude", "negative numbers lost their sign", { number: Math.abs, big: (x) => x < 0n ? -x : x }),
    ofFloats("half-sum", "it were (x + |x|) / 2", (x) => (x + Math.abs(x)) / 2),
    step("relu6", "numbers above 6 gave 6", {
      number: (x) => Math.min(Math.max(x, 0), 6),
      big: (x) => x > 6n ? 6n : x > 0n ? x : 0n,
    }),
    step("leaky", "negative numbers were multiplied by 0.01", {
      number: (x) => x < 0 ? 0.01 * x : x,
      big: (x) => x < 0n ? x / 100n : x,
    }),
    step("opposite", "positive numbers gave 0", {
      number: (x) => Math.min(x, 0),
      big: (x) => x < 0n ? x : 0n,
    }),
    step("small-lost", "numbers up to 1 gave 0", {
      number: (x) => x > 1 ? x : 0,
      big: (x) => x > 1n ? x : 0n,
    }),
  ],
  clamp: [
    bounds("bounds-exchanged", "the least and the greatest value were exchanged", (low, high) => ({
      minValue: high,
      maxValue: low,
    })),
    bounds("minimum-ignored", "there were no least value", () => ({ minValue: undefined })),
    bounds("maximum-ignored", "there were no greatest value", () => ({ maxValue: undefined })),
    bounds("absent-minimum-is-zero", "a least value that is not given were 0", (low, high) => ({
      minValue: low ?? (high !== undefined && high < 0 ? high : 0),
    })),
    bounds("absent-maximum-is-6", "a greatest value that is not given were 6", (low, high) => ({
      maxValue: high ?? (low !== undefined && low > 6 ? low : 6),
    })),
    bounds("bounds-truncated", "the bounds were cut off to whole numbers", (low, high) => ({
      minValue: typeof low === "number" ? Math.trunc(low) : low,
      maxValue: typeof high === "number" ? Math.trunc(high) : high,
    })),
    bounds("zero-minimum-ignored", "a least value of 0 were none", (low) => ({ minValue: low || undefined })),
    bounds(
      "zero-maximum-ignored",
      "a greatest value of 0 were none",
      (_, high) => ({ maxValue: high || undefined }),
    ),
  ],
  where: [
    exchanged(["trueValue", "falseValue"]),
    condition("only-1-is-true", "only 1 counted as true", (x) => x === 1),
    condition("lowest-bit", "only the lowest bit of the condition counted", (x) => (x & 1) === 1),
    condition(
      "positive-int8",
      "the condition were true where it is above 0 as int8",
      (x) => x > 0 && x < 128,
    ),
    replaced("blended", "it were c·t + (1 - c)·f, c being 0 or 1", (call) => {
      if (!isFloat(call.outputs[0].dataType)) return undefined;
      const [condition, ifTrue, ifFalse] = ["condition", "trueValue", "falseValue"].map((name) =>
        reader(tensorOf(call, name))
      );
      return (index) => {
        const c = condition(index) === 0 ? 0 : 1;
        return c * ifTrue(index) + (1 - c) * ifFalse(index);
      };
    }),
    condition("always", "the condition were always true", () => true),
    condition("never", "the condition were never true", () => false),
    rewritten("first-condition-only", "the first element of the condition decided for all", (call) => {
      const { v, ...tensor } = tensorOf(call, "condition");
      return { operands: { ...call.operands, condition: { ...tensor, shape: [], v: v.slice(0, 1) } } };
    }),
  ],
  prelu: [
    exchanged(["input", "slope"]),
    firstElementOnly("slope"),
    slope("slope-above", "positive numbers were multiplied in place of negative ones", {
      floats: () => (x, slope) => x > 0 ? slope * x : x,
      big: (x, slope) => x > 0n ? slope * x : x,
    }),
    slope("slope-everywhere", "positive numbers were multiplied too", {
      floats: () => (x, slope) => slope * x,
      big: (x, slope) => slope * x,
    }),
    slope("zero-below-zero", "negative numbers gave 0", {
      floats: () => (x) => Math.max(x, 0),
      big: (x) => x > 0n ? x : 0n,
    }),
    slope("identity", "negative numbers stayed as they are", { floats: () => (x) => x, big: (x) => x }),
    slope("greater-of-both", "the greater of x and slope·x were taken", {
      floats: ({ round }) => (x, slope) => Math.max(x, round(slope * x)),
      big: (x, slope) => x > slope * x ? x : slope * x,
    }),
    slope("slope-added", "the slope were added to negative numbers", {
      floats: () => (x, slope) => x < 0 ? x + slope : x,
      big: (x, slope) => x < 0n ? x + slope : x,
    }),
  ],
};

export const selectionMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(bugs), [tailLost, ...integerBugs]),
  ...mutantsOf(["abs", "identity", "neg", "relu", "clamp", "where"], [floatsAsFloat16, subnormalsFlushed]),
  ...mutantsOf(["abs", "identity", "neg", "where"], [nanLost, infinityLost]),
  ...mutantsOf(["prelu"], [stepsInFloat16, stepsInBfloat16, subnormalsFlushed]),
  ...mutantsOf(["clamp"], [unsignedAsSigned]),
  ...mutantsOf(["prelu", "where"], broadcastBugs),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
