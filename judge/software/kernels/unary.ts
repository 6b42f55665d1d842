/**
 * Software kernels of the operators of one input: formulas in which every step is rounded.
 *
 * @module
 */

import { roundTo } from "../../../graph/data_type.ts";
import { rowMajorStrides } from "../../../graph/tensor.ts";
import { roundHalfToEven } from "../../../reference/cast_number.ts";
import { type Call, type Kernel, tensorOf } from "../kernel.ts";

type Step = (x: number) => number;

/** One element from one element; `a` and `b` are alpha and beta, `folds` asks for the second of two forms. */
type Formula = (round: Step, a: number, b: number, folds: boolean) => Step;

const clampToOne: Step = (x) => Math.max(Math.min(x, 1), 0);

/** `a · x + b` with one rounding or two. */
const affine: Formula = (round, a, b, folds) => (x) => round((folds ? a * x : round(a * x)) + b);

/** The formulas by operator. */
const formulas: Readonly<Record<string, Formula>> = {
  abs: () => Math.abs,
  ceil: () => Math.ceil,
  elu: (round, a) => (x) => x > 0 ? x : round(a * round(round(Math.exp(x)) - 1)),
  exp: (round) => (x) => round(Math.exp(x)),
  floor: () => Math.floor,
  hardSigmoid: (round, a, b, folds) => (x) => clampToOne(affine(round, a, b, folds)(x)),
  hardSwish: (round, _, __, folds) => (x) => {
    if (x >= 3) return x;
    if (folds) return round(x * clampToOne(affine(round, round(1 / 6), 0.5, false)(x)));
    return round(round(x * Math.max(0, round(x + 3))) / 6);
  },
  identity: () => (x) => x,
  leakyRelu: (round, a) => (x) => x >= 0 ? x : round(a * x),
  linear: affine,
  log: (round) => (x) => round(Math.log(x)),
  neg: () => (x) => -x,
  reciprocal: (round) => (x) => round(1 / x),
  roundEven: () => roundHalfToEven,
  sigmoid: (round) => (x) => {
    const power = round(Math.exp(-Math.abs(x)));
    return round((x < 0 ? power : 1) / round(1 + power));
  },
  sign: () => (x) => x > 0 ? 1 : x < 0 ? -1 : 0,
  softplus: (round) => (x) =>
    round(Math.max(x, 0) + round(Math.log(round(1 + round(Math.exp(-Math.abs(x))))))),
  softsign: (round, _, __, folds) => (x) => {
    const divisor = round(1 + Math.abs(x));
    return folds ? round(x * round(1 / divisor)) : round(x / divisor);
  },
  sqrt: (round) => (x) => round(Math.sqrt(x)),
  tanh: (round) => (x) => round(Math.tanh(x)),
};

/** By operator. */
export const unaryKernels: Readonly<Record<string, Kernel>> = Object.fromEntries(
  Object.entries(formulas).map(([operator, formula]) => [operator, (call: Call) => {
    const { options, dataType, arithmetic, round } = call;
    const [a, b] = ["alpha", "beta"].map((name) => roundTo(dataType, Number(options[name] ?? 0)));
    const f = formula(round, a, b, arithmetic.folds);
    const { shape, v } = tensorOf(call, "input");
    const strides = rowMajorStrides(shape);
    return (index: number[]) => f(Number(v[index.reduce((at, i, axis) => at + i * strides[axis], 0)]));
  }]),
);
