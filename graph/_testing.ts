/**
 * Arbitrary tensors, graphs and cases for the tests of this room.
 *
 * @module
 */

import fc from "fast-check";
import type { Case } from "./case.ts";
import { bytesPerElement, type DataType, dataTypes, integerRange, viewElements } from "./data_type.ts";
import type { Graph, Node, Operand, OptionValue } from "./graph.ts";
import type { Signature, Signatures } from "./signature.ts";
import { elementCount, type Tensor } from "./tensor.ts";

/** Bits of every kind, NaN payloads among them; `int4` and `uint4` within their range. */
export function tensorOf(dataType: DataType, shape: readonly number[]): fc.Arbitrary<Tensor> {
  const length = elementCount(shape);
  if (dataType === "int4" || dataType === "uint4") {
    const [min, max] = integerRange[dataType].map(Number);
    return fc.array(fc.integer({ min, max }), { minLength: length, maxLength: length }).map((elements) => ({
      dataType,
      shape,
      data: dataType === "int4" ? Int8Array.from(elements) : Uint8Array.from(elements),
    }));
  }
  const bytes = length * bytesPerElement(dataType);
  return fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => ({
    dataType,
    shape,
    data: viewElements(dataType, Uint8Array.from(raw).buffer, 0, length),
  }));
}

export const anyDataType: fc.Arbitrary<DataType> = fc.constantFrom(...dataTypes);
export const anyShape: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 });
export const anyTensor: fc.Arbitrary<Tensor> = fc.tuple(anyDataType, anyShape).chain(([dataType, shape]) =>
  tensorOf(dataType, shape)
);

/** Names as in web-platform-tests, and awkward ones: dots, percent signs, an array index. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("12-L#!.☺", "a.b", "a", "b", "0", "value", "a.alternatives.0", "%2E", "a%2Eb", "two words"),
  fc.stringMatching(/^[A-Za-z0-9_.%-]{1,8}$/).filter((name) => !(name in {}) && !/^\.+$/.test(name)),
);

/** Two operators that together have every kind of argument and option. */
export const signatures: Signatures = new Map<string, Signature>([
  ["mix", {
    name: "mix",
    arguments: ["input", "axis", "sizes"],
    operands: { input: {}, bias: { optional: true } },
    options: {
      axis: { type: "unsigned long", required: true },
      sizes: { type: "sequence<unsigned long>" },
      alpha: { type: "float" },
      scales: { type: "sequence<float>" },
      beta: { type: "double" },
      value: { type: "MLNumber" },
      exclusive: { type: "boolean" },
      label: { type: "string" },
      mode: { type: { enum: ["constant", "edge"] } },
    },
  }],
  ["join", {
    name: "join",
    arguments: ["inputs", "axis"],
    operands: { inputs: { sequence: true } },
    options: { axis: { type: "unsigned long" } },
  }],
]);

const unsigned = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(2 ** 32 - 1));
const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), fc.constantFrom(0n, 5n));
const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 5));

const mixOptions: fc.Arbitrary<Record<string, OptionValue>> = fc.record({
  axis: unsigned,
  sizes: fc.array(unsigned),
  alpha: number,
  scales: fc.array(number),
  beta: number,
  value: fc.oneof(number, int64),
  exclusive: fc.boolean(),
  label: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("NaN", "5")),
  mode: fc.constantFrom("constant", "edge", "no such mode"),
}, { requiredKeys: ["axis"], noNullPrototype: true });

const anyOperand: fc.Arbitrary<Operand> = fc.oneof(
  fc.tuple(anyDataType, anyShape).map(([dataType, shape]): Operand => ({ kind: "input", dataType, shape })),
  fc.tuple(fc.constantFrom("constant" as const, "constantTensor" as const), anyTensor).map((
    [kind, tensor],
  ): Operand => ({ kind, tensor })),
  fc.tuple(anyDataType, fc.oneof(number, int64)).map(([dataType, value]): Operand => ({
    kind: "scalarConstant",
    dataType,
    value,
  })),
);

/** Names of operands and, node by node, of outputs; which earlier names each node uses comes from `picks`. */
const anyGraph: fc.Arbitrary<Graph> = fc.record({
  names: fc.uniqueArray(anyName, { minLength: 4, maxLength: 8 }),
  operands: fc.array(anyOperand, { minLength: 1, maxLength: 3 }),
  options: fc.array(mixOptions, { minLength: 8, maxLength: 8 }),
  picks: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
}).map(({ names, operands, options, picks }) => {
  const results = names.slice(operands.length);
  const nodes = results.map((output, index): Node => {
    const before = names.slice(0, operands.length + index);
    const a = before[picks[2 * index] % before.length];
    const b = before[picks[2 * index + 1] % before.length];
    if (picks[index] % 3 === 0) {
      return {
        operator: "join",
        operands: { inputs: [a, b, a] },
        options: { axis: index },
        outputs: [output],
      };
    }
    return {
      operator: "mix",
      operands: picks[index] % 3 === 1 ? { input: a } : { input: a, bias: b },
      options: options[index],
      outputs: [output],
    };
  });
  return {
    operands: new Map(operands.map((operand, index) => [names[index], operand])),
    nodes,
    outputs: results.filter((_, index) => index === 0 || picks[index] % 2 === 0),
  };
});

function inputsOf(graph: Graph): fc.Arbitrary<Map<string, Tensor>> {
  const inputs = [...graph.operands].flatMap(([name, operand]) =>
    operand.kind === "input"
      ? [tensorOf(operand.dataType, operand.shape).map((tensor) => [name, tensor] as const)]
      : []
  );
  return fc.tuple(...inputs).map((entries) => new Map(entries));
}

/** Cases of both operators. */
export const anyCase: fc.Arbitrary<Case> = anyGraph.chain((graph) =>
  fc.record({
    id: fc.constantFrom("mix/group/float32/a-00000000", "x"),
    graph: fc.constant(graph),
    inputs: inputsOf(graph),
    secondInputs: inputsOf(graph),
    provenance: fc.record(
      { source: fc.string(), name: fc.string(), seed: fc.string(), dataKind: fc.string() },
      { requiredKeys: ["source"], noNullPrototype: true },
    ),
  }, { noNullPrototype: true })
);

/** Outputs of a graph by name, each with a tensor. */
export function outputsOf(graph: Graph): fc.Arbitrary<Map<string, Tensor>> {
  return fc.tuple(...graph.outputs.map((name) => anyTensor.map((tensor) => [name, tensor] as const))).map(
    (entries) => new Map(entries),
  );
}

/** The value with typed arrays as lists, for comparing where NaN payloads may be lost. */
export function withoutPayloads(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [value.constructor.name, ...(value as Float64Array)];
  if (value instanceof Map) return new Map([...value].map(([key, part]) => [key, withoutPayloads(part)]));
  if (Array.isArray(value)) return value.map(withoutPayloads);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutPayloads(part)]));
}
