/** Kernels of windows and products by hand, and against each other. */

import assert from "node:assert/strict";
import { answerTo } from "../../mutants/_testing.ts";

Deno.test("conv slides the filter over the input, without turning it around", () => {
  const line = { input: [[3], [1, 2, 3]], filter: [[1, 1, 2], [1, 10]] } as const;
  const options = { axes: [0] };
  assert.deepEqual(answerTo({ operator: "conv", operands: line, options }), [21, 32]);
  const padded = { ...options, padding: [1, 0], strides: [2] };
  assert.deepEqual(answerTo({ operator: "conv", operands: line, options: padded }), [10, 32]);
});

Deno.test("convTranspose spreads each element by the filter", () => {
  const operands = { input: [[2], [1, 2]], filter: [[1, 1, 2], [1, 10]] } as const;
  const options = { axes: [0] };
  assert.deepEqual(answerTo({ operator: "convTranspose", operands, options }), [1, 12, 20]);
  const spread = { ...options, strides: [3], outputPadding: [1] };
  assert.deepEqual(answerTo({ operator: "convTranspose", operands, options: spread }), [1, 10, 0, 2, 20, 0]);
});

const image = [[1, 2, 2, 2], [1, 2, 3, 4, 10, 20, 30, 40]] as const;

Deno.test("each group of conv2d reads its own channels, and each output channel adds its bias", () => {
  const operands = {
    input: image,
    filter: [[2, 1, 2, 2], [1, 0, 0, 0, 0, 0, 0, 1]],
    bias: [[2], [100, 200]],
  } as const;
  assert.deepEqual(answerTo({ operator: "conv2d", operands, options: { groups: 2 } }), [101, 240]);
});

Deno.test("pools take the largest element, the average, the norm of what lies inside the input", () => {
  const operands = { input: [[1, 1, 2, 2], [3, -4, 0, 12]] } as const;
  const options = { windowDimensions: [2, 2], padding: [0, 0, 0, 1] };
  const ask = (operator: string) => answerTo({ operator, operands, options });
  assert.deepEqual(ask("maxPool2d"), [12, 12]);
  assert.deepEqual(ask("averagePool2d"), [2.75, 4]);
  assert.deepEqual(ask("l2Pool2d"), [13, Math.fround(Math.sqrt(160))]);
});

Deno.test("resample2d counts halves of elements, and takes the lower of two that are as near", () => {
  const operands = { input: [[1, 1, 1, 2], [0, 8]] } as const;
  const ask = (mode: string, width: number) =>
    answerTo({ operator: "resample2d", operands, options: { mode, sizes: [1, width] } });
  assert.deepEqual(ask("linear", 4), [0, 2, 6, 8]);
  assert.deepEqual(ask("nearest-neighbor", 4), [0, 0, 8, 8]);
  assert.deepEqual(ask("nearest-neighbor", 1), [0]);
});

Deno.test("matmul repeats batches, and gemm scales its product and its addend", () => {
  const a = [[2, 1, 2], [1, 2, 3, 4]] as const, b = [[2, 2], [1, 10, 100, 1000]] as const;
  assert.deepEqual(answerTo({ operator: "matmul", operands: { a, b } }), [201, 2010, 403, 4030]);
  const options = { alpha: 2, beta: -1, aTranspose: true, bTranspose: true };
  const column = { a: [[2, 1], [1, 2]], b, c: [[1, 1], [5]] } as const;
  assert.deepEqual(answerTo({ operator: "gemm", operands: column, options }), [37, 4195]);
  const stretched = { a: [[2, 2], [1, 0, 0, 1]], b, c: [[2, 1], [5, 7]] } as const;
  assert.deepEqual(answerTo({ operator: "gemm", operands: stretched }), [6, 15, 107, 1007]);
});
