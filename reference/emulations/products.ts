/**
 * The spec's emulations of normalizations, reductions, gemm and softmax.
 *
 * @module
 */

import type { Emulation, Recorder, Ref } from "./recorder.ts";

/** `scale·(x - mean)/√(variance + epsilon) + bias`; absent scale and bias are left out. */
function normalized(
  b: Recorder,
  x: Ref,
  { mean, variance, scale, bias, epsilon }: {
    readonly mean: Ref;
    readonly variance: Ref;
    readonly scale?: Ref;
    readonly bias?: Ref;
    readonly epsilon: number;
  },
): Ref {
  const spread = b.call("sqrt", [b.call("add", [variance, b.constant(x.dataType, epsilon)])]);
  const quotient = b.call("div", [b.call("sub", [x, mean]), spread]);
  const scaled = scale ? b.call("mul", [scale, quotient]) : quotient;
  return bias ? b.call("add", [bias, scaled]) : scaled;
}

function moments(b: Recorder, x: Ref, axes: readonly number[]): { mean: Ref; variance: Ref } {
  const options = { axes, keepDimensions: true };
  const mean = b.call("reduceMean", [x], options);
  const squared = b.call("pow", [b.call("sub", [x, mean]), b.constant(x.dataType, 2)]);
  return { mean, variance: b.call("reduceMean", [squared], options) };
}

/** Sizes of `x` on some axes, 1 on all others. */
function shapeOn(x: Ref, axes: readonly number[]): number[] {
  return x.shape.map((size, axis) => axes.includes(axis) ? size : 1);
}

export const products: Readonly<Record<string, Emulation>> = {
  batchNormalization: (b, { operands, options }) => {
    const x = operands.input as Ref;
    const shape = shapeOn(x, [options.axis as number]);
    const reshaped = (name: string) => operands[name] && b.call("reshape", [operands[name] as Ref, shape]);
    const [mean, variance] = [reshaped("mean")!, reshaped("variance")!];
    const epsilon = options.epsilon as number;
    return normalized(b, x, { mean, variance, scale: reshaped("scale"), bias: reshaped("bias"), epsilon });
  },
  instanceNormalization: (b, { operands, options }) => {
    const x = operands.input as Ref;
    const [channel, axes] = options.layout === "nhwc" ? [3, [1, 2]] : [1, [2, 3]];
    const reshaped = (name: string) =>
      operands[name] && b.call("reshape", [operands[name] as Ref, shapeOn(x, [channel])]);
    const [scale, bias] = [reshaped("scale"), reshaped("bias")];
    return normalized(b, x, { ...moments(b, x, axes), scale, bias, epsilon: options.epsilon as number });
  },
  layerNormalization: (b, { operands, options }) => {
    const x = operands.input as Ref;
    const axes = options.axes as readonly number[];
    const isAscending = axes.every((axis, i) => i === 0 || axes[i - 1] < axis);
    if (!isAscending || axes.length === 0) return undefined;
    const reshaped = (name: string) =>
      operands[name] && b.call("reshape", [operands[name] as Ref, shapeOn(x, axes)]);
    const [scale, bias] = [reshaped("scale"), reshaped("bias")];
    return normalized(b, x, { ...moments(b, x, axes), scale, bias, epsilon: options.epsilon as number });
  },
  gemm: (b, { operands, options }) => {
    const transposed = (name: string, flag: unknown) =>
      flag ? b.call("transpose", [operands[name] as Ref]) : operands[name] as Ref;
    const [left, right] = [transposed("a", options.aTranspose), transposed("b", options.bTranspose)];
    const scalar = (name: string) => b.constant(left.dataType, options[name] as number);
    const product = b.call("matmul", [b.call("mul", [scalar("alpha"), left]), right]);
    if (!operands.c) return product;
    return b.call("add", [product, b.call("mul", [scalar("beta"), operands.c as Ref])]);
  },
  reduceLogSum: (b, { operands, options }) =>
    b.call("log", [b.call("reduceSum", [operands.input as Ref], options)]),
  reduceLogSumExp: (b, { operands, options }) =>
    b.call("log", [b.call("reduceSum", [b.call("exp", [operands.input as Ref])], options)]),
  reduceSumSquare: (b, { operands, options }) => {
    const x = operands.input as Ref;
    return b.call("reduceSum", [b.call("pow", [x, b.constant(x.dataType, 2)])], options);
  },
  softmax: (b, { operands, options }) => {
    const x = operands.input as Ref;
    const along = { axes: [options.axis as number], keepDimensions: true };
    const exp = b.call("exp", [b.call("sub", [x, b.call("reduceMax", [x], along)])]);
    return b.call("div", [exp, b.call("reduceSum", [exp], along)]);
  },
};
