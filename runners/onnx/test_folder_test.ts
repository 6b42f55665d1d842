import assert from "node:assert/strict";
import { InferenceSession, Tensor } from "onnxruntime-node";
import protobuf from "protobufjs";
import type { Graph } from "../../graph/graph.ts";
import { testFolder } from "./test_folder.ts";
import { UnsupportedError } from "./unsupported.ts";

const graph: Graph = {
  operands: new Map([
    ["a", { kind: "input", dataType: "float32", shape: [2, 2] }],
    ["b", {
      kind: "constant",
      tensor: { dataType: "float32", shape: [2], data: new Float32Array([10, 20]) },
    }],
    ["c", { kind: "input", dataType: "float32", shape: [] }],
  ]),
  nodes: [
    { operator: "sub", operands: { a: "a", b: "b" }, options: {}, outputs: ["less"] },
    { operator: "mul", operands: { a: "less", b: "c" }, options: {}, outputs: ["times"] },
  ],
  outputs: ["times"],
};

const float32 = (shape: number[], data: number[]) => ({
  dataType: "float32" as const,
  shape,
  data: new Float32Array(data),
});

const dataSet = {
  inputs: new Map([["c", float32([], [3])], ["a", float32([2, 2], [1, 2, 3, 4])]]),
  outputs: new Map([["times", float32([2, 2], [-27, -54, -21, -48])]]),
};

const { Message } = protobuf.parse(`syntax = "proto3";
  message Message { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }`)
  .root.nested as Record<string, protobuf.Type>;

function decode(bytes: Uint8Array) {
  const { name, dims, rawData } = Message.toObject(Message.decode(bytes), { longs: Number, arrays: true });
  return { name, tensor: new Tensor("float32", new Float32Array(Uint8Array.from(rawData).buffer), dims) };
}

Deno.test("testFolder() writes a model and data that ONNX Runtime gives the same answer for", async () => {
  const files = testFolder(graph, [dataSet, dataSet]);
  const tensorOf = (path: string) => decode(files.get(path)!);
  const session = await InferenceSession.create(files.get("model.onnx")!);
  const [a, c] = [tensorOf("test_data_set_1/input_0.pb"), tensorOf("test_data_set_1/input_1.pb")];
  assert.deepEqual([a.name, c.name], session.inputNames);
  const { times } = await session.run({ a: a.tensor, c: c.tensor });
  const expected = tensorOf("test_data_set_1/output_0.pb");
  assert.equal(expected.name, "times");
  assert.deepEqual(times.dims, expected.tensor.dims);
  assert.deepEqual(times.data, expected.tensor.data);
  assert.equal(files.size, 7);
});

Deno.test("testFolder() says what ONNX cannot express", () => {
  const shape = [1, 1, 2, 2];
  const integers: Graph = {
    operands: new Map([["input", { kind: "input", dataType: "int64", shape }]]),
    nodes: [{ operator: "maxPool2d", operands: { input: "input" }, options: {}, outputs: ["output"] }],
    outputs: ["output"],
  };
  assert.throws(() => testFolder(integers, []), UnsupportedError);
});
