/**
 * Software kernels of matrix products.
 *
 * @module
 */

import { castNumber } from "../../../reference/cast_number.ts";
import { dot } from "../arithmetic.ts";
import { type Call, type Element, type Kernel, reader, tensorOf } from "../kernel.ts";

/** By operator. */
export const productKernels: Readonly<Record<string, Kernel>> = { matmul, gemm };

function matmul(call: Call): Element {
  const { dataType, arithmetic } = call;
  const inner = tensorOf(call, "a").shape.at(-1)!;
  const a = reader(tensorOf(call, "a")), b = reader(tensorOf(call, "b"));
  return (index) => {
    const batch = index.slice(0, -2), [row, column] = index.slice(-2);
    const steps = Array.from({ length: inner }, (_, k) => k);
    const left = steps.map((k) => a([...batch, row, k])), right = steps.map((k) => b([...batch, k, column]));
    return dot(left, right, dataType, arithmetic);
  };
}

function gemm(call: Call): Element {
  const { operands, options, dataType, arithmetic, round } = call;
  const { alpha, beta, aTranspose, bTranspose } = options;
  const scale = castNumber(alpha as number, dataType) as number;
  const shapeOfA = tensorOf(call, "a").shape;
  const inner = shapeOfA[aTranspose ? 0 : 1];
  const a = reader(tensorOf(call, "a")), b = reader(tensorOf(call, "b"));
  const c = operands.c && reader(tensorOf(call, "c"));
  return ([row, column]) => {
    const steps = Array.from({ length: inner }, (_, k) => k);
    const left = steps.map((k) => aTranspose ? a([k, row]) : a([row, k]));
    const right = steps.map((k) => bTranspose ? b([column, k]) : b([k, column]));
    const added = c && round((castNumber(beta as number, dataType) as number) * c([row, column]));
    if (arithmetic.folds) {
      return dot(left.map((x) => round(x * scale)), right, dataType, arithmetic, added);
    }
    const product = round(scale * dot(left, right, dataType, arithmetic));
    return added === undefined ? product : round(product + added);
  };
}
