import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { type Profile, profiles } from "../../graph/profile.ts";
import { elementCount, indexAt, type Tensor } from "../../graph/tensor.ts";
import {
  descriptor,
  expected,
  outside,
  refused,
  refuses,
  relativeWidth,
  tensor,
  values,
} from "../_testing.ts";
import { operators } from "../operators.ts";

const f = Math.fround;

/** What each reduction makes of a list, and in float32 of an order of it. */
const formulas: Readonly<Record<string, (x: readonly number[], round: (x: number) => number) => number>> = {
  reduceL1: (x, r) => x.reduce((sum, value) => r(sum + Math.abs(value)), 0),
  reduceL2: (x, r) => r(Math.sqrt(x.reduce((sum, value) => r(sum + r(value * value)), 0))),
  reduceLogSum: (x, r) => r(Math.log(x.reduce((sum, value) => r(sum + value), 0))),
  reduceLogSumExp: (x, r) => {
    const maximum = Math.max(...x);
    return r(maximum + r(Math.log(x.reduce((sum, value) => r(sum + r(Math.exp(r(value - maximum)))), 0))));
  },
  reduceMax: (x) => Math.max(...x),
  reduceMean: (x, r) => r(x.reduce((sum, value) => r(sum + value), 0) / x.length),
  reduceMin: (x) => Math.min(...x),
  reduceProduct: (x, r) => x.reduce((product, value) => r(product * value), 1),
  reduceSum: (x, r) => x.reduce((sum, value) => r(sum + value), 0),
  reduceSumSquare: (x, r) => x.reduce((sum, value) => r(sum + r(value * value)), 0),
};
const names = Object.keys(formulas);

/** By index, without rows: the elements of each output element. */
function gathered({ shape, data }: Tensor, axes: readonly number[]): number[][] {
  const lists = new Map<string, number[]>();
  for (let i = 0; i < data.length; i++) {
    const key = indexAt(i, shape).map((index, axis) => axes.includes(axis) ? 0 : index).join();
    lists.set(key, [...lists.get(key) ?? [], Number(data[i])]);
  }
  return [...lists.values()];
}

Deno.test("reductions of [[1, 2, 3], [4, 5, 6]] along axis 1, by hand", () => {
  const input = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
  const along = (name: string) => values(name, { input }, { axes: [1] });
  assert.deepEqual(along("reduceL1"), [6, 15]);
  assert.deepEqual(along("reduceL2"), [f(Math.sqrt(14)), f(Math.sqrt(77))]);
  assert.deepEqual(along("reduceLogSum"), [f(Math.log(6)), f(Math.log(15))]);
  assert.deepEqual(along("reduceMax"), [3, 6]);
  assert.deepEqual(along("reduceMean"), [2, 5]);
  assert.deepEqual(along("reduceMin"), [1, 4]);
  assert.deepEqual(along("reduceProduct"), [6, 120]);
  assert.deepEqual(along("reduceSum"), [6, 15]);
  assert.deepEqual(along("reduceSumSquare"), [14, 77]);
  // ln(e + e² + e³) = 1 + ln(1 + e + e²)
  assert.deepEqual(along("reduceLogSumExp")[0], f(1 + Math.log(1 + Math.E + Math.E ** 2)));
});

Deno.test("absent axes are all, an empty list is none, and the function is applied even so", () => {
  const input = tensor([2, 2], [-1, 2, -3, 4]);
  assert.deepEqual(values("reduceL1", { input }), [10]);
  assert.deepEqual(values("reduceL1", { input }, { axes: [] }), [1, 2, 3, 4]);
  assert.deepEqual(values("reduceSumSquare", { input }, { axes: [] }), [1, 4, 9, 16]);
  assert.deepEqual(expected("reduceL2", { input }, { axes: [] }).shape, [2, 2]);
  assert.deepEqual(expected("reduceL1", { input: tensor([], [-7]) }).value, new Float32Array([7]));
  assert.deepEqual(expected("reduceSum", { input }, { keepDimensions: true }).shape, [1, 1]);
  assert.deepEqual(expected("reduceSum", { input: tensor([], [1]) }, { keepDimensions: true }).shape, []);
});

Deno.test("reductions along any axes are the function of the elements gathered by index", () => {
  const cases = fc.record({
    shape: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }),
    mask: fc.nat(),
    seed: fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 81, maxLength: 81 }),
    keepDimensions: fc.boolean(),
  });
  fc.assert(fc.property(cases, fc.constantFrom(...names), ({ shape, mask, seed, keepDimensions }, name) => {
    const input = tensor(shape, seed.slice(0, elementCount(shape)).map((x) => x / 16));
    const axes = shape.map((_, axis) => axis).filter((axis) => (mask >> axis) & 1).reverse();
    const output = expected(name, { input }, { axes, keepDimensions });
    const wanted = gathered(input, axes).map((x) => formulas[name](x, (y) => y));
    assert.deepEqual(outside(output, wanted), []);
    assert.ok(wanted.every((y, i) => Math.abs(f(y) - Number(output.value[i])) <= 1e-6 * Math.abs(y) + 1e-7));
  }));
});

const elements = fc.array(fc.float({ noNaN: true, min: -60, max: 60 }), { minLength: 1, maxLength: 40 });

Deno.test("reductions admit float32 evaluations in other orders", () => {
  fc.assert(fc.property(elements, fc.constantFrom(...names), (list, name) => {
    const x = name === "reduceLogSum" ? list.map(Math.abs) : list;
    const output = expected(name, { input: tensor([x.length], x) });
    for (const order of [x, [...x].reverse(), [...x].sort((a, b) => Math.abs(a) - Math.abs(b))]) {
      assert.deepEqual(outside(output, [formulas[name](order, f)]), [], name);
    }
  }));
});

Deno.test("reductions reject a lost element, a mean over n - 1, a missing root, float16 sums", () => {
  const x = Array.from({ length: 50 }, (_, i) => f(Math.sin(i) + 1.5));
  const input = tensor([50], x);
  for (const name of names) {
    if (name === "reduceMin") continue;
    const lost = formulas[name](x.filter((value) => value < Math.max(...x)), f);
    assert.deepEqual(outside(expected(name, { input }), [lost]), [0], name);
  }
  assert.deepEqual(outside(expected("reduceMean", { input }), [formulas.reduceSum(x, f) / 49]), [0]);
  assert.deepEqual(outside(expected("reduceL2", { input }), [formulas.reduceSumSquare(x, f)]), [0]);
  for (const name of ["reduceL1", "reduceSum", "reduceSumSquare", "reduceProduct"]) {
    const narrow = formulas[name](x.map(Math.f16round), Math.f16round);
    assert.deepEqual(outside(expected(name, { input }), [narrow]), [0], name);
  }
});

Deno.test("reduceSum() of whole numbers is exact, and of one element that element, in every profile", () => {
  for (const profile of Object.values(profiles)) {
    const { lo, hi } = expected("reduceSum", { input: tensor([3], [100, -7, 20]) }, {}, profile);
    assert.deepEqual([[...lo], [...hi]], [[113], [113]]);
  }
  const one = expected("reduceSum", { input: tensor([1], [f(0.1)]) }, {}, profiles["webgpu-f16"]);
  assert.deepEqual([[...one.lo], [...one.hi]], [[f(0.1)], [f(0.1)]]);
});

Deno.test("reduceSum() is rounded rightly where float64 alone cannot tell", () => {
  // 1 + 2^-24 is a tie; 2^-90 above it decides, and is lost in a float64 sum
  assert.deepEqual(values("reduceSum", { input: tensor([3], [1, 2 ** -24, 2 ** -90]) }), [1 + 2 ** -23]);
  assert.deepEqual(values("reduceSum", { input: tensor([3], [1, 2 ** -24, -(2 ** -90)]) }), [1]);
  assert.deepEqual(values("reduceSum", { input: tensor([3], [2 ** 100, 1, -(2 ** 100)]) }), [1]);
});

Deno.test("reduceL2() and reduceLogSumExp() may not overflow on the way where the result is finite", () => {
  const l2 = expected("reduceL2", { input: tensor([2], [289, 0], "float16") });
  assert.deepEqual([...l2.value], [289]);
  assert.deepEqual(outside(l2, [Infinity]), [0]);
  const lse = expected("reduceLogSumExp", { input: tensor([1], [100]) });
  assert.deepEqual([...lse.value], [100]);
  assert.deepEqual(outside(lse, [Infinity]), [0]);
  assert.deepEqual(outside(expected("reduceLogSumExp", { input: tensor([1], [-200]) }), [-Infinity]), [0]);
});

Deno.test("where a sum may overflow any value passes; a sum of magnitudes that overflows is Infinity", () => {
  const huge = f(3e38);
  assert.deepEqual([...expected("reduceSum", { input: tensor([3], [huge, huge, -huge]) }).flags!], [
    Flag.any,
  ]);
  const l1 = expected("reduceL1", { input: tensor([2], [huge, -huge]) });
  assert.deepEqual([[...l1.value], outside(l1, [Infinity])], [[Infinity], []]);
  const half = expected("reduceSumSquare", { input: tensor([2], [300, 1], "float16") });
  assert.deepEqual([[...half.value], outside(half, [65504])], [[Infinity], [0]]);
  const product = expected("reduceProduct", { input: tensor([3], [f(1e30), f(1e30), f(1e-30)]) });
  assert.deepEqual([...product.flags!], [Flag.any]);
});

Deno.test("reduceProduct() admits the loss of a partial product that is subnormal, and no more", () => {
  const x = [2 ** -80, 5 * 2 ** -71, 2 ** 60].map(f);
  const output = expected("reduceProduct", { input: tensor([3], x) });
  assert.deepEqual(outside(output, [f(f(x[0] * x[1]) * x[2])]), []);
  assert.deepEqual(outside(output, [f(f(x[0] * x[2]) * x[1])]), []);
  assert.deepEqual(outside(output, [2 ** -85]), [0]);
  assert.deepEqual(values("reduceProduct", { input: tensor([3], [-3, 0, 5]) }), [-0]);
});

Deno.test("reduceLogSum() is -Infinity of zero, NaN of a negative sum, not judged where the sum is unsure", () => {
  assert.deepEqual(values("reduceLogSum", { input: tensor([2], [3, -3]) }), [-Infinity]);
  assert.deepEqual([...expected("reduceLogSum", { input: tensor([2], [3, -4]) }).flags!], [Flag.nan]);
  const unsure = expected("reduceLogSum", { input: tensor([3], [1, 2 ** -30, f(-1 + 2 ** -24)]) });
  assert.deepEqual([...unsure.flags!], [Flag.skip | Flag.orNaN]);
});

Deno.test("reduceMax() of a NaN is NaN, or the largest number (Q7); in profile webgpu anything", () => {
  const input = tensor([2, 3], [1, NaN, 2, 5, 4, 3]);
  const { value, flags, alternatives } = expected("reduceMax", { input }, { axes: [1] });
  assert.deepEqual([[...value], [...flags!]], [[NaN, 5], [Flag.nan, 0]]);
  assert.deepEqual(alternatives!.map(({ question, lo }) => [question, ...lo]), [["Q7", 2]]);
  const open = expected("reduceMin", { input }, { axes: [1] }, profiles["webgpu-f16"]);
  assert.deepEqual([...open.flags!], [Flag.any, 0]);
  const none = expected("reduceMin", { input: tensor([2], [NaN, NaN]) }).alternatives!;
  assert.deepEqual(none.map(({ lo }) => [...lo]), [[Infinity], [f(3.4028234663852886e38)]]);
});

Deno.test("reduceMax() may select any of the subnormals that are compared as zeros, where they may be", () => {
  const input = tensor([3], [2 ** -140, -(2 ** -130), -1]);
  const of = (profile: Profile, answer: number) =>
    refused(expected("reduceMax", { input }, {}, profile), [answer]);
  assert.deepEqual(of(profiles.ieee, -(2 ** -130)), [0]);
  for (const answer of [2 ** -140, -(2 ** -130), 0]) assert.deepEqual(of(profiles["webgpu-f16"], answer), []);
  for (const answer of [2 ** -139, -(2 ** -129), -1]) {
    assert.deepEqual(of(profiles["webgpu-f16"], answer), [0]);
  }
  const negative = expected(
    "reduceMax",
    { input: tensor([2], [-1e-40, -2e-40]) },
    {},
    profiles["webgpu-f16"],
  );
  assert.deepEqual([f(-1e-40), f(-2e-40), 0].flatMap((answer) => refused(negative, [answer])), []);
  assert.deepEqual(refused(negative, [1e-45]), [0]);
});

Deno.test("the radius of an extreme is that of what can win, beside an infinity and where subnormals are lost too", () => {
  const radiusOf = (name: string, v: number[], e: number[], profile: Profile) => {
    const input = {
      dataType: "float32" as const,
      shape: [v.length],
      v: Float64Array.from(v),
      e: Float64Array.from(e),
    };
    const [result] = operators.get(name)!.evaluate({ input }, {}, profile);
    return [Number(result.v[0]), result.e![0]];
  };
  for (const profile of [profiles.ieee, profiles["webgpu-f16"]]) {
    assert.deepEqual(radiusOf("reduceMax", [-3, 5], [9, 1], profile), [5, 1]);
    assert.deepEqual(radiusOf("reduceMax", [5, 5.5], [1, 1], profile), [5.5, 1]);
    assert.deepEqual(radiusOf("reduceMax", [-Infinity, 5, 4.5], [0, 0.25, 1], profile), [5, 0.5]);
    assert.deepEqual(radiusOf("reduceMin", [Infinity, 5], [0, 0.25], profile), [5, 0.25]);
    assert.deepEqual(radiusOf("reduceMax", [Infinity, 5], [0, 0.25], profile), [Infinity, 0]);
  }
});

Deno.test("integers are reduced exactly, in 64 bits too", () => {
  const big = [2n ** 62n, 3n, -(2n ** 62n) + 5n];
  assert.deepEqual(values("reduceMax", { input: tensor([3], big, "int64") }), [2n ** 62n]);
  assert.deepEqual(values("reduceMin", { input: tensor([3], big, "int64") }), [-(2n ** 62n) + 5n]);
  const sums = tensor([3], [2n ** 60n, 3n, -(2n ** 60n) + 5n], "int64");
  assert.deepEqual(values("reduceSum", { input: sums }), [8n]);
  assert.deepEqual(values("reduceL1", { input: sums }), [2n ** 61n - 2n]);
  assert.deepEqual(values("reduceProduct", { input: tensor([2], [2n ** 40n, -7n], "int64") }), [
    -7n * 2n ** 40n,
  ]);
  assert.deepEqual(values("reduceSumSquare", { input: tensor([2], [2 ** 15, -3], "int32") }), [2 ** 30 + 9]);
  assert.deepEqual(values("reduceSum", { input: tensor([2], [2 ** 31, 2 ** 30], "uint32") }), [3 * 2 ** 30]);
});

Deno.test("an integer sum or product that may leave its type on the way may be anything (Q10)", () => {
  const flagsOf = (
    name: string,
    list: number[],
  ) => [...expected(name, { input: tensor([list.length], list, "int32") }).flags ?? [0]];
  assert.deepEqual(flagsOf("reduceSum", [2 ** 31 - 1, 1, -1]), [Flag.any]);
  assert.deepEqual(flagsOf("reduceL1", [-(2 ** 31)]), [Flag.any]);
  assert.deepEqual(flagsOf("reduceSum", [-(2 ** 31)]), [0]);
  assert.deepEqual(flagsOf("reduceProduct", [2 ** 20, 2 ** 20, 0]), [Flag.any]);
});

Deno.test("radii and undecided elements of a graph reach the reductions' results", () => {
  const x = { dataType: "float32" as const, shape: [2, 2], v: Float64Array.of(4, 9, 1, 2) };
  const ball = { ...x, e: Float64Array.of(0.5, 0.25, 0, 0), undecided: Uint8Array.of(0, 0, 1, 0) };
  const reach: Record<string, number> = {
    reduceSum: 0.75,
    reduceMax: 0.25,
    reduceMin: 0.5,
    reduceMean: 0.375,
  };
  for (const [name, radius] of Object.entries(reach)) {
    const [{ e, undecided }] = operators.get(name)!.evaluate({ input: ball }, { axes: [1] }, profiles.ieee);
    assert.ok(e![0] >= radius && e![0] < radius * 1.0001, name);
    assert.deepEqual([...undecided!], [0, 1]);
  }
  const [product] = operators.get("reduceProduct")!.evaluate({ input: ball }, { axes: [1] }, profiles.ieee);
  assert.ok(product.e![0] >= 4.5 * 9.25 - 36 && product.e![0] < 5.63);
  const [log] = operators.get("reduceLogSum")!.evaluate({ input: ball }, { axes: [1] }, profiles.ieee);
  assert.ok(log.e![0] >= Math.log(13 / 12.25) && log.e![0] < 0.0595);
});

Deno.test("bounds are narrow: an ordinary float32 reduction is known to 1e-5", () => {
  const input = tensor([64], Array.from({ length: 64 }, (_, i) => f(1 + Math.sin(i) / 2)));
  for (const name of names) assert.ok(relativeWidth(expected(name, { input })) < 1e-5, name);
});

Deno.test("reductions refuse axes out of range or given twice, and the types that they do not take", () => {
  for (const name of names) {
    refuses(name, "axes-range", { input: descriptor([2, 3]) }, { axes: [0, 2] });
    refuses(name, "axes-range", { input: descriptor([]) }, { axes: [0] });
    refuses(name, "axes-distinct", { input: descriptor([2, 3]) }, { axes: [1, 1] });
    refuses(name, "enforce-range", { input: descriptor([2, 3]) }, { axes: [-1] });
    if (name !== "reduceMax" && name !== "reduceMin") {
      refuses(name, "allowed-data-type", { input: descriptor([2], "int8") });
    }
  }
  for (const name of ["reduceL2", "reduceLogSum", "reduceLogSumExp", "reduceMean"]) {
    refuses(name, "allowed-data-type", { input: descriptor([2], "int32") });
  }
});

Deno.test("reduceLogSumExp() is NaN wherever in a row a NaN stands", () => {
  for (const row of [[NaN, 1, 9], [1, NaN, 9], [1, 9, NaN]]) {
    assert.deepEqual(values("reduceLogSumExp", { input: tensor([3], row) }), [NaN]);
  }
});
