/**
 * Bugs that real backends have (docs/findings.md), by their mechanisms. In which order equal indices are written is free,
 * so that there is no mutant of it.
 *
 * @module
 */

import { isFloat, isInt64 } from "../../graph/data_type.ts";
import { elementCount, rowMajorStrides } from "../../graph/tensor.ts";
import { halfToEven } from "../software/casting.ts";
import { sum } from "../software/arithmetic.ts";
import { type Call, type Element, tensorOf, type Values } from "../software/kernel.ts";
import { convolutionAxes } from "../software/kernels/convolution.ts";
import { binary } from "../software/kernels/elementwise.ts";
import { scatteringBlocks, scatteringElements } from "../software/kernels/indexing.ts";
import { integerPower } from "../software/kernels/power.ts";
import { rangeOf, readersOf } from "../software/kernels/quantization.ts";
import { habits, recurring } from "../software/kernels/recurrent.ts";
import { reducing, type Reduction } from "../software/kernels/reductions.ts";
import { byRows, greatestOf } from "../software/kernels/softmax.ts";
import { spoiltFloats } from "./common.ts";
import { list } from "./change.ts";
import { withoutSubnormal } from "./float_habits.ts";
import { forgetfulMutants } from "./forgetful.ts";
import { made } from "./formulas.ts";
import { type Bug, habitsOf, known, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";
import { roughCosine, roughExp, roughLog, roughSigmoid, roughSine, steppedExp } from "./rough_functions.ts";
import { mapped } from "./tensors.ts";

const sigmoidTail = "sigmoid lost its tail: 1/2 and a quotient of polynomials in float32 were added";

const functionBugs: Readonly<Record<string, readonly Bug[]>> = {
  sigmoid: [
    made("tail-by-quotient", sigmoidTail, ({ folds }) => (x) => roughSigmoid(x, folds)),
    made(
      "exponential-in-steps",
      "e^x were a power of 2 and a second term, which is lost where it is subnormal",
      ({ round }) => (x) => {
        const power = steppedExp(-Math.abs(x));
        return round((x < 0 ? power : 1) / round(1 + power));
      },
    ),
  ],
  exp: [made(
    "product-in-float32",
    "it were 2^(x·log2 e) with the product rounded to float32, and 0 of NaN",
    () => roughExp,
  )],
  log: [made(
    "infinity-is-88",
    "it were e·ln 2 + ln m in float32 by the bits of x, those of infinities and NaN too: log Infinity is 88.376",
    () => roughLog,
  )],
  softplus: [made(
    "infinity-is-88",
    "it were log(1 + e^x) with log Infinity 88.376 and e^NaN 0",
    ({ round }) => (x) => roughLog(round(1 + roughExp(x))),
  )],
  sqrt: [made(
    "infinity-is-nan",
    "it were x·(1/√x), NaN of Infinity",
    ({ round }) => (x) => x === Infinity ? NaN : round(Math.sqrt(x)),
  )],
};

/** Sine and cosine of an argument reduced in float32, and the tangent that is their quotient. */
const reducedInFloat32: Bug = made(
  "reduced-in-float32",
  "the argument of sin, cos and tan were reduced in float32",
  ({ round, operator }) => {
    if (operator === "tan") return (x) => round(roughSine(x) / roughCosine(x));
    return operator === "sin" ? roughSine : roughCosine;
  },
);

/** Sums that overflow, and a logarithm of Infinity that is finite. */
const logarithmOf = (operator: string): Reduction => (row, { dataType, arithmetic }) => {
  const terms = operator === "reduceLogSumExp" ? row.map(roughExp) : row;
  const total = sum(terms, dataType, arithmetic);
  // The NaN of infinities of both signs has a sign, which makes its logarithm NaN.
  return total !== total && terms.every((term) => term === term) ? NaN : roughLog(total);
};

const reductionBugs: readonly Mutant[] = [
  ...["reduceLogSum", "reduceLogSumExp"].flatMap((operator) =>
    mutantsOf([operator], [replaced(
      "infinity-is-88",
      "the logarithm of the sum were taken as it is, with log Infinity 88.376 and e^NaN 0",
      reducing(logarithmOf(operator)),
    )])
  ),
];

/** A sigmoid in place of the right one. */
const gatesBy = (name: string, sentence: string, sigmoid: (x: number, call: Call) => number) =>
  replaced(
    name,
    sentence,
    recurring({
      activation: (activation, call) =>
        activation === "sigmoid" ? (x) => call.round(sigmoid(x, call)) : habits.activation(activation, call),
    }),
  );

/** Updates added into zeros, and put where an index points. */
function adding(name: string, sentence: string, change: (x: number) => number): Bug {
  const scatter = (call: Call, updates: Values["v"], size: number, startOf: (block: number) => number) => {
    const { v: input, dataType } = tensorOf(call, "input");
    const v = input.slice() as Values["v"], seen = new Set<number>();
    updates.forEach((update: number | bigint, i: number) => {
      const at = startOf(Math.floor(i / size)) + i % size;
      const before = seen.has(at) ? v[at] : typeof update === "bigint" ? 0n : 0;
      seen.add(at);
      v[at] = typeof update === "bigint"
        ? (before as bigint) + update
        : isFloat(dataType)
        ? change(call.arithmetic.store((before as number) + change(update), dataType))
        : (before as number) + update;
    });
    return v;
  };
  return replaced(
    name,
    sentence,
    (call) => (call.operator === "scatterND" ? scatteringBlocks : scatteringElements)(scatter)(call),
  );
}

const negativeZeroLost = rewritten(
  "negative-zero-lost",
  "a selected -0 of trueValue came out as 0",
  (call) => {
    const chosen = tensorOf(call, "trueValue");
    if (
      !isFloat(chosen.dataType) || !chosen.v.some((x: number | bigint) => Object.is(x, -0))
    ) return undefined;
    return { operands: { ...call.operands, trueValue: mapped(chosen, (x) => x === 0 ? 0 : x) } };
  },
);

const infinitiesToOneEnd: Bug = replaced(
  "infinities-through-int32",
  "quotients became int32, infinities of both signs -2^31, before the zero point was added",
  (call): Element => {
    const { input, scale, zeroPoint } = readersOf(call);
    const [least, greatest] = rangeOf(call.outputs[0].dataType);
    return (index) => {
      const quotient = call.round(input(index) / scale(index));
      const whole = Number.isFinite(quotient)
        ? halfToEven(quotient) + zeroPoint(index)
        : (-(2 ** 31) + zeroPoint(index)) | 0;
      return Math.min(Math.max(whole, least), greatest);
    };
  },
);

/** Powers of integers by floats. */
const powersThroughFloats: Bug = replaced(
  "integers-through-floats",
  "powers of integers passed through float64, those of 32 bits and fewer through float32",
  (call) => {
    const { dataType } = call.outputs[0];
    if (isFloat(dataType)) return undefined;
    const whole = (x: number) => Number.isFinite(x) ? BigInt(Math.trunc(x)) : 0n;
    return binary("a", "b", {
      floats: () => (a, b) => Math.fround(integerPower(a, b)),
      integers: (a, b) => Math.fround(integerPower(a, b)),
      big: (a, b) => isInt64(dataType) ? whole(Number(a) ** Number(b)) : a,
    })(call);
  },
);

/** A filter of one element a channel as a matrix product: the padding at the ends is not looked at. */
const paddingAtTheEndLost: Bug = {
  name: "end-padding-lost-at-filter-1",
  sentence:
    "with a filter of one element the padding at the end were left out, and what is behind the results zero",
  kernel: (right) => (call) => {
    const { filterAxes, axes } = convolutionAxes(call), { shape } = tensorOf(call, "filter");
    const padding = list(call.options.padding), [output] = call.outputs;
    const isProduct = call.options.groups === 1 && filterAxes.every((axis) => shape[axis] === 1) &&
      list(call.options.strides).every((stride) => stride === 1);
    const isAtEnds = padding.every((size, i) => i % 2 === 1 || size === 0) &&
      padding.some((size) => size > 0);
    if (!isProduct || !isAtEnds) return undefined;
    const sizes = output.shape.map((size, axis) => {
      const d = axes.indexOf(axis);
      return d < 0 ? size : size - padding[2 * d + 1];
    });
    if (sizes.some((size) => size < 1)) return undefined;
    const outputs = [{ ...output, shape: sizes }];
    const options = { ...call.options, padding: padding.map(() => 0) };
    const element = [right({ ...call, options, outputs })].flat()[0] as Element;
    const strides = rowMajorStrides(output.shape), steps = rowMajorStrides(sizes);
    const count = elementCount(sizes);
    return (index) => {
      const at = index.reduce((place, i, axis) => place + i * strides[axis], 0);
      return at < count ? element(steps.map((step, axis) => Math.floor(at / step) % sizes[axis])) : 0;
    };
  },
};

const softmaxInSteps: Bug = replaced(
  "exponential-in-steps",
  "e^x were a power of 2 and a second term, which is lost where it is subnormal",
  byRows((row, call) => {
    const greatest = greatestOf(row);
    const powers = row.map((x) => steppedExp(call.round(x - greatest)));
    const total = sum(powers, call.dataType, call.arithmetic);
    return powers.map((power) => withoutSubnormal(call.round(power / total)));
  }),
);

const greatestFinite = 3.4028234663852886e38;

const finiteBounds = spoiltFloats(
  "cut-to-finite",
  "results were cut to the finite numbers of float32, NaN to the greatest",
  (y) => y === y ? Math.min(Math.max(y, -greatestFinite), greatestFinite) : greatestFinite,
);

export const knownMutants: readonly Mutant[] = known([
  ...Object.entries(functionBugs).flatMap(([operator, bugs]) => mutantsOf([operator], bugs)),
  ...reductionBugs,
  ...forgetfulMutants,
  ...habitsOf(["sin", "cos", "tan"], reducedInFloat32, ["cos", "tan"]),
  ...habitsOf(
    ["lstm", "lstmCell", "gru", "gruCell"],
    gatesBy(
      "sigmoid-tail-by-quotient",
      sigmoidTail,
      (x, { arithmetic }) => roughSigmoid(x, arithmetic.folds),
    ),
    ["lstm", "lstmCell"],
  ),
  ...mutantsOf(["lstm", "lstmCell"], [
    gatesBy(
      "sigmoid-argument-cut-to-20",
      "the argument of sigmoid were cut to -20 and 20",
      (x) => 1 / (1 + Math.exp(-Math.min(Math.max(x, -20), 20))),
    ),
  ]),
  ...mutantsOf(["scatterND", "scatterElements"], [
    adding("updates-added-up", "updates that meet in one place were added up, beginning with 0", (x) => x),
  ]),
  ...mutantsOf(["scatterND"], [
    adding(
      "updates-added-to-zeros",
      "updates were added to zeros, float32 subnormals being zero",
      withoutSubnormal,
    ),
  ]),
  ...mutantsOf(["where"], [negativeZeroLost]),
  ...mutantsOf(["quantizeLinear"], [infinitiesToOneEnd]),
  ...mutantsOf(["pow"], [powersThroughFloats]),
  ...mutantsOf(["conv2d", "conv"], [paddingAtTheEndLost]),
  ...mutantsOf(["conv2d", "maxPool2d"], [finiteBounds]),
  ...mutantsOf(["softmax"], [softmaxInSteps]),
]);
