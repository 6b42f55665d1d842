import assert from "node:assert/strict";
import { Flag } from "../../graph/expectation.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, graphCase, refuses, tensor, values } from "../_testing.ts";
import { expectationOf } from "../expect.ts";

const condition = tensor([4], [0, 1, 2, 255], "uint8");

Deno.test("where() takes trueValue for every condition but 0", () => {
  const trueValue = tensor([4], [1, 2, 3, 4]), falseValue = tensor([4], [-1, -2, -3, -4]);
  assert.deepEqual(values("where", { condition, trueValue, falseValue }), [-1, 2, 3, 4]);
});

Deno.test("where() stretches three shapes to one", () => {
  const output = expected("where", {
    condition: tensor([2, 1, 1], [1, 0], "uint8"),
    trueValue: tensor([3, 1], [10, 20, 30]),
    falseValue: tensor([2], [1, 2]),
  });
  assert.deepEqual(output.shape, [2, 3, 2]);
  assert.deepEqual([...output.value], [10, 10, 20, 20, 30, 30, 1, 2, 1, 2, 1, 2]);
});

Deno.test("where() keeps NaN, infinities, the sign of zero and 64-bit integers", () => {
  const trueValue = tensor([4], [NaN, -0, NaN, -Infinity]);
  const { value, flags } = expected("where", { condition, trueValue, falseValue: tensor([], [-0]) });
  assert.deepEqual([...value], [-0, -0, NaN, -Infinity]);
  assert.deepEqual([...flags!], [Flag.bits, Flag.bits, Flag.nan, 0]);
  const big = tensor([1], [2n ** 63n - 1n], "int64"), other = tensor([1], [-1n], "int64");
  assert.equal(values("where", { condition, trueValue: big, falseValue: other })[1], 2n ** 63n - 1n);
});

Deno.test("where() admits both branches, and nothing else, where the condition is undecided", () => {
  const inputs = new Map([
    ["x", tensor([2], [1, 1])],
    ["y", tensor([2], [2 ** -30, 1])],
    ["one", tensor([], [1])],
    ["yes", tensor([], [7])],
    ["no", tensor([], [-7])],
  ]);
  const nodes: Node[] = [
    { operator: "add", operands: { a: "x", b: "y" }, options: {}, outputs: ["sum"] },
    { operator: "equal", operands: { a: "sum", b: "one" }, options: {}, outputs: ["isOne"] },
    {
      operator: "where",
      operands: { condition: "isOne", trueValue: "yes", falseValue: "no" },
      options: {},
      outputs: ["output"],
    },
  ];
  const output = expectationOf(graphCase(inputs, nodes, ["output"]), profiles.ieee).outputs.get("output")!;
  assert.equal(output.alternatives!.length, 1);
  const { positions, lo, hi } = output.alternatives![0];
  assert.deepEqual([...positions], [0]);
  assert.deepEqual([output.value[0], lo[0], hi[0]].map(Math.abs as (x: unknown) => number), [7, 7, 7]);
  assert.equal(lo[0], -output.value[0]);
  assert.equal(output.value[1], -7);
  assert.equal(output.flags, undefined);
});

Deno.test("where() refuses other data types and shapes that do not stretch", () => {
  const bytes = descriptor([2], "uint8");
  const two = descriptor([2]), three = descriptor([3]);
  refuses("where", "allowed-data-type", { condition: two, trueValue: two, falseValue: two });
  refuses("where", "same-data-type", { condition: bytes, trueValue: two, falseValue: bytes });
  refuses("where", "bidirectionally-broadcastable", { condition: bytes, trueValue: two, falseValue: three });
  refuses("where", "bidirectionally-broadcastable", {
    condition: bytes,
    trueValue: three,
    falseValue: three,
  });
});
