import assert from "node:assert/strict";
import type { OptionValue } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { caseOf } from "../../reference/_testing.ts";
import { lower } from "./lower.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

type Operands = Readonly<Record<string, Tensor>>;
type Options = Readonly<Record<string, OptionValue>>;

const f32 = (shape: readonly number[], data: readonly number[]): Tensor => ({
  dataType: "float32",
  shape,
  data: Float32Array.from(data),
});

/** What ONNX Runtime's CPU kernels answer: shape and elements. */
async function ask(operator: string, operands: Operands, options: Options = {}): Promise<unknown[]> {
  const answer = await answerWith(runtime, sessionOptions, caseOf(operator, operands, options));
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  const { shape, data } = answer.dispatches[0].get("output")!;
  return [shape, [...data]];
}

function lowered(operator: string, operands: Operands, options: Options = {}) {
  const { nodes, rewrites } = lower(caseOf(operator, operands, options).graph);
  return { nodes, rewrites };
}

const input = f32([2, 3], [-1, 2, -3, 4, -5, 6]);

Deno.test("a reduction is one ONNX node, with its axes and without the dimensions unless they are kept", async () => {
  assert.deepEqual(await ask("reduceSum", { input }), [[], [3]]);
  assert.deepEqual(await ask("reduceSum", { input }, { axes: [1] }), [[2], [-2, 5]]);
  assert.deepEqual(await ask("reduceMax", { input }, { axes: [0], keepDimensions: true }), [[1, 3], [
    4,
    2,
    6,
  ]]);
  assert.deepEqual(await ask("reduceProduct", { input }, { axes: [1, 0] }), [[], [-720]]);
  assert.deepEqual(await ask("reduceMean", { input }, { axes: [1], keepDimensions: false }), [
    [2],
    [-2 / 3, 5 / 3]
      .map(Math.fround),
  ]);
  assert.deepEqual(lowered("reduceL2", { input }, { axes: [1] }), {
    nodes: ["ReduceL2 of float32"],
    rewrites: [],
  });
});

Deno.test("over an empty list of axes the function is applied to each element", async () => {
  const options = { axes: [] };
  assert.deepEqual(await ask("reduceL1", { input }, options), [[2, 3], [1, 2, 3, 4, 5, 6]]);
  assert.deepEqual(await ask("reduceSumSquare", { input }, options), [[2, 3], [1, 4, 9, 16, 25, 36]]);
  assert.deepEqual(await ask("reduceSum", { input }, options), [[2, 3], [...input.data]]);
  assert.deepEqual(await ask("reduceL2", { input: f32([], [-3]) }, options), [[], [3]]);
  assert.deepEqual(lowered("reduceL1", { input }, options).rewrites, ["input reshaped to [2,3,1]"]);
  assert.deepEqual(lowered("reduceMin", { input }, options).rewrites, []);
});

Deno.test("argMin and argMax cast ONNX's int64 indices where int32 is wanted, and say so", async () => {
  assert.deepEqual(await ask("argMax", { input }, { axis: 1 }), [[2], [1, 2]]);
  const options = { axis: 0, keepDimensions: true, outputDataType: "int64" };
  assert.deepEqual(await ask("argMin", { input }, options), [[1, 3], [0n, 1n, 0n]]);
  assert.deepEqual(lowered("argMax", { input }, { axis: 1 }), {
    nodes: ["ArgMax of float32", "Cast of int64"],
    rewrites: ["indices cast to int32"],
  });
});

Deno.test("cumulativeSum takes its axis, and both of its flags", async () => {
  assert.deepEqual(await ask("cumulativeSum", { input }, { axis: 1 }), [[2, 3], [-1, 1, -2, 4, -1, 5]]);
  const flags = { axis: 1, exclusive: true, reversed: true };
  assert.deepEqual(await ask("cumulativeSum", { input }, flags), [[2, 3], [-1, -3, 0, 1, 6, 0]]);
});

Deno.test("batchNormalization brings the features to axis 1", async () => {
  const mean = f32([2], [1, 2]), variance = f32([2], [4, 1]), x = f32([2, 2], [1, 2, 3, 4]);
  const options = { epsilon: 0 };
  assert.deepEqual(await ask("batchNormalization", { input: x, mean, variance }, options), [[2, 2], [
    0,
    0,
    1,
    2,
  ]]);
  const scale = f32([2], [10, 100]), bias = f32([2], [5, 6]);
  const rows = await ask("batchNormalization", { input: x, mean, variance, scale, bias }, {
    axis: 0,
    ...options,
  });
  assert.deepEqual(rows, [[2, 2], [5, 10, 106, 206]]);
  const vector = await ask("batchNormalization", { input: f32([2], [5, 5]), mean, variance }, {
    axis: 0,
    ...options,
  });
  assert.deepEqual(vector, [[2], [2, 3]]);
  assert.deepEqual(lowered("batchNormalization", { input: x, mean, variance }, { axis: 0 }).rewrites, [
    "input transposed by [1,0]",
    "absent scale as 1",
    "absent bias as 0",
    "output transposed by [1,0]",
  ]);
});

Deno.test("layerNormalization moves its axes to the end, in their order", async () => {
  const x = f32([2, 2], [-1, 9, 1, 11]);
  const near = async (operands: Operands, options: Options, wanted: readonly number[]) => {
    const [, data] = await ask("layerNormalization", operands, { epsilon: 0, ...options });
    assert.deepEqual((data as number[]).map((value) => Math.round(value * 1000) / 1000), wanted);
  };
  await near({ input: x }, { axes: [0] }, [-1, -1, 1, 1]);
  await near({ input: x }, {}, [-1, 1, -1, 1]);
  const turned = f32([2, 2], [-3, 0, -1, 4]);
  const scale = f32([2, 2], [1, 10, 100, 1000]);
  const [, straight] = await ask("layerNormalization", { input: turned, scale }, { axes: [0, 1] });
  const swapped = f32([2, 2], [1, 100, 10, 1000]);
  const [, crossed] = await ask("layerNormalization", { input: turned, scale: swapped }, { axes: [1, 0] });
  assert.deepEqual(crossed, straight);
  const bias = f32([], [7]);
  await near({ input: f32([2], [3, 4]), bias }, { axes: [], epsilon: 0.5 }, [7, 7]);
  await near({ input: f32([], [3]), bias }, { epsilon: 0.5 }, [7]);
});
