import assert from "node:assert/strict";
import { elementCount, type Tensor } from "../../graph/tensor.ts";
import { caseOf, counting, tensor, values } from "../../reference/_testing.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

/** What ONNX Runtime's CPU kernels answer. */
async function ask(operator: string, operands: Readonly<Record<string, Tensor>>) {
  const answer = await answerWith(runtime, sessionOptions, caseOf(operator, operands));
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  return { data: [...answer.dispatches[0].get("output")!.data], rewrites: answer.rewrites! };
}

/** A scale of 1, 2, 4, … and zero points 0, 1, 2, …, so that every mixed-up block shows. */
function shared(shape: readonly number[], dataType: "uint8" | "int8" | "int32" | "uint32") {
  const powers = Array.from({ length: elementCount(shape) }, (_, i) => 2 ** (i % 7));
  return { scale: tensor(shape, powers), zeroPoint: counting(shape, dataType) };
}

const granularities: readonly (readonly [shape: number[], rewrites: string[]])[] = [
  [[1, 1, 1], ["scale reshaped to []", "zeroPoint reshaped to []"]],
  [[1, 6, 1], ["scale reshaped to [6]", "zeroPoint reshaped to [6]"]],
  [[2, 3, 4], []],
  [[2, 1, 4], []],
  [[2, 6, 4], []],
  [[2, 3, 2], ["scale expanded to [2,6,4]", "zeroPoint expanded to [2,6,4]"]],
  [[1, 2, 1], ["scale expanded to [2,6,4]", "zeroPoint expanded to [2,6,4]"]],
];

for (const [shape, expected] of granularities) {
  Deno.test(`a scale of [${shape}] for [2,6,4] is said as ONNX has it`, async () => {
    for (const dataType of ["uint8", "int8"] as const) {
      const bytes = { input: counting([2, 6, 4], dataType), ...shared(shape, dataType) };
      const { data, rewrites } = await ask("dequantizeLinear", bytes);
      assert.deepEqual([data, rewrites], [values("dequantizeLinear", bytes), expected]);
      const floats = { input: counting([2, 6, 4]), ...shared(shape, dataType) };
      assert.deepEqual((await ask("quantizeLinear", floats)).data, values("quantizeLinear", floats));
    }
  });
}

Deno.test("scalars have a scale of their own", async () => {
  const operands = { input: tensor([], [3], "int8"), ...shared([], "int8") };
  assert.deepEqual(await ask("dequantizeLinear", operands), { data: [3], rewrites: [] });
});

Deno.test("dequantizeLinear of 32 bits is the emulation of WebNN's section", async () => {
  for (const dataType of ["int32", "uint32"] as const) {
    const operands = { input: counting([2, 4], dataType), ...shared([1, 2], dataType) };
    const { data, rewrites } = await ask("dequantizeLinear", operands);
    assert.deepEqual(data, values("dequantizeLinear", operands));
    assert.equal(rewrites[0], "dequantizeLinear as Cast, Sub and Mul");
  }
});

Deno.test("quantizeLinear to 32 bits is the emulation of WebNN's section", async () => {
  const input = tensor([6], [-2.5, -3e9, 0.5, 1.5, 3, 70000]);
  const scale = tensor([1], [1]);
  const answers = { int32: [5, -(2 ** 31), 7, 9, 10, 70007], uint32: [5, 0, 7, 9, 10, 70007] };
  for (const dataType of ["int32", "uint32"] as const) {
    const operands = { input, scale, zeroPoint: tensor([1], [7], dataType) };
    const { data, rewrites } = await ask("quantizeLinear", operands);
    assert.deepEqual(data, answers[dataType]);
    assert.equal(rewrites[0], "quantizeLinear as Div, Round, Add, Clip and Cast, in float32");
    const blocks = { input: counting([2, 4]), ...shared([1, 2], dataType) };
    assert.deepEqual((await ask("quantizeLinear", blocks)).data, values("quantizeLinear", blocks));
  }
});
