import assert from "node:assert/strict";
import type { Graph, Node, Operand } from "../graph/graph.ts";
import type { Operator } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import type { NotDrawn } from "./not_drawn.ts";
import { valueText } from "./option_count.ts";
import { signatureCoverageOf } from "./signature_coverage.ts";

const operator = {
  name: "op",
  operands: {
    input: { dataTypes: ["float32", "int8"], rank: [1, Infinity] },
    bias: { dataTypes: ["float32"], rank: [1, 1], optional: true },
  },
  options: {
    axis: { type: "unsigned long", default: 1 },
    layout: { type: { enum: ["nchw", "nhwc"] }, default: "nchw" },
    keep: { type: "boolean" },
    sizes: { type: "sequence<unsigned long>", required: true },
    activations: { type: { sequenceOf: ["relu", "tanh"] } },
  },
} as const satisfies Partial<Operator> as unknown as Operator;

const input = (dataType: "float32" | "int8", rank: number): Operand => ({
  kind: "input",
  dataType,
  shape: Array.from({ length: rank }, () => 2),
});

function graph(operands: Record<string, Operand>, options: Node["options"], operator = "op"): Graph {
  const names = Object.fromEntries(Object.keys(operands).map((name) => [name, name]));
  const node: Node = { operator, operands: names, options, outputs: ["output"] };
  return { operands: new Map(Object.entries(operands)), nodes: [node], outputs: ["output"] };
}

const bias: Operand = {
  kind: "constant",
  tensor: { dataType: "float32", shape: [2], data: new Float32Array(2) },
};

const graphs = [
  graph({ input: input("float32", 1) }, { sizes: [1, 2] }),
  graph({ input: input("float32", 7), bias }, { sizes: [3], axis: 1, layout: "nhwc" }),
  graph({ input: input("float32", 1), bias }, { sizes: [3], activations: ["relu", "relu"], keep: true }),
];

const accept = () => undefined;
const texts = (notDrawn: readonly NotDrawn[]) => notDrawn.map(({ what }) => what);

Deno.test("signatureCoverageOf() counts data types, ranks and sources of each operand", () => {
  const { operands } = signatureCoverageOf(operator, graphs, accept);
  const { notDrawn: missing, ...input } = operands.get("input")!;
  assert.deepEqual(texts(missing), ["int8", "rank 2", "rank 3", "rank 4", "rank 5"]);
  assert.deepEqual(input, {
    inputs: 3,
    constants: 0,
    absent: 0,
    dataTypes: new Map([["float32", 3]]),
    ranks: new Map([[1, 2], [7, 1]]),
  });
  const { constants, absent, notDrawn } = operands.get("bias")!;
  assert.deepEqual([constants, absent, notDrawn], [2, 1, []]);
});

Deno.test("signatureCoverageOf() counts values of options, and what an option may be and never is", () => {
  const { options } = signatureCoverageOf(operator, graphs, accept);
  const seen = [...options].map((
    [name, { absent, values, notDrawn }],
  ) => [name, absent, [...values], texts(notDrawn)]);
  assert.deepEqual(seen, [
    ["axis", 2, [["1", 1]], ["another value"]],
    ["layout", 2, [["nhwc", 1]], ["default nchw"]],
    ["keep", 2, [["true", 1]], ["false"]],
    ["sizes", 0, [["[1,2]", 1], ["[3]", 2]], []],
    ["activations", 2, [["[relu,relu]", 1]], ["tanh"]],
  ]);
});

Deno.test("signatureCoverageOf() leaves graphs of other operators out, and misses everything where there is none", () => {
  const { operands, options } = signatureCoverageOf(operator, [
    graph({ input: input("int8", 2) }, {}, "other"),
  ]);
  assert.equal(operands.get("input")!.dataTypes.size, 0);
  assert.deepEqual(texts(operands.get("bias")!.notDrawn), ["float32", "rank 1", "absent"]);
  assert.deepEqual(texts(options.get("axis")!.notDrawn), ["absent", "default 1", "another value"]);
  assert.equal(operands.get("input")!.notDrawn.at(-1)!.what, "rank 6 or more");
});

Deno.test("valueText() tells values apart", () => {
  assert.deepEqual([[1, 2], -0, 5n, "ceil", true].map(valueText), ["[1,2]", "-0", "5", "ceil", "true"]);
});

Deno.test("signatureCoverageOf() gives the reason where every case is refused with a value, and only there", () => {
  const refusalOf = ({ operands, nodes: [{ options }] }: Graph) => {
    const input = operands.get("input")!;
    if (input.kind === "input" && input.dataType === "int8") return "no int8";
    if (options.layout === "nchw" && "axis" in options) return "no axis with nchw";
    if (options.keep === false) return "no false";
  };
  const { operands, options } = signatureCoverageOf(operator, graphs, refusalOf);
  assert.deepEqual(operands.get("input")!.notDrawn[0], { what: "int8", reason: "no int8" });
  assert.deepEqual(options.get("keep")!.notDrawn, [{ what: "false", reason: "no false" }]);
  assert.deepEqual(options.get("layout")!.notDrawn, [{ what: "default nchw", reason: undefined }]);
});

Deno.test("signatureCoverageOf() of an operator says why an output cannot be of every data type", () => {
  const argMin = operators.get("argMin")!;
  const options = { axis: 0, outputDataType: "int32" };
  const { notDrawn } = signatureCoverageOf(argMin, [graph({ input: input("float32", 1) }, options, "argMin")])
    .options.get("outputDataType")!;
  const refused = notDrawn.filter(({ reason }) => reason?.startsWith("argMin: ")).map(({ what }) => what);
  assert.deepEqual(refused, ["float32", "float16", "uint32", "uint64", "int8", "uint8"]);
  assert.deepEqual(texts(notDrawn.filter(({ reason }) => !reason)), ["absent", "int64"]);
});
