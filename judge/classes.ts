/**
 * The class of each operator of the specification: which test its elements are put to (tolerance.md, sections 3 and 4).
 *
 * @module
 */

/**
 * X data movement, S selection, L comparison and logical, I index, C correctly rounded, F function, A accumulation,
 * N normalization, T recurrent, Q quantizing.
 */
export type OperatorClass = "X" | "S" | "L" | "I" | "C" | "F" | "A" | "N" | "T" | "Q";

/** The methods of `MLGraphBuilder` of each class. resample2d is of class X where it takes the nearest element. */
export const operatorsOfClass: Readonly<Record<OperatorClass, readonly string[]>> = {
  X: [
    "concat",
    "expand",
    "gather",
    "gatherElements",
    "gatherND",
    "identity",
    "pad",
    "reshape",
    "reverse",
    "scatterElements",
    "scatterND",
    "slice",
    "split",
    "tile",
    "transpose",
    "triangular",
    "where",
  ],
  S: [
    "abs",
    "ceil",
    "clamp",
    "floor",
    "max",
    "maxPool2d",
    "min",
    "neg",
    "reduceMax",
    "reduceMin",
    "relu",
    "roundEven",
    "sign",
  ],
  L: [
    "equal",
    "greater",
    "greaterOrEqual",
    "isInfinite",
    "isNaN",
    "lesser",
    "lesserOrEqual",
    "logicalAnd",
    "logicalNot",
    "logicalOr",
    "logicalXor",
    "notEqual",
  ],
  I: ["argMax", "argMin"],
  C: ["add", "cast", "dequantizeLinear", "mul", "prelu", "sub"],
  F: [
    "cos",
    "div",
    "elu",
    "erf",
    "exp",
    "gelu",
    "log",
    "pow",
    "reciprocal",
    "sigmoid",
    "sin",
    "softplus",
    "sqrt",
    "tan",
    "tanh",
  ],
  A: [
    "averagePool2d",
    "conv2d",
    "convTranspose2d",
    "cumulativeSum",
    "gemm",
    "hardSigmoid",
    "hardSwish",
    "l2Pool2d",
    "leakyRelu",
    "linear",
    "matmul",
    "reduceL1",
    "reduceL2",
    "reduceLogSum",
    "reduceLogSumExp",
    "reduceMean",
    "reduceProduct",
    "reduceSum",
    "reduceSumSquare",
    "resample2d",
    "softmax",
    "softsign",
  ],
  N: ["batchNormalization", "instanceNormalization", "layerNormalization"],
  T: ["gru", "gruCell", "lstm", "lstmCell"],
  Q: ["quantizeLinear"],
};

/** Classes of which no result is a float. */
export const wholeClasses: readonly OperatorClass[] = ["L", "I", "Q"];

/** The class of each operator by its name. */
export const classOf: ReadonlyMap<string, OperatorClass> = new Map(
  Object.entries(operatorsOfClass).flatMap(([letter, operators]) =>
    operators.map((operator): [string, OperatorClass] => [operator, letter as OperatorClass])
  ),
);
