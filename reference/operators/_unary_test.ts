import assert from "node:assert/strict";
import fc from "fast-check";
import { type FloatType, integerRange } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import {
  caseOf,
  descriptor,
  expected,
  graphCase,
  outside,
  refused,
  refuses,
  tensor,
  values,
} from "../_testing.ts";
import { expectationOf } from "../expect.ts";
import type { Options } from "../operator.ts";
import { operators } from "../operators.ts";
import { ball, valuesOf } from "./_testing.ts";

const f = Math.fround;
const list = (numbers: readonly number[], dataType: FloatType = "float32") =>
  tensor([numbers.length], numbers, dataType);

Deno.test("roundEven() rounds the specification's example as it says", () => {
  const input = list([0.1, 0.9, 1.1, 1.9, -3.5, -2.5, -1.5, 1.5, 2.5, 3.5]);
  const rounded = [0, 1, 1, 2, -4, -2, -2, 2, 2, 4];
  assert.deepEqual(values("roundEven", { input }), rounded);
});

Deno.test("unary operators give what is calculated by hand", () => {
  const input = list([-4, -1.5, -0.25, 0, 0.25, 3]);
  const by = (name: string, options: Options = {}) =>
    values(name, { input }, options).map((x) => Number(x) + 0);
  assert.deepEqual(by("abs"), [4, 1.5, 0.25, 0, 0.25, 3]);
  assert.deepEqual(by("ceil"), [-4, -1, 0, 0, 1, 3]);
  assert.deepEqual(by("floor"), [-4, -2, -1, 0, 0, 3]);
  assert.deepEqual(by("identity"), [-4, -1.5, -0.25, 0, 0.25, 3]);
  assert.deepEqual(by("neg"), [4, 1.5, 0.25, 0, -0.25, -3]);
  assert.deepEqual(by("sign"), [-1, -1, -1, 0, 1, 1]);
  assert.deepEqual(by("reciprocal").slice(0, 3), [-0.25, Math.fround(-2 / 3), -4]);
  assert.deepEqual(by("linear"), [-4, -1.5, -0.25, 0, 0.25, 3]);
  assert.deepEqual(by("linear", { alpha: 2, beta: -1 }), [-9, -4, -1.5, -1, -0.5, 5]);
  assert.deepEqual(by("leakyRelu", { alpha: 0.5 }), [-2, -0.75, -0.125, 0, 0.25, 3]);
  assert.deepEqual(by("hardSigmoid", { alpha: 0.5 }), [0, 0, 0.375, 0.5, 0.625, 1]);
  // -1.5 · 1.5 / 6 = -0.375, -0.25 · 2.75 / 6 = -0.11458333
  assert.deepEqual(by("hardSwish"), [0, -0.375, Math.fround(-0.6875 / 6), 0, Math.fround(0.8125 / 6), 3]);
  assert.deepEqual(by("softsign"), [-0.8, -0.6, -0.2, 0, 0.2, 0.75].map(Math.fround));
  assert.deepEqual(values("sqrt", { input: list([0, 4, 2, 0.25]) }), [0, 2, Math.fround(Math.SQRT2), 0.5]);
});

Deno.test("option scalars are cast to the input's data type", () => {
  const input = list([1, 3, -2], "float16");
  const alpha = Math.f16round(0.7);
  assert.notEqual(alpha, 0.7);
  assert.deepEqual(
    values("linear", { input }, { alpha: 0.7 }),
    [1, 3, -2].map((x) => Math.f16round(alpha * x)),
  );
  assert.equal(values("leakyRelu", { input }, { alpha: 0.7 })[2], Math.f16round(-2 * alpha));
  assert.equal(
    values("hardSigmoid", { input }, { alpha: 0.2, beta: 0 })[1],
    Math.f16round(3 * Math.f16round(0.2)),
  );
});

Deno.test("absent options are their defaults, and resolve() says which", () => {
  const input = list([-1, 0.5]);
  for (
    const [name, defaults] of Object.entries<Options>({
      linear: { alpha: 1, beta: 0 },
      hardSigmoid: { alpha: 0.2, beta: 0.5 },
      leakyRelu: { alpha: 0.01 },
    })
  ) {
    assert.deepEqual(values(name, { input }), values(name, { input }, defaults));
    assert.deepEqual(operators.get(name)!.resolve({ input: descriptor([2]) }, {}), defaults);
  }
});

Deno.test("integers are exact, and the least has two admissible opposites (Q21)", () => {
  for (const dataType of ["int8", "int32"] as const) {
    const [least, greatest] = integerRange[dataType].map(Number);
    const input = tensor([4], [least, -5, 0, greatest], dataType);
    assert.deepEqual(values("sign", { input }), [-1, -1, 0, 1]);
    for (const [name, others] of [["abs", [5, 0, greatest]], ["neg", [5, 0, -greatest]]] as const) {
      const output = expected(name, { input });
      assert.deepEqual([...output.value].slice(1).map((x) => Number(x) + 0), others);
      const [{ question, positions, lo }] = output.alternatives!;
      assert.deepEqual([question, [...positions], [...lo]], ["Q21", [0], [greatest]]);
      assert.equal(output.value[0], least);
    }
  }
  const big = tensor([3], [-(2n ** 63n), -(2n ** 53n) - 1n, 7n], "int64");
  assert.deepEqual(values("abs", { input: big }), [-(2n ** 63n), 2n ** 53n + 1n, 7n]);
  assert.deepEqual([...expected("neg", { input: big }).alternatives![0].lo], [2n ** 63n - 1n]);
  assert.deepEqual(values("sign", { input: big }), [-1n, -1n, 1n]);
});

Deno.test("NaN and infinities go through, except that sign() of NaN is 0", () => {
  const input = list([NaN, Infinity, -Infinity]);
  const by = (name: string, options: Options = {}) => values(name, { input }, options);
  assert.deepEqual(by("sign"), [0, 1, -1]);
  for (const name of ["ceil", "floor", "roundEven", "identity", "linear"]) {
    assert.deepEqual(by(name), [NaN, Infinity, -Infinity], name);
  }
  assert.deepEqual(by("abs"), [NaN, Infinity, Infinity]);
  assert.deepEqual(by("neg"), [NaN, -Infinity, Infinity]);
  assert.deepEqual(by("sqrt"), [NaN, Infinity, NaN]);
  assert.deepEqual(by("reciprocal").map((x) => Number(x) + 0), [NaN, 0, 0]);
  assert.deepEqual(by("leakyRelu", { alpha: -2 }), [NaN, Infinity, Infinity]);
  assert.deepEqual(by("hardSigmoid"), [NaN, 1, 0]);
  assert.deepEqual(by("hardSwish"), [NaN, Infinity, NaN]);
  assert.deepEqual(by("softsign"), [NaN, NaN, NaN]);
  const others = (name: string) =>
    expected(name, { input }).alternatives!.map(({ question, answer, positions, lo }) => [
      `${question}${answer}`,
      [...positions],
      [...lo],
    ]);
  assert.deepEqual(others("hardSigmoid"), [["Q22b", [0], [1]], ["Q22c", [0], [0]]]);
  assert.deepEqual(others("leakyRelu"), [["Q22b", [0], [0]]]);
  assert.deepEqual(others("sign"), [["Q41b", [0], [NaN]]]);
  assert.deepEqual(others("softsign"), [["Q23b", [1, 2], [1, -1]]]);
  assert.deepEqual(others("hardSwish"), [["Q23b", [2], [0]]]);
});

Deno.test("identity() keeps the sign of zero in profile ieee, abs() and neg() need not", () => {
  const input = list([-0, 0]);
  assert.deepEqual([...expected("identity", { input }).flags!], [Flag.bits, Flag.bits]);
  for (const name of ["abs", "neg", "ceil", "sqrt"]) {
    assert.deepEqual(outside(expected(name, { input }), [0, -0]), [], name);
  }
});

Deno.test("logicalNot() of any value but 0 is 0", () => {
  assert.deepEqual(values("logicalNot", { a: tensor([4], [0, 1, 2, 255], "uint8") }), [1, 0, 0, 0]);
});

Deno.test("isNaN() and isInfinite() tell, in profile ieee", () => {
  const a = list([1, NaN, Infinity, -Infinity, -0], "float16");
  assert.deepEqual(values("isNaN", { a }), [0, 1, 0, 0, 0]);
  assert.deepEqual(values("isInfinite", { a }), [0, 0, 1, 1, 0]);
  assert.equal(expected("isNaN", { a }).dataType, "uint8");
  const loose = expected("isNaN", { a }, {}, profiles["webgpu-f16"]);
  assert.deepEqual([...loose.flags!], [0, Flag.any, Flag.any, Flag.any, 0]);
});

Deno.test("data types outside the tables are refused", () => {
  const signed = ["abs", "neg", "sign"];
  const floatsOnly = ["ceil", "floor", "roundEven", "reciprocal", "sqrt", "linear", "softsign", "hardSwish"];
  for (const name of signed) refuses(name, "allowed-data-type", { input: descriptor([2], "uint8") });
  for (const name of [...floatsOnly, "hardSigmoid", "leakyRelu"]) {
    refuses(name, "allowed-data-type", { input: descriptor([2], "int32") });
  }
  refuses("logicalNot", "allowed-data-type", { a: descriptor([2], "float32") });
  for (const name of ["isNaN", "isInfinite"]) {
    refuses(name, "float-data-type", { a: descriptor([2], "int32") });
    assert.deepEqual(operators.get(name)!.infer({ a: descriptor([2, 3], "float16") }, {}), [
      { dataType: "uint8", shape: [2, 3] },
    ]);
  }
});

type Step = (x: number) => number;

/** Evaluations that round after every step, as an implementation in float32 does. */
const evaluations: Readonly<Record<string, { options?: Options; of: readonly ((round: Step) => Step)[] }>> = {
  linear: {
    options: { alpha: 1.5, beta: -0.625 },
    of: [
      (r) => (x) => r(r(1.5 * x) - 0.625),
      (r) => (x) => r(1.5 * x - 0.625),
    ],
  },
  hardSigmoid: {
    options: { alpha: 0.375, beta: 0.5 },
    of: [
      (r) => (x) => Math.max(Math.min(r(r(0.375 * x) + 0.5), 1), 0),
      (r) => (x) => Math.min(Math.max(r(0.375 * x + 0.5), 0), 1),
    ],
  },
  leakyRelu: {
    options: { alpha: 0.6875 },
    of: [(r) => (x) => r(Math.max(0, x) + r(0.6875 * Math.min(0, x)))],
  },
  hardSwish: {
    of: [
      (r) => (x) => r(r(x * Math.max(0, Math.min(6, r(x + 3)))) / 6),
      (r) => (x) => r(x * Math.max(0, Math.min(1, r(r(r(1 / 6) * x) + 0.5)))),
      (r) => (x) => r(r(x * r(1 / 6)) * Math.max(0, Math.min(6, r(x + 3)))),
    ],
  },
  softsign: { of: [(r) => (x) => r(x / r(1 + Math.abs(x))), (r) => (x) => r(x * r(1 / r(1 + Math.abs(x))))] },
  reciprocal: { of: [(r) => (x) => r(1 / x)] },
  sqrt: { of: [(r) => (x) => r(Math.sqrt(x))] },
};

const finite = fc.float({
  noNaN: true,
  noDefaultInfinity: true,
  min: Math.fround(-1e4),
  max: Math.fround(1e4),
})
  .filter((x) => Math.abs(x) > 1e-4);

for (const [name, { options = {}, of }] of Object.entries(evaluations)) {
  Deno.test(`${name}() admits evaluations in float32 of its formula, and nothing 1e-5 away`, () => {
    fc.assert(fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (given) => {
      const numbers = name === "sqrt" ? given.map(Math.abs) : given;
      const output = expected(name, { input: list(numbers) }, options);
      for (const evaluate of of) {
        const results = numbers.map(evaluate(Math.fround));
        assert.deepEqual(outside(output, results), [], `${numbers}`);
        const wrong = results.map((y) => y * (1 + 1e-5) + 1e-5);
        const lies = (i: number) => numbers[i] > -2.9 && Math.abs(Number(output.value[i])) < 0.9;
        const seen = outside(output, wrong);
        numbers.forEach((_, i) => lies(i) && assert.ok(seen.includes(i), `${numbers[i]}: ${wrong[i]}`));
      }
    }));
  });

  Deno.test(`${name}() of float16 admits evaluations in float32 that are stored once`, () => {
    fc.assert(fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (given) => {
      const numbers = given.map((x) => Math.f16round(name === "sqrt" ? Math.abs(x) : x));
      const output = expected(name, { input: list(numbers, "float16") }, options);
      for (const evaluate of of) {
        const results = numbers.map((x) => Math.f16round(evaluate(Math.fround)(x)));
        assert.deepEqual(outside(output, results), [], `${numbers}`);
      }
    }));
  });
}

/** What a node may answer on `v ± e`, in profile ieee. */
function reach(name: string, v: number, e: number, options: Options = {}): [number, number] {
  const operator = operators.get(name)!;
  const [result] = operator.evaluate(
    { input: { ...ball([1], [v]), e: Float64Array.of(e) } },
    options,
    profiles.ieee,
  );
  const others = (result.alternatives ?? []).map((alternative) => Number(alternative.v[0]));
  const [value, radius] = [Number(result.v[0]), result.e?.[0] ?? 0];
  return [Math.min(value - radius, ...others), Math.max(value + radius, ...others)];
}

Deno.test("balls reach as far as the function does on them", () => {
  const covers = ([low, high]: [number, number], least: number, greatest: number) => {
    assert.ok(low <= least && greatest <= high, `${low} ${high}`);
    assert.ok(high - low < 2.1 * Math.max(greatest - least, 1e-6) + 1e-5, `${low} ${high} is too wide`);
  };
  covers(reach("abs", 0.5, 1), 0, 1.5);
  covers(reach("neg", 0.5, 1), -1.5, 0.5);
  covers(reach("hardSwish", -1.4, 0.5), -0.375, -0.9 * 2.1 / 6);
  covers(reach("softsign", 1, 1), 0, 2 / 3);
  covers(reach("leakyRelu", 0.5, 1, { alpha: -1 }), 0, 1.5);
  covers(reach("linear", 1, 0.25, { alpha: 2, beta: 1 }), 2.5, 3.5);
  covers(reach("hardSigmoid", 2, 1, { alpha: 0.25 }), 0.75, 1);
  covers(reach("reciprocal", 4, 1), 1 / 5, 1 / 3);
  covers(reach("sqrt", 4, 1), Math.sqrt(3), Math.sqrt(5));
  assert.deepEqual(reach("ceil", 2, 0.25), [2, 3]);
  assert.deepEqual(reach("floor", 2, 0.25), [1, 2]);
  assert.deepEqual(reach("roundEven", 2.25, 0.125), [2, 2]);
  assert.deepEqual(reach("roundEven", 2.25, 0.3), [2, 3]);
  assert.deepEqual(reach("floor", 2.5, 3), [-1, 5]);
  assert.deepEqual(reach("sign", 0.25, 0.125), [1, 1]);
});

Deno.test("a node after a rounded one admits either whole number, and no number between", () => {
  const inputs = new Map([["a", list([1])], ["b", list([3])]]);
  const nodes: Node[] = [
    { operator: "div", operands: { a: "a", b: "b" }, options: {}, outputs: ["third"] },
    { operator: "mul", operands: { a: "third", b: "b" }, options: {}, outputs: ["one"] },
    { operator: "floor", operands: { input: "one" }, options: {}, outputs: ["output"] },
  ];
  const output = expectationOf(graphCase(inputs, nodes, ["output"]), profiles.ieee).outputs.get("output")!;
  const admitted = [Number(output.value[0]), ...output.alternatives!.map(({ lo }) => Number(lo[0]))];
  assert.deepEqual(admitted.sort(), [0, 1]);
  assert.deepEqual([...output.lo], [...output.hi]);
});

Deno.test("profile webgpu: a subnormal may be read as 0, and either neighbour passes", () => {
  const subnormal = list([2 ** -130, -(2 ** -130)]);
  const open = (name: string) => expected(name, { input: subnormal }, {}, profiles["webgpu-f16"]);
  for (const [name, read] of [["ceil", [0, -0]], ["floor", [0, 0]], ["sign", [0, 0]]] as const) {
    const { value, alternatives } = open(name);
    read.forEach((zero, i) => {
      const other = alternatives!.find(({ positions }) => positions.includes(i));
      assert.ok(Number(value[i]) === zero || Number(other!.lo[0]) === zero, `${name} ${i}`);
    });
  }
  assert.deepEqual(outside(open("neg"), [0, 0]), []);
  assert.deepEqual([...open("leakyRelu").alternatives![0].lo], [-(2 ** -130)]);
  const tenth = expected("linear", { input: list([3, 3, 3]) }, { alpha: 0.1 }, profiles["webgpu-f16"]);
  assert.deepEqual(outside(tenth, [0.3, 0.3 + 2 ** -25, 0.3 - 2 ** -25].map(Math.fround)), []);
});

Deno.test("hardSwish() of -3 is 0 in profile ieee; with 1/6 rounded down it may be a little less in profile webgpu", () => {
  const input = list([-3, -3.5]);
  const sixth = 1 / 6 - 2 ** -26;
  const early = f(-3 * f(f(-3 * f(sixth)) + 0.5));
  assert.equal(early, f(-3 * 2 ** -25));
  assert.deepEqual(refused(expected("hardSwish", { input }), [early, 0]), [0]);
  const webgpu = expected("hardSwish", { input }, {}, profiles["webgpu-f16"]);
  assert.deepEqual(refused(webgpu, [early, 0]), []);
  assert.deepEqual(refused(webgpu, [1.001 * early, -1e-9]), [0, 1]);
  assert.deepEqual(refused(webgpu, [-early, 1e-9]), [0, 1]);
  // In float16 1/6 is 1365 / 8192 rounded down, and three times that is 4094 / 8192.
  const half = expected("hardSwish", { input: list([-3], "float16") }, {}, profiles["webgpu-f16"]);
  assert.deepEqual([refused(half, [-3 * 2 ** -12]), refused(half, [-3.01 * 2 ** -12])], [[], [0]]);
});

Deno.test("linear() carries the magnitude of an affine chain", () => {
  const [result] = operators.get("linear")!.evaluate(
    { input: { ...ball([1], [0.5]), M: Float64Array.of(100), terms: 3 } },
    { alpha: -2, beta: 3 },
    profiles.ieee,
  );
  assert.deepEqual([[...result.M!], result.terms], [[203], 4]);
  assert.ok(result.e![0] > 500 * 2 ** -24 && result.e![0] < 700 * 2 ** -24);
});

Deno.test("linear() lets any value pass where the product overflows and the sum does not", () => {
  const input = list([3e38]);
  const { flags } = expected("linear", { input }, { alpha: 2, beta: -3e38 });
  assert.deepEqual([...flags!], [Flag.any]);
  assert.deepEqual(values("linear", { input }, { alpha: 2 }), [Infinity]);
});

Deno.test("operators of one input give one output of the input's shape", () => {
  for (const name of ["abs", "sqrt", "linear", "hardSwish"]) {
    const { outputs } = expectationOf(caseOf(name, { input: tensor([2, 1], [1, 2]) }), profiles.ieee);
    assert.deepEqual(outputs.get("output")!.shape, [2, 1]);
  }
  assert.deepEqual(valuesOf(operators.get("neg")!, { input: ball([], [3]) }), [-3]);
});
