import assert from "node:assert/strict";
import type { Graph, Node, Operand } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import { limits } from "../graph/limits.ts";
import { tensor } from "./_testing.ts";
import { validate } from "./validate.ts";
import { ValidationError } from "./validation_error.ts";

const x: Operand = { kind: "input", dataType: "float32", shape: [2, 3] };

function graph(nodes: readonly Node[], outputs = ["y"], operands: Record<string, Operand> = { x }): Graph {
  return { operands: new Map(Object.entries(operands)), nodes, outputs };
}

function node(
  operator: string,
  operands: Node["operands"],
  output: string,
  options: Node["options"] = {},
): Node {
  return { operator, operands, options, outputs: [output] };
}

function mistake(bad: Graph, pattern: RegExp) {
  assert.throws(() => validate(bad), (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, pattern);
    return true;
  });
}

function refusal(bad: Graph, operator: string, step: string) {
  assert.throws(
    () => validate(bad),
    (error) => error instanceof ValidationError && error.operator === operator && error.step === step,
  );
}

Deno.test("validate() describes every operand and every result", () => {
  const scalar: Operand = { kind: "scalarConstant", dataType: "float32", value: 2 };
  const constant: Operand = { kind: "constant", tensor: tensor([3], [1, 2, 3]) };
  const nodes = [node("mul", { a: "x", b: "s" }, "z"), node("add", { a: "z", b: "c" }, "y")];
  const descriptors = validate(graph(nodes, ["y"], { x, s: scalar, c: constant }));
  assert.deepEqual(Object.fromEntries([...descriptors].map(([name, { shape }]) => [name, shape])), {
    x: [2, 3],
    s: [],
    c: [3],
    z: [2, 3],
    y: [2, 3],
  });
});

Deno.test("validate() names operators near an unknown one", () => {
  mistake(graph([node("trans", { input: "x" }, "y")]), /no operator "trans"; near it: .*transpose/);
  mistake(graph([node("quux", { input: "x" }, "y")]), /no operator "quux"; known: abs, add, /);
});

Deno.test("validate() refuses an operand that nothing makes", () => {
  mistake(graph([node("relu", { input: "w" }, "y")]), /node 0 \(relu\) uses "w", which is no operand/);
});

Deno.test("validate() tells a cycle from a wrong order", () => {
  const relu = (from: string, to: string) => node("relu", { input: from }, to);
  mistake(graph([relu("y", "y")]), /the graph has a cycle/);
  mistake(graph([relu("b", "a"), relu("a", "c"), relu("c", "b")], ["b"]), /the graph has a cycle/);
  mistake(graph([relu("a", "y"), relu("x", "a")]), /"a", which node 1 makes; put that node before it/);
});

Deno.test("validate() refuses a name that is given twice", () => {
  mistake(graph([node("relu", { input: "x" }, "x")], ["x"]), /"x" is made twice/);
  mistake(graph([node("relu", { input: "x" }, "y"), node("relu", { input: "x" }, "y")]), /"y" is made twice/);
});

Deno.test("validate() refuses outputs that are none", () => {
  const relu = node("relu", { input: "x" }, "y");
  mistake(graph([relu], ["z"]), /No node makes the output "z"/);
  mistake(graph([relu], ["y", "y"]), /"y" is listed twice/);
  refusal(graph([relu], []), "build", "outputs-not-empty");
  refusal(graph([relu], ["x"]), "build", "output-of-an-operator");
});

Deno.test("validate() counts the outputs of a node", () => {
  mistake(
    graph([{ ...node("relu", { input: "x" }, "y"), outputs: ["y", "z"] }]),
    /names 2 outputs and the method/,
  );
});

Deno.test("validate() passes on what a method refuses", () => {
  refusal(graph([node("softmax", { input: "x" }, "y", { axis: 2 })]), "softmax", "axis-range");
});

Deno.test("validate() refuses dimensions that input() and constant() refuse", () => {
  const relu = node("relu", { input: "x" }, "y");
  const shaped = (shape: number[]): Record<string, Operand> => ({
    x: { kind: "input", dataType: "float32", shape },
  });
  refusal(graph([relu], ["y"], shaped([0, 3])), "input", "valid-dimension");
  refusal(graph([relu], ["y"], shaped([65536, 65536])), "input", "valid-dimension");
  const empty = { kind: "constant", tensor: tensor([0], []) } as const;
  refusal(graph([relu], ["y"], { x: empty }), "constant", "valid-dimension");
});

Deno.test("validate() refuses a constant whose data does not fit its shape", () => {
  const constant: Operand = { kind: "constant", tensor: { ...tensor([2], [1, 2]), shape: [3] } };
  mistake(
    graph([node("relu", { input: "x" }, "y")], ["y"], { x: constant }),
    /"x" has 2 elements; float32\[3\] needs 3/,
  );
});

Deno.test("validate() refuses more elements, in one tensor or in all, than the limits", () => {
  const wide: Operand = { kind: "input", dataType: "float32", shape: [limits.elementsPerTensor] };
  const relu = node("relu", { input: "x" }, "y");
  mistake(
    graph([relu], ["y"], { x: { ...wide, shape: [limits.elementsPerTensor + 1] } }),
    /a tensor may have at most/,
  );
  const many = Array.from({ length: 5 }, (_, i) => node("relu", { input: "x" }, `y${i}`));
  mistake(graph(many, ["y0"], { x: wide }), /one file may have at most/);
  const product = node("add", { a: "x", b: "z" }, "y");
  const column: Operand = { kind: "input", dataType: "float32", shape: [2 ** 14, 1] };
  mistake(
    graph([product], ["y"], { x: column, z: { ...column, shape: [2 ** 14] } }),
    /a tensor may have at most/,
  );
});
