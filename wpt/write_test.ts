import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { type Expectation, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import type { Operand, OptionValue } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import type { Tensor } from "../graph/tensor.ts";
import { operators } from "../reference/operators.ts";
import { toleranceOf } from "./test_object.ts";
import { writeTests } from "./write.ts";

const a: Tensor = { dataType: "float32", shape: [2], data: Float32Array.of(0.1, -2) };
const b: Tensor = { dataType: "float32", shape: [2], data: Float32Array.of(1, 3) };
const add = operators.get("add")!;

function caseOf(
  id: string,
  { operator = "add", constant = false, options = {} as Record<string, OptionValue> } = {},
): Case {
  const graph = {
    operands: new Map<string, Operand>([
      ["x", { kind: "input", dataType: a.dataType, shape: a.shape }],
      [
        "y",
        constant ? { kind: "constant", tensor: b } : { kind: "input", dataType: b.dataType, shape: b.shape },
      ],
    ]),
    nodes: [{ operator, operands: { a: "x", b: "y" }, options, outputs: ["z"] }],
    outputs: ["z"],
  };
  const inputs = new Map(constant ? [["x", a]] : [["x", a], ["y", b]]);
  return { id, graph, inputs, secondInputs: inputs, provenance: { source: "test" } };
}

function expect(output: Partial<ExpectedOutput> = {}): Expectation {
  const value = Float32Array.of(1.1, 1);
  const bounds = Float64Array.from(value);
  const outputs = new Map([["z", {
    dataType: "float32",
    shape: [2],
    value,
    lo: bounds,
    hi: bounds,
    ...output,
  }]]) as ReadonlyMap<string, ExpectedOutput>;
  return { profile: "ieee", outputs, secondOutputs: outputs };
}

interface TestObject {
  name: string;
  graph: { inputs: unknown; operators: unknown; expectedOutputs: unknown; tolerance: unknown };
}

/** The arguments with which the file calls `webnn_conformance_test`. */
function evaluate(
  text: string,
): { tests: TestObject[]; execute: unknown; toleranceOf: (graph: unknown) => unknown } {
  let called: unknown[] = [];
  const run = new Function("webnn_conformance_test", "buildAndExecuteGraph", text);
  run((...values: unknown[]) => called = values, "the harness's function");
  const [tests, execute, toleranceOf] = called as [TestObject[], unknown, (graph: unknown) => unknown];
  return { tests, execute, toleranceOf };
}

Deno.test("writeTests() writes a file that registers its tests as upstream's harness wants them", () => {
  const { fileName, text, tests: count } = writeTests(add, [
    caseOf("add/plain/float32/x-1", { constant: true }),
  ], () => expect());
  assert.equal(fileName, "add.https.any.js");
  assert.equal(count, 1);
  assert.deepEqual(text.split("\n").slice(0, 9), [
    "// META: title=test WebNN API add operation",
    "// META: global=window",
    "// META: variant=?cpu",
    "// META: variant=?gpu",
    "// META: variant=?npu",
    "// META: script=../resources/utils.js",
    "// META: timeout=long",
    "",
    "'use strict';",
  ]);
  const { tests, execute, toleranceOf } = evaluate(text);
  assert.equal(execute, "the harness's function");
  assert.deepEqual(tests, [{
    name: "add float32 1D plain",
    graph: {
      inputs: {
        addA: { data: [0.1, -2], descriptor: { shape: [2], dataType: "float32" }, constant: false },
        addB: { data: [1, 3], descriptor: { shape: [2], dataType: "float32" }, constant: true },
      },
      operators: [{ name: "add", arguments: [{ a: "addA" }, { b: "addB" }], outputs: "addOutput" }],
      expectedOutputs: { addOutput: { data: [1.1, 1], descriptor: { shape: [2], dataType: "float32" } } },
      tolerance: { metricType: "ULP", value: 0 },
    },
  }]);
  assert.equal(toleranceOf(tests[0].graph), tests[0].graph.tolerance);
});

Deno.test("writeTests() states the widest distance from the written number, in three digits, never less", () => {
  const lo = Float64Array.of(1.0999, 1);
  const hi = Float64Array.of(1.1002, 1.00012345);
  const { text } = writeTests(add, [caseOf("1")], () => expect({ lo, hi }));
  const { metricType, value } = evaluate(text).tests[0].graph.tolerance as {
    metricType: string;
    value: number;
  };
  assert.equal(metricType, "ATOL");
  assert.ok(value >= 1.1002 - 1.1 && value <= 1.01 * (1.1002 - 1.1), String(value));
});

Deno.test("writeTests() gives every test a name of its own, and the same text for the same cases", () => {
  const cases = ["add/plain/float32/x-1", "add/plain/float32/x-2"].map((id) => caseOf(id));
  const { text } = writeTests(add, cases, () => expect());
  assert.deepEqual(evaluate(text).tests.map(({ name }) => name), [
    "add float32 1D plain",
    "add float32 1D plain 2",
  ]);
  assert.equal(writeTests(add, cases, () => expect()).text, text);
});

Deno.test("writeTests() keeps 80 columns, names aside", () => {
  const { text } = writeTests(add, [caseOf("1"), caseOf("2", { constant: true })], () => expect());
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
});

/** Bounds around the elements 1e-3, 2e-3 and 1e3. */
function widths(...each: readonly number[]): Pick<ExpectedOutput, "lo" | "hi"> {
  const value = Float32Array.of(1e-3, 2e-3, 1e3);
  return {
    lo: Float64Array.from(value, (element, i) => element - each[i]),
    hi: Float64Array.from(value, (element, i) => element + each[i]),
  };
}

for (
  const [what, reason, output] of [
    ["a NaN", "an element has no single right answer", { flags: Uint8Array.of(Flag.nan, 0) }],
    ["an infinity", "an element is not finite", { hi: Float64Array.of(Infinity, 1) }],
    [
      "mixed magnitudes",
      "one tolerance for all its elements would say nothing of most",
      { shape: [3], value: Float32Array.of(1e-3, 2e-3, 1e3), ...widths(0, 0, 1e-2) },
    ],
    ["another answer", "more than one answer is right", {
      alternatives: [{
        question: "Q4",
        answer: "b",
        positions: Uint32Array.of(0),
        lo: Float64Array.of(0),
        hi: Float64Array.of(0),
      }],
    }],
  ] as [string, string, Partial<ExpectedOutput>][]
) {
  Deno.test(`writeTests() leaves out a case with ${what}, and says so`, () => {
    const { tests, left } = writeTests(
      add,
      [caseOf("good"), caseOf("odd")],
      ({ id }) => expect(id === "odd" ? output : {}),
    );
    assert.equal(tests, 1);
    assert.deepEqual(left, [{ id: "odd", reason }]);
  });
}

Deno.test("writeTests() refuses an operator that is only proposed, and says where cases make no test", () => {
  assert.throws(() => writeTests({ ...add, status: "proposal" }, [caseOf("1")], () => expect()), InputError);
  const { tests, left } = writeTests(add, [caseOf("1", { operator: "sub" })], () => expect());
  assert.deepEqual([tests, left.length], [0, 1]);
});

Deno.test("a tolerance covers what the shortest decimals of exact elements beside it leave out", () => {
  const value = new Float32Array([82.84282684326172, -0.5626284]);
  const [exact, near] = value;
  const output = {
    value,
    lo: new Float64Array([exact, near - 1e-9]),
    hi: new Float64Array([exact, near + 1e-9]),
  };
  const tolerance = toleranceOf(expect(output)) as { readonly value: number };
  assert.ok(Math.abs(exact - 82.84283) <= tolerance.value, "82.84283 is written for 82.84282684326172");
});
