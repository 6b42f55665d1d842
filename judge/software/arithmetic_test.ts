import assert from "node:assert/strict";
import fc from "fast-check";
import { type Arithmetic, arithmetics, dot, orders, sum, towardZero } from "./arithmetic.ts";

const inOrder = (order: Arithmetic["order"]): Arithmetic =>
  arithmetics.ieee.find((arithmetic) => arithmetic.order === order)!;

const large = 2 ** 24;

Deno.test("sum() rounds after each addition, in the order that the arithmetic has", () => {
  // large + 1 is halfway to the next float32 number, and rounds to the even one, large
  const terms = [large, 1, 1, 1, 1, 1, 1];
  const sums = orders.map((order) => [order, sum(terms, "float32", inOrder(order))]);
  assert.deepEqual(Object.fromEntries(sums), {
    forward: large,
    backward: large + 6,
    sorted: large + 6,
    // (large + (1 + 1)) + ((1 + 1) + (1 + 1))
    pairwise: large + 6,
    // (large + 1) + (1 + 1) + (1 + 1) + 1
    lanes: large + 4,
    fused: large,
  });
});

Deno.test("dot() rounds each product, but not one that is fused with its addition", () => {
  const x = 1 + 2 ** -23, square = 1 + 2 ** -22 + 2 ** -46;
  const left = [x, -1], right = [x, 1 + 2 ** -22];
  assert.equal(dot(left, right, "float32", inOrder("forward")), 0);
  const reversed = [left.toReversed(), right.toReversed()] as const;
  assert.equal(dot(...reversed, "float32", inOrder("fused")), square - 1 - 2 ** -22);
});

Deno.test("dot() adds its start first, and last where the arithmetic folds", () => {
  const ones = [1, 1, 1, 1];
  assert.equal(dot(ones, ones, "float32", inOrder("forward"), large), large);
  assert.equal(dot(ones, ones, "float32", inOrder("backward"), large), large + 4);
  assert.equal(dot(ones, ones, "float32", { ...inOrder("forward"), folds: true }, large), large + 4);
});

Deno.test("only the first elements count where a number of them is given, none gives 0", () => {
  const terms = Float64Array.of(1, 2, 4, 8);
  for (const order of orders) {
    assert.equal(sum(terms, "float32", inOrder(order), 3), 7, order);
    assert.equal(sum(terms, "float32", inOrder(order), 0), 0, order);
    assert.equal(dot(terms, terms, "float32", inOrder(order), undefined, 2), 5, order);
  }
});

Deno.test("a mutant's own addition takes the place of every order", () => {
  for (const order of orders) {
    const arithmetic = { ...inOrder(order), add: (_: ArrayLike<number>, count: number) => 100 * count };
    assert.equal(sum([1, 2], "float32", arithmetic), 200, order);
    assert.equal(dot([1, 2], [3, 4], "float32", arithmetic, 5), 205, order);
  }
});

Deno.test("the sorted order adds by magnitude, the smallest first, however the terms stand", () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
  fc.assert(fc.property(fc.array(float, { maxLength: 300 }), (terms) => {
    const bySize = terms.toSorted((a, b) => Math.abs(a) - Math.abs(b));
    assert.equal(
      sum(terms, "float32", inOrder("sorted")),
      sum(bySize, "float32", inOrder("forward")),
    );
  }));
});

Deno.test("every order of a sum is within n·u·S of the exact one", () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
  fc.assert(fc.property(fc.array(float, { maxLength: 50 }), fc.constantFrom(...orders), (terms, order) => {
    const exact = terms.reduce((total, x) => total + x, 0);
    const S = terms.reduce((total, x) => total + Math.abs(x), 0);
    assert.ok(Math.abs(sum(terms, "float32", inOrder(order)) - exact) <= terms.length * 2 ** -24 * S);
  }));
});

Deno.test("under webgpu correct backends round to either neighbour, and flush or not", () => {
  const rounded = (x: number) => new Set(arithmetics.webgpu.map(({ store }) => store(x, "float16")));
  assert.deepEqual(rounded(2049.5), new Set([2048, 2050]));
  assert.deepEqual(rounded(-2049.5), new Set([-2048, -2050]));
  assert.deepEqual(rounded(2048), new Set([2048]));
  assert.deepEqual(rounded(2 ** -24), new Set([0, 2 ** -24]));
  assert.deepEqual(rounded(2 ** -30), new Set([0, 2 ** -24]));
  assert.deepEqual(rounded(65510), new Set([65504, Infinity]));
  assert.ok(arithmetics.ieee.every(({ store }) => store(2049.5, "float16") === 2050));
});

Deno.test("towardZero() never rounds away from zero", () => {
  assert.equal(towardZero(1 + 2 ** -24 + 2 ** -30, "float32"), 1);
  assert.equal(towardZero(-1.9999999999, "float32"), -2 + 2 ** -23);
  assert.equal(towardZero(2049.5, "float16"), 2048);
  assert.equal(towardZero(1e9, "float16"), 65504);
});
