/**
 * Bugs that a backend has in all its float operators at once: how it reads options, and what becomes of subnormal
 * numbers. int4 and uint4 are left out: they have no mutants.
 *
 * @module
 */

import { floatFormats, isFloat } from "../../graph/data_type.ts";
import type { Call, Element } from "../software/kernel.ts";
import { type Bug, habitsOf, known, type Mutant } from "./mutant.ts";
import { mapped, withOperands } from "./tensors.ts";

/** Options that the methods cast to the data type of an operand. */
const castOptions = ["alpha", "beta", "epsilon"];

/** `option-not-cast`: a backend that matches only the uncast number is wrong for this reason alone (section 4). */
const optionsNotCast: Bug = {
  name: "option-not-cast",
  sentence: "options were not cast to float16",
  kernel: (right) => (call) => {
    const { dataType, options } = call;
    const isTouched = dataType === "float16" && castOptions.some((name) => {
      const value = options[name];
      return typeof value === "number" && Math.f16round(value) !== Math.fround(value);
    });
    return isTouched ? right({ ...call, scalar: Math.fround }) : undefined;
  },
};

const { minNormal } = floatFormats.float32;

/** A float32 number that the processor does not know, as a zero of its sign. */
export const withoutSubnormal = (x: number): number => Math.abs(x) < minNormal ? 0 * x : x;

/** The call as one whose operands have no float32 subnormals, and whose steps give none. */
export function withoutSubnormals(call: Call): Call {
  const change = withOperands(
    call,
    (values) => values.dataType === "float32" ? mapped(values, withoutSubnormal) : undefined,
  );
  const { round, store, add, ...others } = call.arithmetic;
  const flushing = {
    ...others,
    ...(add && { add }),
    round: (x: number, type: Call["dataType"]) => withoutSubnormal(round(x, type)),
    store: (x: number, type: Call["dataType"]) => withoutSubnormal(store(x, type)),
  };
  return {
    ...call,
    ...change,
    arithmetic: flushing,
    round: (x) => flushing.round(x, call.dataType),
  };
}

const subnormalsUnknown: Bug = {
  name: "float32-subnormals-are-zero",
  sentence:
    "float32 subnormals were zero wherever they occur: operands, constants, steps of a sum, and results",
  kernel: (right) => (call) => {
    if (call.dataType !== "float32") return undefined;
    const elements = [right(withoutSubnormals(call))].flat() as Element[];
    return elements.map((element, i) =>
      isFloat(call.outputs[i].dataType)
        ? (index) => withoutSubnormal(Math.fround(element(index) as number))
        : element
    );
  },
};

/** With `alpha`, `beta` or `epsilon`, cast to float16. */
const withOptions = [
  "elu",
  "hardSigmoid",
  "leakyRelu",
  "linear",
  "gemm",
  "batchNormalization",
  "instanceNormalization",
  "layerNormalization",
];

/** All that compute or compare float32: those that move elements, abs and identity keep every bit. */
const computing = [
  "add",
  "sub",
  "mul",
  "div",
  "max",
  "min",
  "pow",
  "prelu",
  "ceil",
  "floor",
  "roundEven",
  "neg",
  "relu",
  "sign",
  "clamp",
  "equal",
  "greater",
  "greaterOrEqual",
  "lesser",
  "lesserOrEqual",
  "notEqual",
  "argMax",
  "argMin",
  "cos",
  "elu",
  "erf",
  "exp",
  "gelu",
  "hardSigmoid",
  "hardSwish",
  "leakyRelu",
  "linear",
  "log",
  "reciprocal",
  "sigmoid",
  "sin",
  "softplus",
  "softsign",
  "sqrt",
  "tan",
  "tanh",
  "averagePool2d",
  "averagePool",
  "l2Pool2d",
  "l2Pool",
  "maxPool2d",
  "maxPool",
  "conv2d",
  "convTranspose2d",
  "conv",
  "convTranspose",
  "gemm",
  "matmul",
  "resample2d",
  "resample",
  "cumulativeSum",
  "reduceL1",
  "reduceL2",
  "reduceLogSum",
  "reduceLogSumExp",
  "reduceMax",
  "reduceMean",
  "reduceMin",
  "reduceProduct",
  "reduceSum",
  "reduceSumSquare",
  "softmax",
  "batchNormalization",
  "instanceNormalization",
  "layerNormalization",
  "gru",
  "gruCell",
  "lstm",
  "lstmCell",
  "quantizeLinear",
  "dequantizeLinear",
];

/** Of which no default case has results that are subnormal while its operands are in range, or the other way round. */
const seldomSubnormal = [
  "l2Pool2d",
  "l2Pool",
  "reduceL2",
  "reduceLogSumExp",
  "gru",
  "lstm",
  "gruCell",
  "lstmCell",
  "pow",
  "roundEven",
  "equal",
  "cos",
  "erf",
  "softplus",
  "tanh",
  "quantizeLinear",
  "dequantizeLinear",
];

/** Where an uncast option moves results by less than four times their bound. */
const littleMoved = ["elu", "instanceNormalization", "layerNormalization"];

export const floatHabitMutants: readonly Mutant[] = known([
  ...habitsOf(withOptions, optionsNotCast, withOptions.filter((operator) => !littleMoved.includes(operator))),
  ...habitsOf(
    computing,
    subnormalsUnknown,
    computing.filter((operator) => !seldomSubnormal.includes(operator)),
  ),
]);
