import assert from "node:assert/strict";
import fc from "fast-check";
import { anyCase, anyDataType, outputsOf } from "./_testing.ts";
import { readBundle, writeBundle } from "./bundle.ts";
import { createElements, type DataType, isInt64 } from "./data_type.ts";
import type { Alternative, Bounds, Expectation, ExpectedOutput } from "./expectation.ts";
import type { FileCase } from "./file_case.ts";
import type { Graph } from "./graph.ts";
import { InputError } from "./input_error.ts";
import type { ProfileName } from "./profile.ts";
import { writeSafetensors } from "./safetensors.ts";
import { readSafetensors } from "./safetensors_read.ts";

const boundsOf = (dataType: DataType, length: number): Bounds =>
  isInt64(dataType) ? createElements(dataType, length).fill(3n) : new Float64Array(length).fill(-0);

const anyOutput: fc.Arbitrary<ExpectedOutput> = fc.record({
  dataType: anyDataType,
  flags: fc.boolean(),
  statistics: fc.boolean(),
  alternatives: fc.array(fc.record({ question: fc.boolean(), mayVary: fc.boolean(), flags: fc.boolean() }), {
    maxLength: 2,
  }),
}).map(({ dataType, flags, statistics, alternatives }) => ({
  dataType,
  shape: [3],
  value: createElements(dataType, 3),
  lo: boundsOf(dataType, 3),
  hi: boundsOf(dataType, 3),
  ...(flags && { flags: Uint8Array.of(1, 2, 4) }),
  ...(statistics && { n: Int32Array.of(1, 2, 3), S: Float64Array.of(0.5, Infinity, 0) }),
  ...(alternatives.length > 0 && {
    alternatives: alternatives.map((alternative): Alternative => ({
      answer: "b",
      ...(alternative.question && { question: "Q4" }),
      ...(alternative.mayVary && { mayVary: true }),
      positions: Uint32Array.of(0, 2),
      lo: boundsOf(dataType, 2),
      hi: boundsOf(dataType, 2),
      ...(alternative.flags && { flags: Uint8Array.of(8, 0) }),
    })),
  }),
}));

const expectedOf = (graph: Graph) =>
  fc.tuple(...graph.outputs.map((name) => anyOutput.map((output) => [name, output] as const))).map((
    entries,
  ) => new Map(entries));

const acceptOf = (graph: Graph): fc.Arbitrary<Map<ProfileName, Expectation>> =>
  fc.uniqueArray(fc.constantFrom<ProfileName>("ieee", "webgpu-f16", "reduced-f16")).chain((profiles) =>
    fc.tuple(...profiles.map((profile) =>
      fc.record({
        profile: fc.constant(profile),
        outputs: expectedOf(graph),
        secondOutputs: expectedOf(graph),
        mayReject: fc.constant({ question: "Q1", answer: "b" }),
      }, { requiredKeys: ["profile", "outputs", "secondOutputs"], noNullPrototype: true }).map((
        expectation,
      ) => [profile, expectation] as const)
    )).map((entries) => new Map(entries))
  );

const anyFileCase: fc.Arbitrary<FileCase> = anyCase.chain((testCase) =>
  fc.record({
    case: fc.constant(testCase),
    expected: outputsOf(testCase.graph),
    accept: acceptOf(testCase.graph),
  }, { requiredKeys: ["case"], noNullPrototype: true })
);

Deno.test("readBundle() gives back what writeBundle() was given", () => {
  fc.assert(fc.property(anyFileCase, (file) => {
    assert.deepEqual(readBundle(writeBundle(file), "x"), file);
  }));
});

Deno.test("a bundle keeps the bits of NaN payloads", () => {
  const data = new Float32Array(Uint32Array.of(0x7fc12345, 0xffc00001).buffer);
  const file = writeBundle({
    case: {
      id: "x",
      graph: {
        operands: new Map([["x", { kind: "input", dataType: "float32", shape: [2] }]]),
        nodes: [{ operator: "relu", operands: { input: "x" }, options: {}, outputs: ["y"] }],
        outputs: ["y"],
      },
      inputs: new Map([["x", { dataType: "float32", shape: [2], data }]]),
      secondInputs: new Map([["x", { dataType: "float32", shape: [2], data: Float32Array.of(0, 1) }]]),
      provenance: { source: "x" },
    },
  });
  const read = readBundle(file, "x").case.inputs.get("x")!.data;
  assert.deepEqual([...new Uint32Array(read.buffer, read.byteOffset, 2)], [0x7fc12345, 0xffc00001]);
});

Deno.test("the same case gives the same bytes", () => {
  fc.assert(fc.property(anyFileCase, (file) => {
    const bytes = writeBundle(file);
    assert.deepEqual(writeBundle(readBundle(bytes, "x")), bytes);
  }));
});

Deno.test("readBundle() says why it refuses", () => {
  const tensors = new Map();
  const file = (json: unknown) =>
    writeSafetensors({
      tensors,
      metadata: new Map([["format", "webnn-cts case 1"], ["case", JSON.stringify(json)]]),
    });
  const node = { operator: "relu", operands: { input: "x" }, options: {}, outputs: ["y"] };
  const x = { kind: "input", dataType: "float32", shape: [1] };
  const graph = { operands: { x }, nodes: [node], outputs: ["y"] };
  const json = { id: "a", provenance: { source: "x" }, scalars: {}, graph };
  const refused = (bytes: Uint8Array<ArrayBuffer>, message: RegExp) =>
    assert.throws(() => readBundle(bytes, "a.safetensors"), { name: "InputError", message });
  refused(writeSafetensors({ tensors, metadata: new Map() }), /holds tensors but no case/);
  refused(file(json), /the tensor "input\.x" is missing/);
  refused(file({ ...json, id: "../x" }), /the id "\.\.\/x" is not allowed/);
  refused(
    file({ ...json, graph: { ...graph, operands: { x: { ...x, shape: [65536, 65536] } } } }),
    /4294967296 elements/,
  );
  refused(file({ ...json, graph: { ...graph, operands: { "a/b": x } } }), /"a\/b"/);
  const constant = { kind: "scalarConstant", dataType: "float32", shape: [] };
  refused(file({ ...json, graph: { ...graph, operands: { x: constant } } }), /scalar "x"/);
});

Deno.test("a damaged bundle is read or refused with InputError, never another error", () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 32, max: 126 })), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(anyFileCase, damage, (file, damage) => {
      const bytes = writeBundle(file);
      for (const [at, value] of damage) bytes[8 + at % (bytes.length - 8)] = value;
      try {
        readBundle(bytes, "x");
      } catch (error) {
        assert.ok(error instanceof InputError, (error as Error).stack);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("arbitrary JSON in a bundle is refused with InputError", () => {
  const { tensors, metadata } = readSafetensors(
    writeBundle({ case: fc.sample(anyCase, { seed: 1, numRuns: 1 })[0] }),
    "x",
  );
  const original = JSON.parse(metadata.get("case")!);
  const keys = [...Object.keys(original), "expected", "accept"];
  fc.assert(fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
    const json = JSON.stringify({ ...original, [key]: value });
    try {
      readBundle(writeSafetensors({ tensors, metadata: new Map([...metadata, ["case", json]]) }), "x");
    } catch (error) {
      assert.ok(error instanceof InputError, (error as Error).stack);
    }
  }));
});
