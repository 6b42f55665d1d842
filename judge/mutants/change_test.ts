import assert from "node:assert/strict";
import { arithmetics } from "../software/arithmetic.ts";
import type { Call } from "../software/kernel.ts";
import { axesExchanged, mapped, otherOutputs, picked, reread, withOperand, withOptions } from "./change.ts";

const matrix = { dataType: "float32", shape: [2, 3], v: Float64Array.of(1, 2, 3, 4, 5, 6) } as const;
const plane = { dataType: "float32", shape: [1, 1, 2, 3], v: matrix.v } as const;
const call: Call = {
  operator: "maxPool2d",
  operands: { input: plane },
  options: { windowDimensions: [1, 1], strides: [1, 1] },
  outputs: [{ dataType: "float32", shape: [1, 1, 2, 3] }],
  dataType: "float32",
  arithmetic: arithmetics.ieee[0],
  round: Math.fround,
  scalar: (option) => option,
};

Deno.test("a change that leaves everything as it is is none", () => {
  assert.equal(withOptions(call, { strides: [1, 1] }), undefined);
  assert.equal(withOperand(call, "input", { ...plane, v: plane.v.slice() }), undefined);
  assert.equal(withOperand(call, "bias", undefined), undefined);
  assert.equal(otherOutputs(call, { windowDimensions: [1, 1] }), undefined);
});

Deno.test("options and operands are replaced, operands left out too", () => {
  assert.deepEqual(withOptions(call, { strides: [2, 1] })?.options?.strides, [2, 1]);
  assert.deepEqual(withOperand(call, "input", matrix), { operands: { input: matrix } });
  assert.deepEqual(withOperand(call, "input", undefined), { operands: {} });
});

Deno.test("other options give other outputs, none where the operator refuses them", () => {
  assert.deepEqual(otherOutputs(call, { windowDimensions: [1, 2] })?.[0].shape, [1, 1, 2, 2]);
  assert.equal(otherOutputs(call, { windowDimensions: [3, 3] }), undefined);
});

Deno.test("elements are taken to lie in the order of other axes", () => {
  // column by column: element (row, column) is the one at 2·column + row
  assert.deepEqual([...reread(matrix, axesExchanged(2, 0, 1)).v], [1, 3, 5, 2, 4, 6]);
});

Deno.test("elements are mapped and picked by their index", () => {
  assert.deepEqual([...mapped(matrix, (at, [row, column]) => at([1 - row, column])).v], [4, 5, 6, 1, 2, 3]);
  const last = picked(matrix, [2], ([row]) => [row, 2]);
  assert.deepEqual([last.shape, [...last.v]], [[2], [3, 6]]);
});
