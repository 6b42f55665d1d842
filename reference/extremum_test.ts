import assert from "node:assert/strict";
import fc from "fast-check";
import { profiles } from "../graph/profile.ts";
import { descriptor, expected, outside, refused, refuses, tensor, values } from "./_testing.ts";
import type { Ball } from "./ball.ts";
import { extremum } from "./extremum.ts";

const { ieee } = profiles;

function ball(v: readonly number[], e?: readonly number[]): Ball {
  return {
    dataType: "float32",
    shape: [v.length],
    v: Float64Array.from(v),
    e: e && Float64Array.from(e),
  };
}

Deno.test("max() and min() select, also infinities and 64-bit integers one apart", () => {
  const a = tensor([4], [1, -2, Infinity, -0.5]), b = tensor([4], [2, -3, 7, -Infinity]);
  assert.deepEqual(values("max", { a, b }), [2, -2, Infinity, -0.5]);
  assert.deepEqual(values("min", { a, b }), [1, -3, 7, -Infinity]);
  const large = tensor([2], [2n ** 64n - 2n, 5n], "uint64"), larger = tensor([1], [2n ** 64n - 1n], "uint64");
  assert.deepEqual(values("max", { a: large, b: larger }), [2n ** 64n - 1n, 2n ** 64n - 1n]);
  assert.deepEqual(values("min", { a: large, b: larger }), [2n ** 64n - 2n, 5n]);
});

Deno.test("zeros of both signs pass for one another", () => {
  const output = expected("max", { a: tensor([1], [-0]), b: tensor([1], [0]) });
  assert.deepEqual([outside(output, [0]), outside(output, [-0])], [[], []]);
});

Deno.test("NaN beside a number may give the number (Q7), and NaN beside NaN gives NaN", () => {
  const a = tensor([3], [NaN, 4, NaN]), b = tensor([3], [3, NaN, NaN]);
  for (const name of ["max", "min"]) {
    const { value, alternatives } = expected(name, { a, b });
    assert.deepEqual([...value], [NaN, NaN, NaN]);
    const [{ question, answer, positions, lo, hi }] = alternatives!;
    assert.deepEqual([question, answer, [...positions], [...lo], [...hi]], ["Q7", "b", [0, 1], [3, 4], [
      3,
      4,
    ]]);
  }
});

Deno.test("the radius is that of the operands that can win, and no more", () => {
  const radii = (x: number, dx: number, y: number, dy: number) => [
    extremum("max", ball([x], [dx]), ball([y], [dy]), ieee).e![0],
    extremum("min", ball([x], [dx]), ball([y], [dy]), ieee).e![0],
  ];
  assert.deepEqual(radii(5, 1, 0, 2), [1, 2]);
  assert.deepEqual(radii(5, 1, 4, 3), [2, 3]);
  assert.deepEqual(extremum("max", ball([1]), ball([2]), ieee).e, undefined);
  assert.deepEqual(extremum("max", ball([Infinity]), ball([2], [1]), ieee).e![0], 0);
});

Deno.test("whatever the operands are within their radii, the selected value is within its own", () => {
  const whole = fc.integer({ min: -9, max: 9 }),
    radius = fc.nat(4),
    unit = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(whole, radius, unit, whole, radius, unit, (x, dx, s, y, dy, t) => {
      for (const name of ["max", "min"] as const) {
        const { v, e } = extremum(name, ball([x], [dx]), ball([y], [dy]), ieee);
        const actual = Math[name](x + s * dx, y + t * dy);
        assert.ok(Math.abs(actual - Number(v[0])) <= e![0]);
      }
    }),
  );
});

Deno.test("in profile webgpu any value passes beside an infinity, and 0 for a subnormal", () => {
  const output = expected(
    "max",
    { a: tensor([2], [Infinity, 2 ** -130]), b: tensor([2], [0, -1]) },
    {},
    profiles["webgpu-f16"],
  );
  assert.deepEqual(outside(output, [NaN, 0]), []);
  assert.deepEqual(outside(output, [NaN, -1]), [1]);
});

Deno.test("max() and min() may select either of two subnormals, each of which may be compared as zero", () => {
  const [x, y] = [2 ** -130, -(2 ** -140)];
  for (const name of ["max", "min"]) {
    const output = expected(
      name,
      { a: tensor([4], [x, y, x, -1]), b: tensor([4], [y, y, 1, y]) },
      {},
      profiles["webgpu-f16"],
    );
    for (const [first, last] of [[x, y], [y, y], [0, 0]]) {
      const others = name === "max" ? [1, last] : [first === y ? x : first, -1];
      assert.deepEqual(refused(output, [first, last, ...others]), []);
    }
    const wrong = name === "max" ? [2 * x, 2 * y, x, -1] : [2 * y * 2 ** 11, -y, 1, y];
    assert.deepEqual(refused(output, wrong), [0, 1, 2, 3]);
  }
});

Deno.test("max() and min() refuse differing data types and shapes that do not stretch", () => {
  for (const name of ["max", "min"]) {
    refuses(name, "same-data-type", { a: descriptor([2], "int8"), b: descriptor([2], "uint8") });
    refuses(name, "bidirectionally-broadcastable", { a: descriptor([4]), b: descriptor([3, 2]) });
  }
});
