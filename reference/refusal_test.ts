import assert from "node:assert/strict";
import type { Graph } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import type { Misuse, RawValue } from "../graph/invalid.ts";
import { refusalOf } from "./refusal.ts";

const softmax: Graph = {
  operands: new Map([["x", { kind: "input", dataType: "float32", shape: [2, 3] }]]),
  nodes: [{ operator: "softmax", operands: { input: "x" }, options: { axis: 1 }, outputs: ["y"] }],
  outputs: ["y"],
};

/** The step and the exception by which a misuse of a graph is refused. */
function refused(method: string, misuse?: Misuse, graph = softmax): string | undefined {
  const invalid = { method, step: "", argument: "", exception: "TypeError", misuse } as const;
  const refusal = refusalOf({ graph, invalid });
  return refusal && `${refusal.operator} ${refusal.step} ${refusal.exception}`;
}

const given = (argument: string, value?: RawValue): Misuse => ({
  kind: "argument",
  argument,
  ...(value !== undefined && { value }),
});

Deno.test("refusalOf() accepts what WebIDL converts to a valid value", () => {
  assert.equal(refused("softmax"), undefined);
  for (const value of [1.5, "1", null, true, [0]]) {
    assert.equal(refused("softmax", given("axis", value)), undefined, JSON.stringify(value));
  }
});

Deno.test("refusalOf() refuses what WebIDL does not convert, and what it converts to an invalid value", () => {
  for (const value of [-1, 2 ** 32, "x", {}]) {
    assert.equal(refused("softmax", given("axis", value)), "softmax webidl-type TypeError");
  }
  for (const number of ["NaN", "Infinity", "-Infinity"]) {
    assert.equal(refused("softmax", given("axis", { number })), "softmax webidl-type TypeError");
  }
  assert.equal(refused("softmax", given("axis", 2.5)), "softmax axis-range TypeError");
  assert.equal(refused("softmax", given("axis")), "softmax required TypeError");
  assert.equal(refused("softmax", given("input")), "softmax required TypeError");
  assert.equal(refused("softmax", given("input", 1.5)), "softmax webidl-type TypeError");
  assert.equal(refused("softmax", given("options", "x")), "softmax webidl-type TypeError");
});

Deno.test("refusalOf() knows the builder's state and whose an operand is", () => {
  assert.equal(refused("softmax", { kind: "built" }), "softmax can-build InvalidStateError");
  assert.equal(refused("build", { kind: "built" }), "build can-build InvalidStateError");
  assert.equal(refused("softmax", { kind: "lost" }), "softmax can-build InvalidStateError");
  const foreign: Misuse = { kind: "other-builder", operand: "x" };
  assert.equal(refused("softmax", foreign), "softmax validate-operand TypeError");
});

Deno.test("refusalOf() checks a descriptor's dimensions before the length of its bytes", () => {
  const tensor = { dataType: "float32", shape: [2], data: Float32Array.of(1, 2) } as const;
  const constant: Graph = {
    ...softmax,
    operands: new Map([...softmax.operands, ["c", { kind: "constant", tensor }]]),
  };
  const shaped = (...shape: number[]) => given("descriptor", { dataType: "float32", shape });
  assert.equal(refused("constant", shaped(1, 2), constant), undefined);
  assert.equal(refused("constant", shaped(3), constant), "constant byte-length TypeError");
  assert.equal(refused("constant", shaped(0), constant), "constant valid-dimension TypeError");
  assert.equal(refused("constant", shaped(2 ** 16, 2 ** 16), constant), "constant valid-dimension TypeError");
  const halves = given("descriptor", { dataType: "float16", shape: [4] });
  assert.equal(refused("constant", halves, constant), undefined);
});

Deno.test("refusalOf() throws InputError for a misuse that the graph has no room for", () => {
  const misuses: [string, Misuse][] = [
    ["relu", given("input")],
    ["softmax", given("axes", 1)],
    ["constant", given("descriptor")],
    ["constant", { kind: "view", type: "DataView" }],
    ["input", given("buffer", 1)],
    ["build", given("graph", 1)],
  ];
  for (const [method, misuse] of misuses) {
    assert.throws(() => refused(method, misuse), InputError, `${method} ${JSON.stringify(misuse)}`);
  }
});
