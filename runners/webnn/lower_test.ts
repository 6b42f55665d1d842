import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { DataType } from "../../graph/data_type.ts";
import type { Invalid } from "../../graph/invalid.ts";
import type { Graph, Node, Operand } from "../../graph/graph.ts";
import { InputError } from "../../graph/input_error.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { type Definition, fromBytes, lower } from "./lower.ts";
import { PacketReader } from "./packet.ts";
import type { Program } from "./program.ts";

const any = { dataTypes: ["float32"], rank: [0, 4] } as const;
const definitions = new Map<string, Definition>([
  ["conv2d", { arguments: ["input", "filter"], operands: { input: any, filter: any, bias: any } }],
  ["concat", { arguments: ["inputs", "axis"], operands: { inputs: any } }],
  ["softmax", { arguments: ["input", "axis"], operands: { input: any } }],
]);

const tensor: Tensor = { dataType: "float32", shape: [2], data: new Float32Array([1, -0]) };

function caseOf(nodes: Node[], inputs: string[] = ["x"], data: Tensor = tensor): Case {
  const graph: Graph = {
    operands: new Map<string, Operand>([
      ...inputs.map((name) =>
        [name, { kind: "input", dataType: data.dataType, shape: data.shape }] as [string, Operand]
      ),
      ["w", { kind: "constant", tensor: data }],
      ["s", { kind: "scalarConstant", dataType: "float32", value: Infinity }],
    ]),
    nodes,
    outputs: ["y"],
  };
  const values = new Map(inputs.map((name) => [name, data]));
  return { id: "c", graph, inputs: values, secondInputs: values, provenance: { source: "test" } };
}

function programOf(testCase: Case): { program: Program; packet: PacketReader } {
  const packet = new PacketReader(lower(testCase, definitions).buffer);
  return { program: packet.header as Program, packet };
}

const limit = (argument: string) => ({ argument, ...any });

Deno.test("lower() passes arguments in the definition's order and options as given", () => {
  const node = {
    operator: "conv2d",
    operands: { bias: "s", filter: "w", input: "x" },
    options: { strides: [1, 2] },
    outputs: ["y"],
  };
  assert.deepEqual(programOf(caseOf([node])).program.calls, [{
    method: "conv2d",
    names: ["input", "filter"],
    arguments: [
      { kind: "operand", names: "x", limit: limit("input") },
      { kind: "operand", names: "w", limit: limit("filter") },
    ],
    options: [
      ["bias", { kind: "operand", names: "s", limit: limit("bias") }],
      ["strides", { kind: "value", value: [1, 2] }],
    ],
    outputs: ["y"],
  }]);
});

Deno.test("lower() fills in nothing: no options dictionary and no trailing argument where none is given", () => {
  const node = { operator: "softmax", operands: { input: "x" }, options: {}, outputs: ["y"] };
  const [call] = programOf(caseOf([node])).program.calls;
  assert.equal(call.arguments.length, 1);
  assert.equal("options" in call, false);
});

Deno.test("lower() passes a sequence of operands and a plain value", () => {
  const node = { operator: "concat", operands: { inputs: ["x", "w"] }, options: { axis: 0 }, outputs: ["y"] };
  assert.deepEqual(programOf(caseOf([node])).program.calls[0].arguments, [
    { kind: "operands", names: ["x", "w"], limit: limit("inputs") },
    { kind: "value", value: 0 },
  ]);
});

Deno.test("lower() says which inputs the outputs depend on", () => {
  const node = { operator: "softmax", operands: { input: "x" }, options: {}, outputs: ["y"] };
  const idle = { operator: "softmax", operands: { input: "z" }, options: {}, outputs: ["unused"] };
  const { program } = programOf(caseOf([node, idle], ["x", "z"]));
  const used = program.operands.flatMap((operand) =>
    operand.kind === "input" ? [[operand.name, operand.used]] : []
  );
  assert.deepEqual(used, [["x", true], ["z", false]]);
});

Deno.test("lower() keeps inputs, constants and scalar constants apart, with their data", () => {
  const node = { operator: "softmax", operands: { input: "x" }, options: {}, outputs: ["y"] };
  const { program, packet } = programOf(caseOf([node]));
  const [input, constant, scalar] = program.operands;
  assert.deepEqual([input.kind, constant.kind, scalar.kind], ["input", "constant", "scalarConstant"]);
  assert.ok(constant.kind === "constant" && scalar.kind === "scalarConstant");
  assert.deepEqual(new Float32Array(packet.read(constant.data)), tensor.data);
  assert.equal(scalar.value, Infinity);
});

Deno.test("lower() refuses an operator without a definition", () => {
  const node = { operator: "fold", operands: { input: "x" }, options: {}, outputs: ["y"] };
  assert.throws(() => lower(caseOf([node]), definitions), InputError);
});

for (const [dataType, values] of [["int4", [-8, 7, -1]], ["uint4", [15, 0, 9]]] as [DataType, number[]][]) {
  Deno.test(`lower() packs ${dataType} low nibble first, and fromBytes() unpacks it`, () => {
    const data = dataType === "int4" ? new Int8Array(values) : new Uint8Array(values);
    const node = { operator: "softmax", operands: { input: "x" }, options: {}, outputs: ["y"] };
    const { program, packet } = programOf(caseOf([node], ["x"], { dataType, shape: [3], data }));
    const [input] = program.operands;
    assert.ok(input.kind === "input");
    const bytes = packet.read(input.data[0]);
    assert.equal(new Uint8Array(bytes)[0], (values[1] & 15) << 4 | values[0] & 15);
    assert.deepEqual(fromBytes(dataType, [3], bytes), { dataType, shape: [3], data });
  });
}

Deno.test("fromBytes() refuses bytes that do not fit the shape", () => {
  assert.throws(
    () => fromBytes("float32", [2], new ArrayBuffer(4)),
    /4 bytes came for float32\[2\], which takes 8/,
  );
});

Deno.test("lower() sends an invalid case without data, and asks no limit for the argument at fault", () => {
  const node = { operator: "conv2d", operands: { input: "x", filter: "w" }, options: {}, outputs: ["y"] };
  const { id, graph, provenance } = caseOf([node]);
  const invalid: Invalid = {
    method: "conv2d",
    step: "allowed-data-type",
    argument: "filter",
    exception: "TypeError",
  };
  const { program } = programOf({
    id,
    graph,
    inputs: new Map(),
    secondInputs: new Map(),
    provenance,
    invalid,
  });
  assert.deepEqual(program.invalid, invalid);
  const [input, filter] = program.calls[0].arguments;
  assert.deepEqual(input, { kind: "operand", names: "x", limit: limit("input") });
  assert.deepEqual(filter, {
    kind: "operand",
    names: "w",
    limit: { ...limit("filter"), dataTypes: [] },
  });
});
