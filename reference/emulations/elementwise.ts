/**
 * The spec's emulations of elementwise operators.
 *
 * @module
 */

import type { Emulated, Emulation, Recorder, Ref } from "./recorder.ts";

/** The input, a scalar of its data type from a number, and a number option as such a scalar. */
function parts(b: Recorder, { operands, options }: Emulated) {
  const x = operands.input as Ref;
  const scalar = (value: number | bigint) => b.constant(x.dataType, value);
  return { x, scalar, option: (name: string) => scalar(options[name] as number | bigint) };
}

/** max(0, x) + factor·min(0, x) */
const twoSided = (b: Recorder, x: Ref, factor: Ref): Ref => {
  const zero = b.constant(x.dataType, 0);
  return b.call("add", [b.call("max", [zero, x]), b.call("mul", [factor, b.call("min", [zero, x])])]);
};

export const elementwise: Readonly<Record<string, Emulation>> = {
  clamp: (b, call) => {
    const { x, option } = parts(b, call);
    const { minValue, maxValue } = call.options;
    const raised = minValue === undefined ? x : b.call("max", [x, option("minValue")]);
    return maxValue === undefined ? raised : b.call("min", [raised, option("maxValue")]);
  },
  sign: (b, call) => {
    const { x, scalar } = parts(b, call);
    const zero = scalar(0);
    const negative = b.call("where", [b.call("lesser", [x, zero]), scalar(-1), zero]);
    return b.call("where", [b.call("greater", [x, zero]), scalar(1), negative]);
  },
  elu: (b, call) => {
    const { x, scalar, option } = parts(b, call);
    const zero = scalar(0);
    const lowered = b.call("sub", [b.call("exp", [b.call("min", [zero, x])]), scalar(1)]);
    return b.call("add", [b.call("max", [zero, x]), b.call("mul", [option("alpha"), lowered])]);
  },
  gelu: (b, call) => {
    const { x, scalar } = parts(b, call);
    const erf = b.call("erf", [b.call("div", [x, b.call("sqrt", [scalar(2)])])]);
    return b.call("mul", [b.call("mul", [x, scalar(0.5)]), b.call("add", [scalar(1), erf])]);
  },
  hardSigmoid: (b, call) => {
    const { x, scalar, option } = parts(b, call);
    const line = b.call("add", [b.call("mul", [option("alpha"), x]), option("beta")]);
    return b.call("max", [b.call("min", [line, scalar(1)]), scalar(0)]);
  },
  hardSwish: (b, call) => {
    const { x, scalar } = parts(b, call);
    const raised = b.call("min", [scalar(6), b.call("add", [x, scalar(3)])]);
    return b.call("div", [b.call("mul", [x, b.call("max", [scalar(0), raised])]), scalar(6)]);
  },
  leakyRelu: (b, call) => {
    const { x, option } = parts(b, call);
    return twoSided(b, x, option("alpha"));
  },
  linear: (b, call) => {
    const { x, option } = parts(b, call);
    return b.call("add", [b.call("mul", [x, option("alpha")]), option("beta")]);
  },
  prelu: (b, { operands }) => twoSided(b, operands.input as Ref, operands.slope as Ref),
  relu: (b, call) => {
    const { x, scalar } = parts(b, call);
    return b.call("max", [scalar(0), x]);
  },
  sigmoid: (b, call) => {
    const { x, scalar } = parts(b, call);
    return b.call("div", [scalar(1), b.call("add", [b.call("exp", [b.call("neg", [x])]), scalar(1)])]);
  },
  softplus: (b, call) => {
    const { x, scalar } = parts(b, call);
    return b.call("log", [b.call("add", [b.call("exp", [x]), scalar(1)])]);
  },
  softsign: (b, call) => {
    const { x, scalar } = parts(b, call);
    return b.call("div", [x, b.call("add", [scalar(1), b.call("abs", [x])])]);
  },
  tanh: (b, call) => {
    const { x, scalar } = parts(b, call);
    const exp = b.call("exp", [b.call("mul", [scalar(2), x])]);
    return b.call("div", [b.call("sub", [exp, scalar(1)]), b.call("add", [exp, scalar(1)])]);
  },
  where: (b, { operands }) => {
    const [whenTrue, whenFalse] = [operands.trueValue as Ref, operands.falseValue as Ref];
    const c = b.call("clamp", [operands.condition as Ref], { minValue: 0, maxValue: 1 });
    const part = (value: Ref, condition: Ref) =>
      b.call("mul", [value, b.call("cast", [condition, value.dataType])]);
    return b.call("add", [part(whenTrue, c), part(whenFalse, b.call("logicalNot", [c]))]);
  },
};
