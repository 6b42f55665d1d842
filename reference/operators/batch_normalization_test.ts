import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, outside, refuses, relativeWidth, tensor, values } from "../_testing.ts";
import { operators } from "../operators.ts";

const f = Math.fround;
const name = "batchNormalization";

interface Feature {
  readonly x: number;
  readonly mean: number;
  readonly variance: number;
  readonly scale: number;
  readonly bias: number;
}

interface Form {
  readonly epsilon?: number;
  readonly folded?: boolean;
  readonly outsideRoot?: boolean;
  readonly unrooted?: boolean;
}

/** In float32, as the spec emulates it, or folded into `x·k + (b - m·k)`. */
function normalize32({ x, mean, variance, scale, bias }: Feature, form: Form = {}): number {
  const { epsilon = f(1e-5), folded, outsideRoot, unrooted } = form;
  const sum = f(variance + epsilon);
  const root = unrooted ? sum : outsideRoot ? f(f(Math.sqrt(variance)) + epsilon) : f(Math.sqrt(sum));
  if (!folded) return f(f(scale * f(f(x - mean) / root)) + bias);
  const k = f(scale / root);
  return f(f(x * k) + f(bias - f(mean * k)));
}

function single({ x, mean, variance, scale, bias }: Feature) {
  const one = (value: number) => tensor([1], [value]);
  const operands = { mean: one(mean), variance: one(variance), scale: one(scale), bias: one(bias) };
  return expected(name, { input: tensor([1, 1], [x]), ...operands });
}

const float = (min: number, max: number) => fc.float({ noNaN: true, min, max });
const features = fc.record({
  x: float(-8, 8),
  mean: float(-8, 8),
  variance: float(f(0.001), 4),
  scale: float(-2, 2),
  bias: float(-4, 4),
});

Deno.test("batchNormalization() of 5 with mean 1, variance 4, scale 3 and bias 7 is 13, but for epsilon", () => {
  const one = (value: number) => tensor([1], [value]);
  const operands = { mean: one(1), variance: one(4), scale: one(3), bias: one(7) };
  const input = tensor([1, 1], [5]);
  assert.deepEqual(values(name, { input, ...operands }, { epsilon: 0 }), [13]);
  assert.deepEqual(values(name, { input, ...operands }), [f(7 + 12 / Math.sqrt(4 + f(1e-5)))]);
  assert.deepEqual(values(name, { input, mean: one(1), variance: one(4) }, { epsilon: 12 }), [1]);
});

Deno.test("batchNormalization() takes the features of any axis, the second unless said", () => {
  const input = tensor([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
  const operands = { mean: tensor([2], [0, 1]), variance: tensor([2], [1, 4]) };
  const of = (axis?: number) =>
    values(name, { input, ...operands }, { epsilon: 0, ...(axis !== undefined ? { axis } : {}) });
  assert.deepEqual(of(), [0, 1, 0.5, 1, 4, 5, 2.5, 3]);
  assert.deepEqual(of(1), of());
  assert.deepEqual(of(0), [0, 1, 2, 3, 1.5, 2, 2.5, 3]);
  assert.deepEqual(of(2), [0, 0, 2, 1, 4, 2, 6, 3]);
  assert.deepEqual(values(name, { input: tensor([2], [3, 3]), ...operands }, { epsilon: 0, axis: 0 }), [
    3,
    1,
  ]);
});

Deno.test("batchNormalization() admits float32 as the spec emulates it and folded into a product and a sum", () => {
  fc.assert(fc.property(features, (feature) => {
    const output = single(feature);
    assert.deepEqual(outside(output, [normalize32(feature)]), []);
    assert.deepEqual(outside(output, [normalize32(feature, { folded: true })]), []);
  }));
});

Deno.test("batchNormalization() rejects a wrong epsilon where the variance is near it, and a missing root", () => {
  const feature = { x: 3, mean: 2.75, variance: f(1e-4), scale: 1.5, bias: 0.25 };
  const output = single(feature);
  assert.deepEqual(outside(output, [normalize32(feature)]), []);
  const mutants: Form[] = [{ epsilon: 0 }, { epsilon: f(1e-3) }, { outsideRoot: true }, { unrooted: true }];
  for (const mutant of mutants) {
    assert.deepEqual(outside(output, [normalize32(feature, mutant)]), [0], JSON.stringify(mutant));
  }
  assert.ok(relativeWidth(output) < 1e-5);
});

Deno.test("batchNormalization() casts epsilon to the data type: 1e-8 is 0 in float16", () => {
  const one = (value: number) => tensor([1], [value], "float16");
  const operands = { input: tensor([1, 1], [2 ** -11], "float16"), mean: one(0), variance: one(2 ** -22) };
  assert.deepEqual(values(name, operands, { epsilon: 1e-8 }), [1]);
});

Deno.test("batchNormalization() does not judge a division by zero; the root of a negative sum is NaN", () => {
  const one = (value: number) => tensor([1], [value]);
  const flagsOf = (variance: number) => {
    const operands = { input: tensor([1, 1], [3]), mean: one(1), variance: one(variance) };
    return [...expected(name, operands, { epsilon: 0.5 }).flags ?? [0]];
  };
  assert.deepEqual([flagsOf(-0.5), flagsOf(-1), flagsOf(0)], [[Flag.skip | Flag.orNaN], [Flag.nan], [0]]);
});

Deno.test("radii, magnitudes and marks of every operand reach the result", () => {
  const ball = (value: number, e = 0, undecided = 0) => ({
    dataType: "float32" as const,
    shape: [1],
    v: Float64Array.of(value),
    e: Float64Array.of(e),
    undecided: Uint8Array.of(undecided),
  });
  const evaluate = (change: Record<string, ReturnType<typeof ball>>) => {
    const operands = {
      input: ball(5),
      mean: ball(1),
      variance: ball(4),
      scale: ball(3),
      bias: ball(7),
      ...change,
    };
    return operators.get(name)!.evaluate(operands, { axis: 0, epsilon: 0 }, profiles.ieee)[0];
  };
  const near = (e: number, wanted: number) =>
    assert.ok(e >= wanted && e < wanted + 1e-4, `${e}, not ${wanted}`);
  near(evaluate({ input: ball(5, 0.5) }).e![0], 0.75);
  near(evaluate({ mean: ball(1, 0.5) }).e![0], 0.75);
  near(evaluate({ bias: ball(7, 0.5) }).e![0], 0.5);
  near(evaluate({ scale: ball(3, 0.5) }).e![0], 1);
  near(evaluate({ variance: ball(4, 3) }).e![0], 12 - 6);
  assert.deepEqual([...evaluate({ scale: ball(3, 0, 1) }).undecided!], [1]);
  const carried = evaluate({ input: { ...ball(5), M: Float64Array.of(100) } as ReturnType<typeof ball> });
  assert.deepEqual([...carried.M!], [1.5 * 101 + 7]);
});

Deno.test("batchNormalization() refuses what its steps refuse", () => {
  const input = descriptor([2, 3]), mean = descriptor([3]), variance = descriptor([3]);
  refuses(name, "axis-range", { input, mean, variance }, { axis: 2 });
  refuses(name, "axis-range", { input: descriptor([3]), mean, variance });
  refuses(name, "allowed-rank", { input: descriptor([]), mean, variance });
  refuses(name, "allowed-data-type", { input: descriptor([2, 3], "int32"), mean, variance });
  refuses(name, "required", { input, mean });
  refuses(name, "finite", { input, mean, variance }, { epsilon: NaN });
  for (const argument of ["mean", "variance", "scale", "bias"]) {
    const given = (operand: ReturnType<typeof descriptor>) => ({
      input,
      mean,
      variance,
      [argument]: operand,
    });
    refuses(name, `${argument}-data-type`, given(descriptor([3], "float16")));
    refuses(name, `${argument}-shape`, given(descriptor([2])));
    const rows = { mean: descriptor([2]), variance: descriptor([2]), [argument]: descriptor([3]) };
    refuses(name, `${argument}-shape`, { input, ...rows }, { axis: 0 });
    refuses(name, "allowed-rank", given(descriptor([1, 3])));
  }
});
