import assert from "node:assert/strict";
import type { Tensor } from "../../graph/tensor.ts";
import { caseOf, tensor } from "../../reference/_testing.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

/** What ONNX Runtime's CPU kernels answer. */
async function ask(
  operator: string,
  operands: Readonly<Record<string, Tensor>>,
  options: Readonly<Record<string, string>> = {},
) {
  const answer = await answerWith(runtime, sessionOptions, caseOf(operator, operands, options));
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  const { dataType, shape, data } = answer.dispatches[0].get("output")!;
  return { dataType, shape, data: [...data], rewrites: answer.rewrites };
}

const a = tensor([3], [1, 2, 3]), b = tensor([3], [3, 2, 1]);

for (
  const [operator, expected] of Object.entries({
    max: [3, 2, 3],
    min: [1, 2, 1],
    pow: [1, 4, 3],
    equal: [0, 1, 0],
    notEqual: [1, 0, 1],
    greater: [0, 0, 1],
    greaterOrEqual: [0, 1, 1],
    lesser: [1, 0, 0],
    lesserOrEqual: [1, 1, 0],
  })
) {
  Deno.test(`${operator} keeps its operands in order`, async () => {
    assert.deepEqual((await ask(operator, { a, b })).data, expected);
  });
}

Deno.test("comparisons broadcast and give uint8, and say what was rewritten", async () => {
  const { dataType, shape, data, rewrites } = await ask("notEqual", {
    a: tensor([2, 1], [1n, 2n ** 53n + 1n], "int64"),
    b: tensor([2], [1n, 2n ** 53n], "int64"),
  });
  assert.deepEqual([dataType, shape, data], ["uint8", [2, 2], [0, 1, 1, 1]]);
  assert.deepEqual(rewrites, ["notEqual as Not of Equal", "truth values cast to uint8"]);
});

Deno.test("logical operators take every byte but 0 as true", async () => {
  const bytes = { a: tensor([4], [0, 0, 2, 255], "uint8"), b: tensor([4], [0, 7, 0, 1], "uint8") };
  assert.deepEqual((await ask("logicalAnd", bytes)).data, [0, 0, 0, 1]);
  assert.deepEqual((await ask("logicalOr", bytes)).data, [0, 1, 1, 1]);
  const { data, rewrites } = await ask("logicalXor", bytes);
  assert.deepEqual([data, rewrites], [[0, 1, 1, 0], ["logicalXor through truth values"]]);
});

Deno.test("where broadcasts three operands", async () => {
  const { shape, data } = await ask("where", {
    condition: tensor([2, 1], [2, 0], "uint8"),
    trueValue: tensor([2], [1, 2]),
    falseValue: tensor([], [9]),
  });
  assert.deepEqual([shape, data], [[2, 2], [1, 2, 9, 9]]);
});

Deno.test("prelu expands an input that is smaller than the slope", async () => {
  const { shape, data, rewrites } = await ask("prelu", {
    input: tensor([2], [-1, 4]),
    slope: tensor([2, 1], [2, 3]),
  });
  assert.deepEqual([shape, data], [[2, 2], [-2, 4, -3, 4]]);
  assert.deepEqual(rewrites, ["input expanded to [2,2]"]);
});

Deno.test("prelu of int8 goes through float32, as ONNX has no PRelu of bytes", async () => {
  const { dataType, data, rewrites } = await ask("prelu", {
    input: tensor([4], [-8, -128, 127, 0], "int8"),
    slope: tensor([4], [-3, 1, 5, 9], "int8"),
  });
  assert.deepEqual([dataType, data], ["int8", [24, -128, 127, 0]]);
  assert.deepEqual(rewrites, ["prelu of int8 through float32, which holds every product"]);
});

Deno.test("cast truncates floats, wraps integers and rounds to float16", async () => {
  const floats = tensor([2], [-1.75, 2.5]), wide = tensor([2], [-1, 300], "int32");
  assert.deepEqual((await ask("cast", { input: floats }, { dataType: "int32" })).data, [-1, 2]);
  assert.deepEqual((await ask("cast", { input: wide }, { dataType: "uint8" })).data, [255, 44]);
  const { dataType, data } = await ask("cast", { input: tensor([1], [1 + 2 ** -11]) }, {
    dataType: "float16",
  });
  assert.deepEqual([dataType, data], ["float16", [1]]);
});
