import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount, indexAt } from "../../graph/tensor.ts";
import { counting, descriptor, expected, graphCase, outside, refuses, tensor, values } from "../_testing.ts";
import { expectationOf } from "../expect.ts";

const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const pairs = fc.array(fc.tuple(float, float), { minLength: 1, maxLength: 8 });
const operations = { add: plus, sub: minus, mul: times, div: over };

function plus(x: number, y: number) {
  return x + y;
}
function minus(x: number, y: number) {
  return x - y;
}
function times(x: number, y: number) {
  return x * y;
}
function over(x: number, y: number) {
  return x / y;
}

Deno.test("add(), sub() and mul() admit the float32 operation and nothing else in profile ieee", () => {
  fc.assert(fc.property(pairs, fc.constantFrom("add", "sub", "mul"), (list, name) => {
    const a = tensor([list.length], list.map(([x]) => x));
    const b = tensor([list.length], list.map(([, y]) => y));
    const { lo, hi, value } = expected(name, { a, b });
    const rounded = list.map(([x, y]) => Math.fround(operations[name as "add"](x, y)) + 0);
    assert.deepEqual([...value].map((x) => Number(x) + 0), rounded);
    assert.deepEqual([...lo].map((x) => Number(x) + 0), rounded);
    assert.deepEqual([...hi].map((x) => Number(x) + 0), rounded);
  }));
});

Deno.test("div() admits the float32 quotient, and nothing two ULP away", () => {
  const a = tensor([3], [1, -7, 1e30]);
  const b = tensor([3], [3, 5, 1e-3]);
  const quotients = [1 / 3, -7 / 5, Math.fround(1e30) / Math.fround(1e-3)].map(Math.fround);
  const output = expected("div", { a, b });
  assert.deepEqual(outside(output, quotients), []);
  assert.deepEqual(outside(output, quotients.map((q) => q * (1 + 2 ** -21))), [0, 1, 2]);
});

Deno.test("add(), sub() and mul() admit both neighbours in profile webgpu, also of a sum that float64 rounds", () => {
  const a = tensor([2], [1, 1]);
  const b = tensor([2], [2 ** -30, 2 ** -60]);
  const { lo, hi } = expected("add", { a, b }, {}, profiles["webgpu-f16"]);
  assert.deepEqual([...lo].slice(0, 1), [1]);
  assert.deepEqual([...hi], [1 + 2 ** -23, 1 + 2 ** -23]);
});

Deno.test("binary operators of stretched shapes equal those of the stretched tensors", () => {
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean()), {
    maxLength: 4,
  });
  fc.assert(fc.property(sizes, fc.nat(4), fc.constantFrom("add", "sub", "mul", "div"), (axes, drop, name) => {
    const shape = axes.map(([size]) => size);
    const shapeA = axes.map(([size, one]) => (one ? 1 : size));
    const shapeB = axes.map(([size, , one]) => (one ? 1 : size)).slice(Math.min(drop, axes.length));
    const a = counting(shapeA);
    const b = tensor(shapeB, [...counting(shapeB).data as Float32Array].map((x) => x + 1));
    const output = expected(name, { a, b });
    const stretchedShape = shape.map((_, axis) =>
      Math.max(shapeA[axis], shapeB[axis - shape.length + shapeB.length] ?? 1)
    );
    assert.deepEqual(output.shape, stretchedShape);
    const stretch = (from: typeof a) =>
      tensor(
        stretchedShape,
        Array.from({ length: elementCount(stretchedShape) }, (_, position) => {
          const index = indexAt(position, stretchedShape).slice(stretchedShape.length - from.shape.length);
          const at = from.shape.reduce((sum, size, axis) => sum * size + (size === 1 ? 0 : index[axis]), 0);
          return (from.data as Float32Array)[at];
        }),
      );
    assert.deepEqual([...output.value], values(name, { a: stretch(a), b: stretch(b) }));
  }));
});

Deno.test("add() and mul() commute", () => {
  fc.assert(fc.property(pairs, fc.constantFrom("add", "mul"), (list, name) => {
    const a = tensor([list.length], list.map(([x]) => x));
    const b = tensor([list.length], list.map(([, y]) => y));
    assert.deepEqual(values(name, { a, b }), values(name, { a: b, b: a }));
  }));
});

Deno.test("integer operators are exact in range, and any value passes outside (Q10)", () => {
  const a = tensor([3], [2 ** 31 - 1, -5, 46341], "int32");
  const b = tensor([3], [1, 2, 46341], "int32");
  assert.deepEqual([...expected("add", { a, b }).flags!], [Flag.any, 0, 0]);
  assert.deepEqual(values("sub", { a, b }), [2 ** 31 - 2, -7, 0]);
  assert.deepEqual([...expected("mul", { a, b }).flags!], [0, 0, Flag.any]);
  assert.deepEqual(values("div", { a, b }), [2 ** 31 - 1, -2, 1]);
  const big = tensor([2], [2n ** 53n + 1n, 2n ** 63n - 1n], "int64");
  const one = tensor([1], [1n], "int64");
  assert.equal(values("add", { a: big, b: one })[0], 2n ** 53n + 2n);
  assert.deepEqual([...expected("add", { a: big, b: one }).flags!], [0, Flag.any]);
  assert.deepEqual([
    ...expected("sub", { a: tensor([1], [0], "uint8"), b: tensor([1], [1], "uint8") }).flags!,
  ], [
    Flag.any,
  ]);
});

Deno.test("div() of integers lets any value pass where the divisor is zero (Q11) or the quotient out of range", () => {
  const a = tensor([2], [-128, 7], "int8");
  const b = tensor([2], [-1, 0], "int8");
  assert.deepEqual([...expected("div", { a, b }).flags!], [Flag.any, Flag.any]);
  const zero = { a: tensor([1], [1n], "uint64"), b: tensor([1], [0n], "uint64") };
  assert.deepEqual([...expected("div", zero).flags!], [Flag.any]);
});

Deno.test("div() by zero gives an infinity of either sign, and 0 / 0 NaN", () => {
  const a = tensor([2], [1, 0]);
  const output = expected("div", { a, b: tensor([], [0]) });
  assert.deepEqual(outside(output, [Infinity, NaN]), []);
  assert.deepEqual(outside(output, [-Infinity, NaN]), []);
  assert.deepEqual(outside(output, [1e38, 0]), [0, 1]);
});

Deno.test("overflow gives the infinity, and in profile webgpu the last number too", () => {
  const a = tensor([1], [3e38]);
  const most = (2 - 2 ** -23) * 2 ** 127;
  assert.deepEqual(outside(expected("add", { a, b: a }), [Infinity]), []);
  assert.deepEqual(outside(expected("add", { a, b: a }), [most]), [0]);
  const loose = expected("add", { a, b: a }, {}, profiles["webgpu-f16"]);
  assert.deepEqual([outside(loose, [Infinity]), outside(loose, [most])], [[], []]);
  assert.deepEqual(outside(loose, [1e38]), [0]);
});

Deno.test("a subnormal may become zero in profile webgpu only", () => {
  const a = tensor([3], [2 ** -140, 2 ** -100, 2 ** -126]);
  const b = tensor([3], [1, 2 ** -40, 2 ** -149]);
  const flushed = [0, 0, 2 ** -126];
  assert.deepEqual(outside(expected("mul", { a, b: tensor([3], [1, 2 ** -40, 1]) }), flushed), [0, 1]);
  assert.deepEqual(
    outside(expected("mul", { a, b: tensor([3], [1, 2 ** -40, 1]) }, {}, profiles["webgpu-f16"]), flushed),
    [],
  );
  assert.deepEqual(
    outside(expected("add", { a, b }, {}, profiles["webgpu-f16"]), [1, 2 ** -40, 2 ** -126]),
    [],
  );
});

Deno.test("binary operators refuse differing data types and shapes that do not stretch", () => {
  for (const name of Object.keys(operations)) {
    refuses(name, "same-data-type", { a: descriptor([2]), b: descriptor([2], "float16") });
    refuses(name, "bidirectionally-broadcastable", { a: descriptor([2, 3]), b: descriptor([2]) });
  }
});

Deno.test("an infinity added to what is known to an interval is that infinity, so that a mask is judged", () => {
  const inputs = new Map([
    ["q", tensor([2, 2], [0.1, 0.2, 0.3, 0.4])],
    ["k", tensor([2, 2], [0.5, 0.1, 0.7, 0.3])],
    ["mask", tensor([2, 2], [0, -Infinity, 0, 0])],
  ]);
  for (const first of ["matmul", "mul"]) {
    for (const [operator, masked] of [["add", -Infinity], ["sub", Infinity]] as const) {
      const nodes: Node[] = [
        { operator: first, operands: { a: "q", b: "k" }, options: {}, outputs: ["scores"] },
        { operator, operands: { a: "scores", b: "mask" }, options: {}, outputs: ["sum"] },
        { operator: "softmax", operands: { input: "sum" }, options: { axis: 1 }, outputs: ["attention"] },
      ];
      const outputs = expectationOf(graphCase(inputs, nodes, ["sum", "attention"]), profiles.ieee).outputs;
      const { value, flags } = outputs.get("sum")!;
      assert.deepEqual([value[1], flags], [masked, undefined]);
      const attention = outputs.get("attention")!;
      if (operator === "add") {
        assert.deepEqual([[...attention.value].slice(0, 2), attention.flags], [[1, 0], undefined]);
      }
    }
  }
});
