import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { OptionValue } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { lower } from "./lower.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

type Options = Readonly<Record<string, OptionValue>>;

/** A case of one node whose operands are all inputs. */
function caseOf(
  operator: string,
  operands: Readonly<Record<string, Tensor>>,
  options: Options,
  outputs: readonly string[] = ["output"],
): Case {
  const inputs = new Map(Object.entries(operands));
  const names = Object.fromEntries(Object.keys(operands).map((name) => [name, name]));
  return {
    id: "test",
    graph: {
      operands: new Map(
        [...inputs].map(([name, { dataType, shape }]) => [name, { kind: "input", dataType, shape }]),
      ),
      nodes: [{ operator, operands: names, options, outputs }],
      outputs,
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "test" },
  };
}

/** What ONNX Runtime's CPU kernels answer, output by output, and what was rewritten. */
async function ask(testCase: Case): Promise<{ answers: unknown[]; rewrites: readonly string[] }> {
  const answer = await answerWith(runtime, sessionOptions, testCase);
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  const answers = testCase.graph.outputs.map((name) => {
    const { shape, data } = answer.dispatches[0].get(name)!;
    return [shape, [...data]];
  });
  return { answers, rewrites: answer.rewrites! };
}

const f32 = (shape: readonly number[], data: readonly number[]): Tensor => ({
  dataType: "float32",
  shape,
  data: Float32Array.from(data),
});
const i32 = (shape: readonly number[], data: readonly number[]): Tensor => ({
  dataType: "int32",
  shape,
  data: Int32Array.from(data),
});

const table = f32([2, 3], [1, 2, 3, 4, 5, 6]);

Deno.test("expand and tile", async () => {
  const column = f32([2, 1], [1, 2]);
  const { answers } = await ask(caseOf("expand", { input: column }, { newShape: [2, 2, 2] }));
  assert.deepEqual(answers, [[[2, 2, 2], [1, 1, 2, 2, 1, 1, 2, 2]]]);
  const tiled = await ask(caseOf("tile", { input: column }, { repetitions: [2, 2] }));
  assert.deepEqual(tiled.answers, [[[4, 2], [1, 1, 2, 2, 1, 1, 2, 2]]]);
});

Deno.test("gather, gatherElements and gatherND take negative indices; what ONNX lacks of their types is cast", async () => {
  const columns = await ask(caseOf("gather", { input: table, indices: i32([2], [-1, 0]) }, { axis: 1 }));
  assert.deepEqual(columns, { answers: [[[2, 2], [3, 1, 6, 4]]], rewrites: [] });
  const unsigned: Tensor = { dataType: "uint32", shape: [1], data: Uint32Array.of(1) };
  const row = await ask(caseOf("gather", { input: table, indices: unsigned }, {}));
  assert.deepEqual(row, { answers: [[[1, 3], [4, 5, 6]]], rewrites: ["uint32 indices cast to int64"] });
  const each = await ask(caseOf("gatherElements", { input: table, indices: i32([1, 3], [1, 0, -1]) }, {}));
  assert.deepEqual(each.answers, [[[1, 3], [4, 2, 6]]]);
  const points = await ask(caseOf("gatherND", { input: table, indices: i32([2, 2], [0, -1, 1, 0]) }, {}));
  assert.deepEqual(points, { answers: [[[2], [3, 4]]], rewrites: ["int32 indices cast to int64"] });
});

Deno.test("scatterElements and scatterND", async () => {
  const updates = f32([2, 1], [-1, -2]);
  const elements = { input: table, indices: i32([2, 1], [2, -2]), updates };
  const { answers } = await ask(caseOf("scatterElements", elements, { axis: 1 }));
  assert.deepEqual(answers, [[[2, 3], [1, 2, -1, 4, -2, 6]]]);
  const rows = { input: table, indices: i32([1, 1], [-2]), updates: f32([1, 3], [7, 8, 9]) };
  assert.deepEqual((await ask(caseOf("scatterND", rows, {}))).answers, [[[2, 3], [7, 8, 9, 4, 5, 6]]]);
});

Deno.test("slice steps within its sizes, reverse steps backward", async () => {
  const line = f32([7], [0, 1, 2, 3, 4, 5, 6]);
  const sliced = await ask(caseOf("slice", { input: line }, { starts: [1], sizes: [5], strides: [2] }));
  assert.deepEqual(sliced.answers, [[[3], [1, 3, 5]]]);
  const plain = await ask(caseOf("slice", { input: table }, { starts: [1, 1], sizes: [1, 2] }));
  assert.deepEqual(plain.answers, [[[1, 2], [5, 6]]]);
  const all = await ask(caseOf("reverse", { input: table }, {}));
  assert.deepEqual(all, {
    answers: [[[2, 3], [6, 5, 4, 3, 2, 1]]],
    rewrites: ["reverse as Slice with steps of -1"],
  });
  const one = await ask(caseOf("reverse", { input: table }, { axes: [0] }));
  assert.deepEqual(one.answers, [[[2, 3], [4, 5, 6, 1, 2, 3]]]);
});

Deno.test("split has an output for each part", async () => {
  const halves = await ask(caseOf("split", { input: table }, { splits: 2 }, ["a", "b"]));
  assert.deepEqual(halves.answers, [[[1, 3], [1, 2, 3]], [[1, 3], [4, 5, 6]]]);
  const uneven = await ask(caseOf("split", { input: table }, { splits: [1, 2], axis: 1 }, ["a", "b"]));
  assert.deepEqual(uneven.answers, [[[2, 1], [1, 4]], [[2, 2], [2, 3, 5, 6]]]);
});

Deno.test("only the outputs that the graph asks for are answered", async () => {
  const { graph, ...rest } = caseOf("split", { input: table }, { splits: 3, axis: 1 }, ["a", "b", "c"]);
  const { answers } = await ask({ ...rest, graph: { ...graph, outputs: ["c"] } });
  assert.deepEqual(answers, [[[2, 1], [3, 6]]]);
});

Deno.test("triangular keeps the diagonal that is meant", async () => {
  const square = f32([2, 2], [1, 2, 3, 4]);
  const of = async (options: Options) =>
    (await ask(caseOf("triangular", { input: square }, options))).answers[0];
  assert.deepEqual(await of({}), [[2, 2], [1, 2, 0, 4]]);
  assert.deepEqual(await of({ diagonal: 1 }), [[2, 2], [0, 2, 0, 0]]);
  assert.deepEqual(await of({ upper: false }), [[2, 2], [1, 0, 3, 4]]);
  assert.deepEqual(await of({ upper: false, diagonal: -1 }), [[2, 2], [0, 0, 3, 0]]);
});

Deno.test("what has no axes to go along stays as it is, and that is said", () => {
  const scalar = f32([], [5]);
  const rewrites = (operator: string, options: Options) =>
    lower(caseOf(operator, { input: scalar }, options).graph).rewrites;
  assert.deepEqual(rewrites("reverse", {}), ["reverse along no axis as Identity"]);
  assert.deepEqual(rewrites("slice", { starts: [], sizes: [] }), ["slice along no axis as Identity"]);
  assert.deepEqual(rewrites("tile", { repetitions: [] }), ["tile along no axis as Identity"]);
});
