import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../graph/expectation.ts";
import type { Graph, Node, Operand } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { counting, graphCase, outside, tensor } from "./_testing.ts";
import { expectationOf } from "./expect.ts";
import { run } from "./interpreter.ts";

const f = Math.fround;

function node(
  operator: string,
  operands: Node["operands"],
  output: string,
  options: Node["options"] = {},
): Node {
  return { operator, operands, options, outputs: [output] };
}

function outputOf(inputs: Record<string, Tensor>, nodes: readonly Node[], profile = profiles.ieee) {
  const { outputs } = expectationOf(graphCase(new Map(Object.entries(inputs)), nodes, ["y"]), profile);
  return outputs.get("y")!;
}

Deno.test("run() computes a chain of moves and selections exactly: pad, add, clamp", () => {
  const nodes = [
    node("pad", { input: "x" }, "p", { beginningPadding: [1], endingPadding: [1], value: 9 }),
    node("add", { a: "p", b: "c" }, "s"),
    node("clamp", { input: "s" }, "y", { maxValue: 10 }),
  ];
  const output = outputOf({ x: tensor([2], [1, 2]), c: tensor([], [4]) }, nodes);
  assert.deepEqual([[...output.value], [...output.lo], [...output.hi]], [[10, 5, 6, 10], [10, 5, 6, 10], [
    10,
    5,
    6,
    10,
  ]]);
});

Deno.test("run() computes conv2d, add, relu: separate, and with the sum folded into the bias", () => {
  const data = fc.array(fc.float({ noNaN: true, min: -4, max: 4 }), { minLength: 16, maxLength: 16 });
  const weights = fc.array(fc.float({ noNaN: true, min: -2, max: 2 }), { minLength: 4, maxLength: 4 });
  fc.assert(fc.property(data, weights, fc.float({ noNaN: true, min: -4, max: 4 }), (x, w, b) => {
    const nodes = [
      node("conv2d", { input: "x", filter: "w" }, "c"),
      node("add", { a: "c", b: "b" }, "s"),
      node("relu", { input: "s" }, "y"),
    ];
    const inputs = { x: tensor([1, 1, 4, 4], x), w: tensor([1, 1, 2, 2], w), b: tensor([], [b]) };
    const output = outputOf(inputs, nodes);
    const dots = Array.from({ length: 9 }, (_, i) => {
      const at = Math.floor(i / 3) * 4 + i % 3;
      return [x[at] * w[0], x[at + 1] * w[1], x[at + 4] * w[2], x[at + 5] * w[3]].map(f);
    });
    const sum = (terms: number[], start: number) => terms.reduce((total, term) => f(total + term), start);
    assert.deepEqual(outside(output, dots.map((terms) => Math.max(0, f(sum(terms, 0) + b)))), []);
    assert.deepEqual(outside(output, dots.map((terms) => Math.max(0, sum(terms, b)))), []);
  }));
});

Deno.test("run() rejects conv2d, add, relu in another order, or without the sum", () => {
  const nodes = [
    node("conv2d", { input: "x", filter: "w" }, "c"),
    node("add", { a: "c", b: "b" }, "s"),
    node("relu", { input: "s" }, "y"),
  ];
  const inputs = {
    x: counting([1, 1, 3, 3]),
    w: tensor([1, 1, 2, 2], [-1, 0, 0, 2]),
    b: tensor([], [-10.5]),
  };
  const output = outputOf(inputs, nodes);
  const dots = [8, 9, 11, 12];
  assert.deepEqual([...output.value], [0, 0, 0.5, 1.5]);
  assert.deepEqual(outside(output, dots.map((dot) => Math.max(0, dot) - 10.5)), [0, 1]);
  assert.deepEqual(outside(output, dots), [0, 1, 2, 3]);
});

Deno.test("run() lets radii grow through a graph, and no further than they must", () => {
  const third = tensor([1], [f(1 / 3)]);
  const nodes = [node("mul", { a: "x", b: "x" }, "a"), node("mul", { a: "a", b: "x" }, "y")];
  const { lo, hi } = outputOf({ x: third }, nodes);
  const x = f(1 / 3);
  assert.deepEqual(outside(outputOf({ x: third }, nodes), [f(f(x * x) * x)]), []);
  assert.ok(Number(hi[0]) - Number(lo[0]) <= 4 * 2 ** -24 * x ** 3);
});

Deno.test("run() admits a float16 chain that is stored between its nodes, and one that is not", () => {
  const x = tensor([3], [0.1, 0.7, 1.3], "float16");
  const nodes = [node("mul", { a: "x", b: "x" }, "a"), node("add", { a: "a", b: "x" }, "y")];
  const output = outputOf({ x }, nodes);
  const values = [...x.data as Float16Array];
  assert.deepEqual(outside(output, values.map((v) => Math.f16round(Math.f16round(v * v) + v))), []);
  assert.deepEqual(outside(output, values.map((v) => Math.f16round(f(f(v * v) + v)))), []);
  assert.deepEqual(outside(output, values.map((v) => Math.f16round(v * v + v) * (1 + 2 ** -9))), [0, 1, 2]);
});

Deno.test("run() marks what a wide intermediate leaves undecided: a quotient by a sum that may be zero", () => {
  const nodes = [
    node("mul", { a: "x", b: "x" }, "a"),
    node("sub", { a: "a", b: "c" }, "d"),
    node("div", { a: "x", b: "d" }, "y"),
  ];
  const x = f(1 / 3);
  const { flags } = outputOf({ x: tensor([2], [x, 2]), c: tensor([2], [f(x * x), 1]) }, nodes);
  assert.deepEqual([...flags!], [Flag.skip, 0]);
});

Deno.test("run() overflows float32 between nodes and leaves float16 undecided, which a backend may keep wider", () => {
  const nodes = [node("mul", { a: "x", b: "x" }, "a"), node("sub", { a: "a", b: "x" }, "y")];
  assert.deepEqual([...outputOf({ x: tensor([1], [3e38]) }, nodes).lo], [Infinity]);
  assert.deepEqual([...outputOf({ x: tensor([1], [6e4], "float16") }, nodes).flags!], [
    Flag.skip | Flag.orNaN,
  ]);
});

Deno.test("run() leaves an overflow undecided where the sum may be folded into the next one", () => {
  const nodes = [node("add", { a: "x", b: "x" }, "a"), node("sub", { a: "a", b: "x" }, "y")];
  const { flags } = outputOf({ x: tensor([1], [3e38]) }, nodes);
  assert.deepEqual([...flags!], [Flag.skip | Flag.orNaN]);
});

Deno.test("run() lets NaN and infinities of the inputs spread as indeterminate in profile webgpu", () => {
  const nodes = [node("clamp", { input: "x" }, "c", { maxValue: 1 }), node("add", { a: "c", b: "c" }, "y")];
  const x = tensor([3], [Infinity, NaN, 0.5]);
  assert.deepEqual([...outputOf({ x }, nodes, profiles["webgpu-f16"]).flags!], [2, 2, 0]);
  assert.deepEqual(outside(outputOf({ x }, nodes), [2, NaN, 1]), []);
});

Deno.test("run() widens an answer to an open question into the node after it", () => {
  const nodes = [
    node("resample2d", { input: "x" }, "r", { sizes: [1, 3] }),
    node("add", { a: "r", b: "r" }, "y"),
  ];
  const { lo, hi } = outputOf({ x: tensor([1, 1, 1, 10], [0, 1, 2, 3, 4, 9, 6, 7, 8, 9]) }, nodes);
  assert.ok(Number(lo[1]) <= 8 && 18 <= Number(hi[1]));
});

Deno.test("run() gives an output that is also used, and frees nothing that is needed later", () => {
  const nodes = [
    node("relu", { input: "x" }, "a"),
    node("add", { a: "a", b: "x" }, "b"),
    node("concat", { inputs: ["a", "b", "a"] }, "y", { axis: 0 }),
  ];
  const x = tensor([2], [-1, 2]);
  const { outputs } = expectationOf(graphCase(new Map([["x", x]]), nodes, ["y", "a"]), profiles.ieee);
  assert.deepEqual([...outputs.get("y")!.value], [0, 2, -1, 4, 0, 2]);
  assert.deepEqual([...outputs.get("a")!.value], [0, 2]);
});

Deno.test("run() casts scalar constants to their data type", () => {
  const operands = new Map<string, Operand>([
    ["x", { kind: "input", dataType: "int64", shape: [] }],
    ["c", { kind: "scalarConstant", dataType: "int64", value: 2n ** 60n }],
  ]);
  const graph: Graph = { operands, nodes: [node("add", { a: "x", b: "c" }, "y")], outputs: ["y"] };
  const results = run(graph, new Map([["x", tensor([], [1n], "int64")]]), profiles.ieee);
  assert.deepEqual(results.get("y")!.result.v, BigInt64Array.of(2n ** 60n + 1n));
});

Deno.test("run() refuses inputs that are missing, of another shape or type, or unknown", () => {
  const { graph } = graphCase(new Map([["x", counting([2])]]), [node("relu", { input: "x" }, "y")], ["y"]);
  const attempt = (inputs: Record<string, Tensor>) => () =>
    run(graph, new Map(Object.entries(inputs)), profiles.ieee);
  const says = (pattern: RegExp) => (error: unknown) =>
    error instanceof InputError && pattern.test(error.message);
  assert.throws(attempt({}), says(/"x" has no data; give it float32\[2\]/));
  assert.throws(
    attempt({ x: counting([3]) }),
    says(/"x" is float32\[3\] of 3 elements; the graph needs float32\[2\]/),
  );
  assert.throws(attempt({ x: counting([2], "float16") }), says(/"x" is float16\[2\]/));
  assert.throws(attempt({ x: { ...counting([3]), shape: [2] } }), says(/of 3 elements/));
  assert.throws(attempt({ x: counting([2]), z: counting([2]) }), says(/"z" belongs to no input/));
});
