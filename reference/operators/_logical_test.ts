import assert from "node:assert/strict";
import fc from "fast-check";
import { type Profile, profiles } from "../../graph/profile.ts";
import { descriptor, expected, graphCase, refuses, tensor, values } from "../_testing.ts";
import { expectationOf } from "../expect.ts";
import { operators } from "../operators.ts";
import { Undecided } from "../ball.ts";

const comparisons = ["equal", "notEqual", "greater", "greaterOrEqual", "lesser", "lesserOrEqual"];
const combinations = ["logicalAnd", "logicalOr", "logicalXor"];

/** Answers of the six comparisons, in that order, as a string of six digits. */
function answersTo(x: number | bigint, y: number | bigint, dataType: "float32" | "int64" | "uint64"): string {
  const one = (value: number | bigint) => tensor([1], [value] as number[], dataType);
  return comparisons.map((name) => values(name, { a: one(x), b: one(y) })[0]).join("");
}

/** What add(x, y) compared with z may be: the sum is rounded, so it has a radius. */
function comparedSum(name: string, x: number, y: number, z: number, profile: Profile = profiles.ieee) {
  const inputs = new Map([["x", x], ["y", y], ["z", z]].map(([key, value]) => [
    String(key),
    tensor([1], [Number(value)]),
  ]));
  const nodes = [
    { operator: "add", operands: { a: "x", b: "y" }, options: {}, outputs: ["sum"] },
    { operator: name, operands: { a: "sum", b: "z" }, options: {}, outputs: ["output"] },
  ];
  const { value, alternatives } = expectationOf(graphCase(inputs, nodes, ["output"]), profile).outputs.get(
    "output",
  )!;
  return [value[0], ...(alternatives ?? []).map(({ lo }) => lo[0])].map(Number).sort();
}

Deno.test("comparisons order numbers, infinities and 64-bit integers one apart", () => {
  assert.equal(answersTo(1, 2, "float32"), "010011");
  assert.equal(answersTo(2, 1, "float32"), "011100");
  assert.equal(answersTo(Infinity, Infinity, "float32"), "100101");
  assert.equal(answersTo(2n ** 63n - 2n, 2n ** 63n - 1n, "int64"), "010011");
  assert.equal(answersTo(2n ** 64n - 1n, 2n ** 64n - 2n, "uint64"), "011100");
});

Deno.test("zeros of both signs are equal, and NaN is unequal to everything and neither greater nor lesser", () => {
  assert.equal(answersTo(-0, 0, "float32"), "100101");
  for (const other of [NaN, 0, Infinity]) assert.equal(answersTo(NaN, other, "float32"), "010000");
  assert.equal(answersTo(0, NaN, "float32"), "010000");
});

Deno.test("comparisons give uint8 of the stretched shape", () => {
  const { dataType, shape, value } = expected("greater", {
    a: tensor([2, 1], [1, 3]),
    b: tensor([3], [0, 2, 4]),
  });
  assert.deepEqual([dataType, shape, [...value]], ["uint8", [2, 3], [1, 0, 0, 1, 1, 0]]);
});

Deno.test("a comparison of a rounded sum passes either way only where the sum is that near", () => {
  // 1 + 2^-30 is stored as 1.
  assert.deepEqual(comparedSum("equal", 1, 2 ** -30, 1), [0, 1]);
  assert.deepEqual(comparedSum("greater", 1, 2 ** -30, 1), [0, 1]);
  assert.deepEqual(comparedSum("lesserOrEqual", 1, 2 ** -30, 1), [0, 1]);
  assert.deepEqual(comparedSum("equal", 1, 2 ** -30, 1.5), [0]);
  assert.deepEqual(comparedSum("greaterOrEqual", 1, 2 ** -30, 0.5), [1]);
  assert.deepEqual(comparedSum("lesser", 1, 2 ** -30, NaN), [0]);
  // An exact sum has no radius.
  assert.deepEqual(comparedSum("equal", 1, 2, 3), [1]);
  assert.deepEqual(comparedSum("greater", 1, 2, 3), [0]);
});

Deno.test("whatever float32 sum is compared, the answer is admitted", () => {
  const float = fc.integer({ min: -40, max: 40 }).map((x) => Math.fround(x / 10));
  fc.assert(fc.property(float, float, float, fc.constantFrom(...comparisons), (x, y, z, name) => {
    const sum = tensor([1], [Math.fround(x + y)]);
    const [answer] = values(name, { a: sum, b: tensor([1], [z]) });
    assert.ok(comparedSum(name, x, y, z).includes(Number(answer)));
  }));
});

Deno.test("a subnormal may equal zero where it may be flushed", () => {
  const operands = { a: tensor([1], [2 ** -140]), b: tensor([1], [0]) };
  assert.equal(expected("equal", operands).alternatives, undefined);
  assert.equal(expected("equal", operands, {}, profiles["webgpu-f16"]).alternatives!.length, 1);
});

Deno.test("logical operators take every value but 0 as true", () => {
  const all = [0, 1, 2, 128, 255];
  const a = tensor([all.length, 1], all, "uint8"), b = tensor([all.length], all, "uint8");
  const table: Record<string, (x: boolean, y: boolean) => boolean> = {
    logicalAnd: (x, y) => x && y,
    logicalOr: (x, y) => x || y,
    logicalXor: (x, y) => x !== y,
  };
  for (const [name, of] of Object.entries(table)) {
    const rows = all.flatMap((x) => all.map((y) => of(x > 0, y > 0) ? 1 : 0));
    assert.deepEqual(values(name, { a, b }), rows);
  }
});

Deno.test("a logical operator decides what one operand decides alone", () => {
  const open = {
    dataType: "uint8",
    shape: [2],
    v: Uint8Array.of(0, 0),
    undecided: Uint8Array.of(1, 1),
  } as const;
  const b = { dataType: "uint8", shape: [2], v: Uint8Array.of(0, 3) } as const;
  const undecided = combinations.map((name) => [
    ...operators.get(name)!.evaluate({ a: open, b }, {}, profiles.ieee)[0].undecided!,
  ]);
  const { value } = Undecided;
  assert.deepEqual(undecided, [[0, value], [value, 0], [value, value]]);
});

Deno.test("comparisons and logical operators refuse other data types and shapes that do not stretch", () => {
  for (const name of comparisons) {
    refuses(name, "same-data-type", { a: descriptor([2]), b: descriptor([2], "float16") });
    refuses(name, "bidirectionally-broadcastable", { a: descriptor([2, 3]), b: descriptor([2]) });
  }
  for (const name of combinations) {
    refuses(name, "allowed-data-type", { a: descriptor([2]), b: descriptor([2], "uint8") });
    refuses(name, "allowed-data-type", { a: descriptor([2], "uint8"), b: descriptor([2], "int8") });
    const shapes = { a: descriptor([2, 3], "uint8"), b: descriptor([2], "uint8") };
    refuses(name, "bidirectionally-broadcastable", shapes);
  }
});
