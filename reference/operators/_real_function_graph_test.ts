import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { graphCase, outside, tensor } from "../_testing.ts";
import { expectationOf } from "../expect.ts";
import { GELU_TURN } from "../functions/gelu.ts";

const f = Math.fround;

/** The output of a graph whose nodes are `[operator, operands, output]`. */
function run(
  inputs: Record<string, Tensor>,
  steps: readonly (readonly [string, Node["operands"], string])[],
  profile = profiles.ieee,
) {
  const nodes = steps.map(([operator, operands, output]) => ({
    operator,
    operands,
    options: {},
    outputs: [output],
  }));
  const testCase = graphCase(new Map(Object.entries(inputs)), nodes, ["output"]);
  return expectationOf(testCase, profile).outputs.get("output")!;
}

const constants = {
  one: tensor([1], [1]),
  two: tensor([1], [2]),
  half: tensor([1], [0.5]),
  zero: tensor([1], [0]),
};

/** The spec's emulations. */
const emulations: Record<string, readonly (readonly [string, Node["operands"], string])[]> = {
  sigmoid: [
    ["neg", { input: "x" }, "minus"],
    ["exp", { input: "minus" }, "power"],
    ["add", { a: "power", b: "one" }, "sum"],
    ["div", { a: "one", b: "sum" }, "output"],
  ],
  softplus: [
    ["exp", { input: "x" }, "power"],
    ["add", { a: "power", b: "one" }, "sum"],
    ["log", { input: "sum" }, "output"],
  ],
  tanh: [
    ["mul", { a: "two", b: "x" }, "double"],
    ["exp", { input: "double" }, "power"],
    ["sub", { a: "power", b: "one" }, "difference"],
    ["add", { a: "power", b: "one" }, "sum"],
    ["div", { a: "difference", b: "sum" }, "output"],
  ],
  gelu: [
    ["mul", { a: "x", b: "half" }, "scaled"],
    ["sqrt", { input: "two" }, "root"],
    ["div", { a: "x", b: "root" }, "argument"],
    ["erf", { input: "argument" }, "erf"],
    ["add", { a: "one", b: "erf" }, "sum"],
    ["mul", { a: "scaled", b: "sum" }, "output"],
  ],
  elu: [
    ["max", { a: "zero", b: "x" }, "positive"],
    ["min", { a: "zero", b: "x" }, "negative"],
    ["exp", { input: "negative" }, "power"],
    ["sub", { a: "power", b: "one" }, "difference"],
    ["mul", { a: "one", b: "difference" }, "scaled"],
    ["add", { a: "positive", b: "scaled" }, "output"],
  ],
};

for (const [name, steps] of Object.entries(emulations)) {
  Deno.test(`${name}() lies within the balls of the spec's emulation`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: -20, max: 20 }), { minLength: 1, maxLength: 10 }),
        fc.constantFrom(profiles.ieee, profiles["webgpu-f16"]),
        (list, profile) => {
          const x = tensor([list.length], list);
          const { value } = run({ x }, [[name, { input: "x" }, "output"]], profile);
          assert.deepEqual(outside(run({ x, ...constants }, steps, profile), value as Float32Array), []);
        },
      ),
    );
  });
}

/** Each function in float32, of a float32. */
const simulated: Record<string, (x: number) => number> = {
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / f(1 + f(Math.exp(-x))),
};

for (const [name, simulate] of Object.entries(simulated)) {
  Deno.test(`${name}() of a result admits what float32 gives for it`, () => {
    const number = fc.float({ noNaN: true, min: -8, max: 8 });
    fc.assert(fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1 }), (list) => {
      const column = (k: 0 | 1 | 2) => tensor([list.length], list.map((row) => row[k]));
      const output = run({ a: column(0), b: column(1), c: column(2) }, [
        ["mul", { a: "a", b: "b" }, "product"],
        ["add", { a: "product", b: "c" }, "sum"],
        [name, { input: "sum" }, "output"],
      ]);
      const given = list.map(([a, b, c]) => f(simulate(f(f(a * b) + c))));
      const fused = list.map(([a, b, c]) => f(simulate(f(a * b + c))));
      // a logarithm whose argument may be negative is not judged
      const judged = (values: number[]) =>
        outside(output, values).filter((i) => !(output.flags?.[i]! & Flag.skip));
      assert.deepEqual(judged(given), []);
      assert.deepEqual(judged(fused), []);
    }));
  });
}

/** Bounds of a function of `x + y - y`, whose ball is as wide as float32 rounds y. */
function around(name: string, x: number, y: number) {
  const output = run({ x: tensor([1], [x]), y: tensor([1], [y]) }, [
    ["add", { a: "x", b: "y" }, "sum"],
    ["sub", { a: "sum", b: "y" }, "difference"],
    [name, { input: "difference" }, "output"],
  ]);
  return [Number(output.lo[0]), Number(output.hi[0])];
}

Deno.test("the balls of sine, cosine, gelu and elu hold their turns", () => {
  // the ball of 1.55 + 2^20 - 2^20 is wider than 0.03
  assert.ok(around("sin", 1.55, 2 ** 20)[1] >= 1);
  assert.ok(around("sin", -1.55, 2 ** 20)[0] <= -1);
  assert.ok(around("cos", 0.02, 2 ** 20)[1] >= 1);
  assert.ok(around("cos", 3.12, 2 ** 20)[0] <= -1);
  assert.ok(around("gelu", GELU_TURN + 0.01, 2 ** 20)[0] <= -0.1699712);
  const [least, greatest] = around("sin", 0.3, 2 ** 25);
  assert.ok(least <= -1 && least > -1.000001 && greatest >= 1 && greatest < 1.000001);
});

Deno.test("functions carry what is undecided on", () => {
  const inputs = { x: tensor([2], [3e38, 1]), y: tensor([2], [3e38, 1]) };
  const { flags } = run(inputs, [
    ["mul", { a: "x", b: "y" }, "product"],
    ["sin", { input: "product" }, "output"],
  ], profiles["webgpu-f16"]);
  assert.deepEqual([...flags!], [Flag.any, 0]);
});
