import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, outside, refuses, tensor, values } from "../_testing.ts";
import { operators } from "../operators.ts";
import type { Ball } from "../ball.ts";

Deno.test("prelu() multiplies negative numbers by the slope", () => {
  const input = tensor([4], [-3, 3, -0.5, 0]);
  assert.deepEqual(values("prelu", { input, slope: tensor([], [0.25]) }), [-0.75, 3, -0.125, 0]);
  assert.deepEqual(
    values("prelu", { input: tensor([2], [-3n, 4n], "int64"), slope: tensor([1], [5n], "int64") }),
    [
      -15n,
      4n,
    ],
  );
});

Deno.test("prelu() stretches both operands", () => {
  const output = expected("prelu", { input: tensor([2], [-1, 1]), slope: tensor([2, 1], [2, 3]) });
  assert.deepEqual([output.shape, [...output.value]], [[2, 2], [-2, 1, -3, 1]]);
});

Deno.test("prelu() admits the float32 product and nothing else in profile ieee", () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(float, float, (x, s) => {
    const { lo, hi } = expected("prelu", { input: tensor([1], [x]), slope: tensor([1], [s]) });
    const rounded = x < 0 ? Math.fround(s * x) : x;
    assert.deepEqual([Number(lo[0]) + 0, Number(hi[0]) + 0], [rounded + 0, rounded + 0]);
  }));
});

Deno.test("prelu() of a float32-simulated graph stays inside, and the wrong slope is outside", () => {
  const whole = fc.integer({ min: -30, max: 30 }).map((x) => x / 8), radius = fc.nat(3).map((x) => x / 64);
  const unit = fc.double({ min: -1, max: 1, noNaN: true });
  const ball = (v: number, e: number): Ball => ({
    dataType: "float32",
    shape: [],
    v: Float64Array.of(v),
    e: Float64Array.of(e),
  });
  fc.assert(fc.property(whole, radius, unit, whole, radius, unit, (x, dx, p, s, ds, q) => {
    const [{ v, e }] = operators.get("prelu")!.evaluate(
      { input: ball(x, dx), slope: ball(s, ds) },
      {},
      profiles.ieee,
    );
    const given = x + p * dx, slope = s + q * ds;
    const actual = given < 0 ? slope * given : given;
    assert.ok(Math.abs(actual - Number(v[0])) <= e![0] + 1e-12);
  }));
  const output = expected("prelu", { input: tensor([1], [-3]), slope: tensor([1], [0.1]) });
  assert.deepEqual(outside(output, [-3]), [0]);
});

Deno.test("in profile webgpu a negative subnormal may be compared as zero and taken as it is, or be lost", () => {
  const x = -(2 ** -130);
  const operands = { input: tensor([1], [x]), slope: tensor([1], [-2]) };
  const loose = expected("prelu", operands, {}, profiles["webgpu-f16"]);
  for (const answer of [x, 0, -2 * x]) assert.deepEqual(outside(loose, [answer]), []);
  assert.deepEqual(outside(loose, [-8 * x]), [0]);
  assert.deepEqual(outside(expected("prelu", operands), [x]), [0]);
});

Deno.test("prelu() of NaN may be 0 (Q7), and a slope that is not finite may go unused (Q25)", () => {
  const { value, alternatives } = expected("prelu", {
    input: tensor([4], [NaN, 2, 0, -1]),
    slope: tensor([4], [1, Infinity, NaN, -Infinity]),
  });
  assert.deepEqual([...value], [NaN, NaN, NaN, Infinity]);
  assert.deepEqual(
    alternatives!.map(({ question, positions, lo }) => [question, [...positions], [...lo]]),
    [["Q7", [0], [0]], ["Q25", [1, 2], [2, 0]]],
  );
});

Deno.test("prelu() of integers out of range passes with any value (Q10)", () => {
  const output = expected("prelu", {
    input: tensor([3], [-128, -64, 5], "int8"),
    slope: tensor([], [-1], "int8"),
  });
  assert.deepEqual([[...output.flags!], output.value[1], output.value[2]], [[Flag.any, 0, 0], 64, 5]);
});

Deno.test("prelu() refuses other data types and shapes that do not stretch", () => {
  refuses("prelu", "same-data-type", { input: descriptor([2]), slope: descriptor([2], "float16") });
  refuses("prelu", "allowed-data-type", { input: descriptor([2], "uint8"), slope: descriptor([2], "uint8") });
  refuses("prelu", "bidirectionally-broadcastable", { input: descriptor([2]), slope: descriptor([3]) });
});
