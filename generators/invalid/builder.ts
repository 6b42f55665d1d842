/**
 * Invalid calls of the builder's own methods: `input`, `constant` and `build`.
 *
 * @module
 */

import type { Graph, Operand } from "../../graph/graph.ts";
import type { Misuse, RawValue } from "../../graph/invalid.ts";

/** A misuse of one of these methods in a valid graph. */
export interface MisusedGraph {
  readonly method: "input" | "constant" | "build";
  readonly graph: Graph;
  readonly misuse: Misuse;
  readonly short: string;
}

const shape = [2, 3];
const x: Operand = { kind: "input", dataType: "float32", shape };

/** `y = x + c` */
function sumWith(c: Operand): Graph {
  return {
    operands: new Map([["x", x], ["c", c]]),
    nodes: [{ operator: "add", operands: { a: "x", b: "c" }, options: {}, outputs: ["y"] }],
    outputs: ["y"],
  };
}

const tensor = { dataType: "float32", shape, data: new Float32Array(6) } as const;
const ofInput = sumWith(x);
const ofBuffer = sumWith({ kind: "constant", tensor });
const ofTensor = sumWith({ kind: "constantTensor", tensor });
const ofScalar = sumWith({ kind: "scalarConstant", dataType: "float32", value: 1 });

const descriptor = (shape: RawValue, dataType: RawValue = "float32"): RawValue => ({ dataType, shape });

/** What is wrong with a descriptor, wherever one is given. */
const descriptors: readonly (readonly [short: string, value?: RawValue])[] = [
  ["missing"],
  ["text", "x"],
  ["no-shape", { dataType: "float32" }],
  ["no-data-type", { shape }],
  ["float64", descriptor(shape, "float64")],
  ["number", descriptor(6)],
  ["negative-size", descriptor([-1, 3])],
  ["text-size", descriptor(["x", 3])],
  ["size-zero", descriptor([0, 3])],
  ["size-too-large", descriptor([2 ** 31])],
  ["too-many-elements", descriptor([2 ** 16, 2 ** 15])],
];

/** Every misuse of the three methods. */
export function* builderMisuses(): Iterable<MisusedGraph> {
  const argument = (name: string, value?: RawValue): Misuse => ({
    kind: "argument",
    argument: name,
    ...(value !== undefined && { value }),
  });
  for (const [method, graph] of [["input", ofInput], ["constant", ofBuffer]] as const) {
    for (const [short, value] of descriptors) {
      yield { method, graph, misuse: argument("descriptor", value), short: `descriptor.${short}` };
    }
  }
  const further: readonly (readonly [MisusedGraph["method"], Graph, string, Misuse])[] = [
    ["input", ofInput, "builder", { kind: "built" }],
    ["input", ofInput, "context", { kind: "lost" }],
    ["input", ofInput, "name.empty", argument("name", "")],
    ["input", ofInput, "name.taken", argument("name", "x")],
    ["constant", ofBuffer, "builder", { kind: "built" }],
    ["constant", ofBuffer, "context", { kind: "lost" }],
    ["constant", ofBuffer, "buffer.text", argument("buffer", "x")],
    ["constant", ofBuffer, "buffer.int32", { kind: "view", type: "Int32Array" }],
    ["constant", ofBuffer, "buffer.data-view", { kind: "view", type: "DataView" }],
    ["constant", ofBuffer, "descriptor.shorter", argument("descriptor", descriptor([2, 2]))],
    ["constant", ofBuffer, "descriptor.longer", argument("descriptor", descriptor([2, 4]))],
    ["constant", ofBuffer, "descriptor.float16", argument("descriptor", descriptor(shape, "float16"))],
    ["constant", ofScalar, "scalar.builder", { kind: "built" }],
    ["constant", ofScalar, "dataType.float64", argument("dataType", "float64")],
    ["constant", ofTensor, "tensor.builder", { kind: "built" }],
    ["constant", ofTensor, "tensor.destroyed", { kind: "tensor", state: "destroyed" }],
    ["constant", ofTensor, "tensor.not-constant", { kind: "tensor", state: "not-constant" }],
    ["constant", ofTensor, "tensor.other-context", { kind: "tensor", state: "other-context" }],
    ["build", ofInput, "builder", { kind: "built" }],
    ["build", ofInput, "context", { kind: "lost" }],
    ["build", ofInput, "outputs.other-builder", { kind: "other-builder", operand: "y" }],
    ["build", ofInput, "outputs.missing", argument("outputs")],
    ["build", ofInput, "outputs.number", argument("outputs", 1.5)],
    ["build", ofInput, "outputs.none", argument("outputs", {})],
    ["build", ofInput, "outputs.text", argument("outputs", { y: "y" })],
    ["build", ofInput, "outputs.name-empty", argument("outputs", { "": { operand: "y" } })],
    ["build", ofInput, "outputs.input", argument("outputs", { y: { operand: "x" } })],
    ["build", ofBuffer, "outputs.constant", argument("outputs", { y: { operand: "c" } })],
  ];
  for (const [method, graph, short, misuse] of further) yield { method, graph, misuse, short };
}
