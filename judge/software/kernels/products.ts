/**
 * Software kernels of matrix products.
 *
 * @module
 */

import { rowMajorStrides } from "../../../graph/tensor.ts";
import { dot } from "../arithmetic.ts";
import { type Call, type Element, floatsOf, type Kernel, reader, tensorOf } from "../kernel.ts";

/** By operator. */
export const productKernels: Readonly<Record<string, Kernel>> = { matmul, gemm };

/** Elements `step` apart, from `begin` on, into `to`. */
function copied(from: Float64Array, begin: number, step: number, count: number, to: Float64Array): void {
  for (let k = 0, at = begin; k < count; k++, at += step) to[k] = from[at];
}

function matmul(call: Call): Element {
  const { dataType, arithmetic, outputs: [{ shape: { length: rank } }] } = call;
  const inner = tensorOf(call, "a").shape.at(-1)!;
  const a = stack(call, "a"), b = stack(call, "b");
  const left = new Float64Array(inner), right = new Float64Array(inner);
  return (index) => {
    copied(a.v, a.begin(index) + index[rank - 2] * a.row, 1, inner, left);
    copied(b.v, b.begin(index) + index[rank - 1], b.row, inner, right);
    return dot(left, right, dataType, arithmetic);
  };
}

/** A stack of matrices: where the one for an output element begins, and how far apart its rows are. */
function stack(call: Call, argument: string) {
  const { shape, v } = floatsOf(call, argument);
  const strides = rowMajorStrides(shape).map((stride, axis) => shape[axis] === 1 ? 0 : stride);
  const begin = (index: readonly number[]) => {
    const skipped = index.length - shape.length;
    let at = 0;
    for (let axis = 0; axis < shape.length - 2; axis++) at += index[axis + skipped] * strides[axis];
    return at;
  };
  return { v, begin, row: shape.at(-1)! };
}

function gemm(call: Call): Element {
  const { operands, options, dataType, arithmetic, round, scalar } = call;
  const [alpha, beta] = ["alpha", "beta"].map((name) => scalar(options[name] as number));
  const a = floatsOf(call, "a"), b = floatsOf(call, "b");
  const inner = a.shape[options.aTranspose ? 0 : 1];
  const [rowStep, leftStep] = options.aTranspose ? [1, a.shape[1]] : [a.shape[1], 1];
  const [columnStep, rightStep] = options.bTranspose ? [b.shape[1], 1] : [1, b.shape[1]];
  const c = operands.c && reader(tensorOf(call, "c"));
  const left = new Float64Array(inner), right = new Float64Array(inner);
  return ([row, column]) => {
    copied(a.v, row * rowStep, leftStep, inner, left);
    copied(b.v, column * columnStep, rightStep, inner, right);
    const added = c && round(beta * c([row, column]));
    if (arithmetic.folds) {
      for (let k = 0; k < inner; k++) left[k] = round(left[k] * alpha);
      return dot(left, right, dataType, arithmetic, added);
    }
    const product = round(alpha * dot(left, right, dataType, arithmetic));
    return added === undefined ? product : round(product + added);
  };
}
