import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, graphCase, outside, refuses, tensor, values } from "../_testing.ts";
import { expectationOf } from "../expect.ts";

const f = Math.fround;
const base = fc.float({ noNaN: true, min: Math.fround(0.01), max: 100 });
const exponent = fc.float({ noNaN: true, min: -8, max: 8 });
const pairs = fc.array(fc.tuple(base, exponent), { minLength: 1, maxLength: 20 });

function outputOf(x: readonly number[], p: readonly number[], profile = profiles.ieee) {
  return expected("pow", { a: tensor([x.length], x), b: tensor([p.length], p) }, {}, profile);
}

Deno.test("pow() of small whole numbers is exact, and broadcasts", () => {
  const a = tensor([2, 2], [1, 2, 3, -4]);
  assert.deepEqual(values("pow", { a, b: tensor([2], [3, 2]) }), [1, 4, 27, 16]);
  assert.deepEqual(values("pow", { a: tensor([1], [9]), b: tensor([2], [0.5, -0.5]) }), [3, f(1 / 3)]);
});

Deno.test("pow() admits exp(p · ln x) in float32, and rejects the exponent off by a part in 10^5", () => {
  fc.assert(fc.property(pairs, (list) => {
    const x = list.map(([a]) => a);
    const p = list.map(([, b]) => b);
    const byLogarithm = list.map(([a, b]) => f(Math.exp(f(b * f(Math.log(a))))));
    const off = list.map(([a, b]) => f(a ** (b * 1.0001) * 1.0001));
    const output = outputOf(x, p);
    assert.deepEqual(outside(output, byLogarithm), []);
    const visible = list.flatMap(([a, b], i) => (b * Math.log(a) >= 0 ? [i] : []));
    assert.deepEqual(outside(output, off).filter((i) => visible.includes(i)), visible);
    assert.deepEqual(outside(outputOf(x, p, profiles["webgpu-f16"]), byLogarithm), []);
  }));
});

Deno.test("pow() admits exp2(p · log2 x) with WGSL's logarithm in profile webgpu only", () => {
  const [x, p] = [f(1.1), 20];
  const loose = f(2 ** (p * (Math.log2(x) + 2 ** -21.1)));
  assert.deepEqual(outside(outputOf([x], [p], profiles["webgpu-f16"]), [loose]), []);
  assert.deepEqual(outside(outputOf([x], [p]), [loose]), [0]);
});

Deno.test("pow() of a negative base is NaN unless the exponent is whole, and judged where it is", () => {
  const { value, flags } = outputOf([-2, -2, -2], [3, 2, 0.5]);
  assert.deepEqual([...value], [-8, 4, NaN]);
  assert.deepEqual([...flags!], [0, 0, Flag.nan]);
});

Deno.test("pow() to 0 is 1; of 0 it is 0 where the exponent is positive, and open where it is negative", () => {
  const { value, flags, alternatives } = outputOf([5, 0, 0, -0, 0], [0, 0, 2, -3, -2]);
  assert.deepEqual([...value].slice(0, 3), [1, 1, 0]);
  const either = Flag.orPositiveInfinity | Flag.orNegativeInfinity;
  assert.deepEqual([...flags!], [0, 0, 0, either, either]);
  const [{ question, positions }] = alternatives!;
  assert.deepEqual([question, ...positions], ["Q32", 3, 4]);
});

Deno.test("pow() of 1, -1 and NaN is 1 or NaN where IEEE 754 and ECMAScript differ", () => {
  const output = outputOf([1, -1, NaN, 2], [NaN, Infinity, 0, Infinity]);
  assert.deepEqual([...output.value], [1, 1, 1, Infinity]);
  assert.deepEqual(outside(output, [1, 1, 1, Infinity]), []);
  const [{ question, positions }] = output.alternatives!;
  assert.deepEqual([question, ...positions], ["Q33", 0, 1, 2]);
});

Deno.test("pow() of a subnormal base that may be flushed admits 0 and the power, but not three times the power", () => {
  const x = 3 * 2 ** -149;
  const root = f(Math.sqrt(x));
  const output = outputOf([x, x, x], [0.5, 0.5, 0.5], profiles["webgpu-f16"]);
  assert.deepEqual(outside(output, [0, root, 3 * root]), [2]);
  assert.deepEqual(outside(outputOf([x, x, x], [0.5, 0.5, 0.5]), [0, root, 3 * root]), [0, 2]);
});

Deno.test("pow() of integers is exact in range and open beyond, and for negative exponents", () => {
  const { value, flags } = expected("pow", {
    a: tensor([6], [3n, -3n, 2n, 2n, -1n, 0n], "int64"),
    b: tensor([6], [39n, 3n, 63n, -1n, 2n ** 62n + 1n, 0n], "int64"),
  });
  assert.deepEqual([...value], [3n ** 39n, -27n, 0n, 0n, -1n, 1n]);
  assert.deepEqual([...flags!], [0, 0, Flag.any, Flag.any, 0, 0]);
  const bytes = { a: tensor([3], [15, 16, 255], "uint8"), b: tensor([3], [2, 2, 1], "uint8") };
  assert.deepEqual(values("pow", bytes), [225, 0, 255]);
});

Deno.test("pow() of results admits what float32 gives for them", () => {
  const part = fc.float({ noNaN: true, min: 0, max: 3 });
  fc.assert(fc.property(fc.array(fc.tuple(part, part, part, part), { minLength: 1 }), (list) => {
    const column = (k: 0 | 1 | 2 | 3) => tensor([list.length], list.map((row) => row[k]));
    const inputs = new Map([0, 1, 2, 3].map((k) => [`x${k}`, column(k as 0)]));
    const nodes: Node[] = [
      { operator: "mul", operands: { a: "x0", b: "x1" }, options: {}, outputs: ["a"] },
      { operator: "sub", operands: { a: "x2", b: "x3" }, options: {}, outputs: ["b"] },
      { operator: "pow", operands: { a: "a", b: "b" }, options: {}, outputs: ["output"] },
    ];
    const output = expectationOf(graphCase(inputs, nodes, ["output"]), profiles.ieee).outputs.get("output")!;
    const given = list.map(([a, b, c, d]) => f(f(a * b) ** f(c - d)));
    assert.deepEqual(outside(output, given), []);
  }));
});

Deno.test("pow() refuses operands of two types, and shapes that do not stretch", () => {
  refuses("pow", "same-data-type", { a: descriptor([2]), b: descriptor([2], "int32") });
  refuses("pow", "bidirectionally-broadcastable", { a: descriptor([2]), b: descriptor([3]) });
});

Deno.test("pow() with exponent 0 is 1 within 4 ulp in profile ieee, exp2(0) within WGSL's 3 in profile webgpu", () => {
  for (const [profile, ulp] of [[profiles.ieee, 4], [profiles["webgpu-f16"], 3]] as const) {
    const output = outputOf([7], [0], profile);
    assert.deepEqual(outside(output, [1 + ulp * 2 ** -23]), []);
    assert.deepEqual(outside(output, [1 + (ulp + 1) * 2 ** -23]), [0]);
  }
});
