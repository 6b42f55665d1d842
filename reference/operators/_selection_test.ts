import assert from "node:assert/strict";
import { Flag } from "../../graph/expectation.ts";
import type { Node } from "../../graph/graph.ts";
import { type Profile, profiles } from "../../graph/profile.ts";
import { descriptor, expected, graphCase, outside, refused, refuses, tensor, values } from "../_testing.ts";
import { expectationOf } from "../expect.ts";
import type { Options } from "../operator.ts";
import { clamp } from "./clamp.ts";

const special = tensor([5], [-Infinity, -0, 2, Infinity, NaN]);

Deno.test("relu() keeps positive elements and makes the others 0", () => {
  assert.deepEqual(values("relu", { input: tensor([3], [-1, 0, 2.5]) }), [0, 0, 2.5]);
  assert.deepEqual(values("relu", { input: tensor([2], [-(2n ** 63n), 5n], "int64") }), [0n, 5n]);
  assert.deepEqual(values("relu", { input: tensor([2], [-128, 127], "int8") }), [0, 127]);
});

Deno.test("relu() of NaN is NaN, or 0 by answer b of Q7", () => {
  const { flags, alternatives } = expected("relu", { input: special });
  assert.deepEqual([...flags!], [0, 0, 0, 0, Flag.nan]);
  const [{ question, answer, positions, lo, hi }] = alternatives!;
  assert.deepEqual({ question, answer, positions: [...positions], lo: [...lo], hi: [...hi] }, {
    question: "Q7",
    answer: "b",
    positions: [4],
    lo: [0],
    hi: [0],
  });
});

Deno.test("relu() lets any value pass for NaN and infinities in profile webgpu", () => {
  const { flags } = expected("relu", { input: special }, {}, profiles["webgpu-f16"]);
  assert.deepEqual([...flags!], [Flag.any, 0, 0, Flag.any, Flag.any]);
});

Deno.test("relu() and clamp() never leave their range, however uncertain what they select from is", () => {
  const a = tensor([1, 3], [1, 2 ** -12, -1]);
  const b = tensor([3, 1], [1, 3, 1 + 2 ** -11]);
  const inputs = new Map([["a", a], ["b", b]]);
  const bounds = (operator: string, options: Options, profile = profiles.ieee) => {
    const nodes: Node[] = [
      { operator: "matmul", operands: { a: "a", b: "b" }, options: {}, outputs: ["product"] },
      { operator, operands: { input: "product" }, options, outputs: ["output"] },
    ];
    const { lo, hi } = expectationOf(graphCase(inputs, nodes, ["output"]), profile).outputs.get("output")!;
    return [lo[0], hi[0]];
  };
  const product = 3 * 2 ** -12 - 2 ** -11;
  const [low, high] = bounds("clamp", {}, profiles["reduced-f16"]);
  assert.ok(Number(low) < 0 && Number(high) > product);
  assert.equal(bounds("relu", {}, profiles["reduced-f16"])[0], 0);
  assert.equal(bounds("clamp", { minValue: -(2 ** -13) }, profiles["reduced-f16"])[0], -(2 ** -13));
  assert.equal(bounds("clamp", { maxValue: product })[1], product);
  assert.equal(bounds("clamp", { maxValue: product }, profiles["webgpu-f16"])[1], product);
  assert.equal(bounds("clamp", { maxValue: product }, profiles["reduced-f16"])[1], product);
});

Deno.test("clamp() may lose a bound that is subnormal where the profile flushes", () => {
  const of = (profile: Profile) => {
    const { lo, hi } = expected("clamp", { input: tensor([1], [-1]) }, { minValue: 2 ** -130 }, profile);
    return [lo[0], hi[0]];
  };
  assert.deepEqual(of(profiles["webgpu-f16"]), [0, 2 ** -130]);
  assert.deepEqual(of(profiles.ieee), [2 ** -130, 2 ** -130]);
});

Deno.test("clamp() may compare a subnormal as zero and keep it, relu() is never negative", () => {
  const [small, smaller] = [2 ** -130, 2 ** -140];
  const of = (x: number, options: Options, answer: number, profile = profiles["webgpu-f16"]) =>
    refused(expected("clamp", { input: tensor([1], [x]) }, options, profile), [answer]).length === 0;
  assert.ok(of(-small, { minValue: 0 }, -small) && of(-small, { minValue: 0 }, 0));
  assert.ok(!of(-small, { minValue: 0 }, -small, profiles.ieee) && !of(-small, { minValue: 0 }, -2 * small));
  assert.ok(
    of(small, { minValue: -1, maxValue: smaller }, small) && !of(small, { maxValue: smaller }, -smaller),
  );
  assert.ok(!of(-1, { minValue: 0 }, -small) && !of(1, { maxValue: 0 }, small));
  const relu = expected("relu", { input: tensor([1], [-small]) }, {}, profiles["webgpu-f16"]);
  assert.deepEqual(refused(relu, [-small]), [0]);
});

Deno.test("relu() refuses the data types that its table lacks", () => {
  refuses("relu", "allowed-data-type", { input: descriptor([2], "uint8") });
});

Deno.test("clamp() cuts at the bounds that are given", () => {
  const input = tensor([3], [-5, 0.5, 7]);
  assert.deepEqual(values("clamp", { input }), [-5, 0.5, 7]);
  assert.deepEqual(values("clamp", { input }, { minValue: -1 }), [-1, 0.5, 7]);
  assert.deepEqual(values("clamp", { input }, { maxValue: 6 }), [-5, 0.5, 6]);
  assert.deepEqual(values("clamp", { input }, { minValue: 1, maxValue: 1 }), [1, 1, 1]);
});

Deno.test("clamp() casts its bounds to the data type first", () => {
  assert.deepEqual(
    values("clamp", { input: tensor([2], [0, 255], "uint8") }, { minValue: 0.6, maxValue: 1e9 }),
    [1, 255],
  );
  assert.deepEqual(values("clamp", { input: tensor([1], [1], "float16") }, { maxValue: 0.1 }), [
    Math.f16round(0.1),
  ]);
  const big = 2n ** 53n + 1n;
  assert.deepEqual(values("clamp", { input: tensor([1], [2n ** 60n], "int64") }, { maxValue: big }), [big]);
});

Deno.test("clamp() refuses a least value above the greatest, both cast", () => {
  refuses("clamp", "min-not-above-max", { input: descriptor([2]) }, { minValue: 1, maxValue: 0 });
  refuses("clamp", "min-not-above-max", { input: descriptor([2], "int8") }, { minValue: 1, maxValue: 0.5 });
  assert.deepEqual(values("clamp", { input: tensor([1], [3]) }, { minValue: 1 + 2 ** -30, maxValue: 1 }), [
    1,
  ]);
});

Deno.test("clamp() of NaN is NaN, or one of the bounds by the other answers of Q7", () => {
  const { flags, alternatives } = expected("clamp", { input: special }, { minValue: -1, maxValue: 1 });
  assert.equal(flags![4], Flag.nan);
  assert.deepEqual(alternatives!.map(({ question, answer, lo }) => [question, answer, ...lo]), [
    ["Q7", "b", -1],
    ["Q7", "c", 1],
  ]);
});

Deno.test("clamp() with a NaN bound is NaN, or unclamped, or refused (Q8)", () => {
  const input = tensor([2], [-3, 3]);
  const { flags, alternatives } = expected("clamp", { input }, { minValue: NaN, maxValue: 1 });
  assert.deepEqual([...flags!], [Flag.nan, Flag.nan]);
  assert.deepEqual([...alternatives![0].lo], [-3, 1]);
  assert.deepEqual(clamp.mayReject!({ input }, { minValue: NaN }), { question: "Q8", answer: "c" });
  assert.equal(clamp.mayReject!({ input }, { minValue: 0 }), undefined);
});

Deno.test("a selected subnormal may be zero in profile webgpu", () => {
  const input = tensor([2], [2 ** -130, 2 ** -100]);
  for (const operator of ["relu", "clamp"]) {
    assert.deepEqual(outside(expected(operator, { input }, {}, profiles["webgpu-f16"]), [0, 2 ** -100]), []);
    assert.deepEqual(outside(expected(operator, { input }), [0, 2 ** -100]), [0]);
    assert.deepEqual(outside(expected(operator, { input }, {}, profiles["webgpu-f16"]), [2 ** -129, 0]), [
      0,
      1,
    ]);
  }
});
