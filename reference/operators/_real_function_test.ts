import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, outside, refuses, tensor, values } from "../_testing.ts";
import { erfOf } from "../functions/erfc.ts";

const f = Math.fround;
const some = fc.array(fc.float({ noNaN: true, min: -80, max: 80 }), { minLength: 1, maxLength: 30 });

const exp32 = (x: number) => f(Math.exp(x));
const erf32 = (x: number) => f(erfOf(x));

/** The spec's expressions in float32, every step rounded. */
const decompositions: Record<string, (x: number) => number> = {
  exp: exp32,
  log: (x) => f(Math.log(x)),
  sin: (x) => f(Math.sin(x)),
  cos: (x) => f(Math.cos(x)),
  tan: (x) => f(f(Math.sin(x)) / f(Math.cos(x))),
  erf: erf32,
  sigmoid: (x) => f(1 / f(exp32(-x) + 1)),
  softplus: (x) => f(Math.log(f(exp32(x) + 1))),
  tanh: (x) => x > 40 ? 1 : f(f(exp32(2 * x) - 1) / f(exp32(2 * x) + 1)),
  gelu: (x) => f(f(x * 0.5) * f(1 + erf32(f(x / f(Math.SQRT2))))),
  elu: (x) => f(Math.max(0, x) + f(exp32(Math.min(0, x)) - 1)),
};

/** Other forms that are as good. */
const others: Record<string, (x: number) => number> = {
  exp: (x) => f(2 ** f(x * f(Math.LOG2E))),
  sigmoid: (x) => x < 0 ? f(exp32(x) / f(1 + exp32(x))) : f(1 / f(1 + exp32(-x))),
  softplus: (x) => f(Math.max(x, 0) + f(Math.log1p(exp32(-Math.abs(x))))),
  tanh: (x) => f(Math.tanh(x)),
  gelu: (x) => f(x * f(0.5 + f(0.5 * erf32(f(x * f(Math.SQRT1_2)))))),
  elu: (x) => x > 0 ? x : f(Math.expm1(x)),
};

function outputOf(name: string, x: readonly number[], profile = profiles.ieee) {
  return expected(name, { input: tensor([x.length], x) }, {}, profile);
}

for (const [name, simulate] of Object.entries(decompositions)) {
  Deno.test(`${name}() admits the spec's expression in float32, and other forms of it`, () => {
    // 2^(x·log2 e) has an error that grows with x, which profile ieee allows for small x only
    const largest = name === "exp" ? 2 : 80;
    fc.assert(fc.property(some, (given) => {
      const x = given.map((value) => Math.max(-largest, Math.min(largest, value)));
      const output = outputOf(name, x);
      assert.deepEqual(outside(output, x.map(simulate)), []);
      assert.deepEqual(outside(output, x.map(others[name] ?? simulate)), []);
    }));
  });

  Deno.test(`${name}() admits in every profile what it expects`, () => {
    fc.assert(fc.property(some, fc.constantFrom(...Object.values(profiles)), (x, profile) => {
      for (const dataType of ["float32", "float16"] as const) {
        const output = expected(name, { input: tensor([x.length], x, dataType) }, {}, profile);
        assert.deepEqual(outside(output, output.value as Float32Array), []);
      }
    }));
  });

  Deno.test(`${name}() refuses integers`, () => {
    refuses(name, "allowed-data-type", { input: descriptor([2], "int32") });
  });
}

Deno.test("functions of simple arguments have the values of a table", () => {
  const at = (name: string, x: number) => Number(values(name, { input: tensor([], [x]) })[0]);
  const table: [name: string, x: number, y: number][] = [
    ["exp", 1, 2.718281828],
    ["log", 10, 2.302585093],
    ["sin", 1, 0.8414709848],
    ["cos", 1, 0.5403023059],
    ["tan", 1, 1.557407725],
    ["erf", 0.5, 0.5204998778],
    ["tanh", 0.5, 0.4621171573],
    ["sigmoid", 2, 0.880797078],
    ["softplus", 0, 0.6931471806],
    ["gelu", 1, 0.8413447461],
    ["elu", -1, -0.6321205588],
  ];
  for (const [name, x, y] of table) assert.equal(at(name, x), f(y), name);
});

Deno.test("gelu() rejects the forms by tanh and by sigmoid, and an error function of half the bits", () => {
  const x = [-3, -1, -0.5, 0.5, 1];
  const byTanh = (t: number) =>
    f(0.5 * t * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (t + 0.044715 * t ** 3))));
  const bySigmoid = (t: number) => f(t / (1 + Math.exp(-1.702 * t)));
  const narrow = (t: number) => f(0.5 * t * (1 + Math.f16round(erfOf(t * Math.SQRT1_2))));
  for (const wrong of [byTanh, bySigmoid, narrow]) {
    assert.deepEqual(outside(outputOf("gelu", x), x.map(wrong)), [0, 1, 2, 3, 4]);
  }
});

Deno.test("sigmoid() rejects a tail that is cut or off by percents, and admits it in profile reduced", () => {
  // onnxruntime issue 26524: 9.83e-7 where e^-13.91 / (1 + e^-13.91) is 9.10e-7
  const x = [-13.91, -20];
  assert.deepEqual(outside(outputOf("sigmoid", x), [9.83e-7, 0]), [0, 1]);
  assert.deepEqual(outside(outputOf("sigmoid", x, profiles["reduced-f16"]), [9.83e-7, 0]), []);
});

Deno.test("erf() rejects 0 for small arguments, and Abramowitz and Stegun's 7.1.26", () => {
  const approximate = (x: number) => {
    const t = 1 / (1 + 0.3275911 * x);
    const polynomial = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
    return f(1 - polynomial.reduceRight((sum, c) => (sum + c) * t, 0) * Math.exp(-x * x));
  };
  assert.deepEqual(outside(outputOf("erf", [1e-4]), [0]), [0]);
  assert.deepEqual(outside(outputOf("erf", [0.02, 0.05]), [approximate(0.02), approximate(0.05)]), [0, 1]);
});

Deno.test("functions keep to their ranges, whatever the radius", () => {
  const above = 1 + 2 ** -23;
  const below = -(2 ** -149);
  for (
    const [name, wrong] of [["exp", below], ["sigmoid", below], ["softplus", below], [
      "sigmoid",
      above,
    ]] as const
  ) {
    assert.deepEqual(outside(outputOf(name, [wrong > 0 ? 20 : -200]), [wrong]), [0], name);
  }
  for (const name of ["tanh", "erf"]) {
    assert.deepEqual(outside(outputOf(name, [20, -20]), [above, -above]), [0, 1], name);
    assert.deepEqual(outside(outputOf(name, [20, -20]), [1, -1]), [], name);
  }
  assert.deepEqual(outside(outputOf("exp", [-200], profiles["webgpu-f16"]), [below]), [0]);
});

Deno.test("functions at infinities and outside their domains are as IEEE 754 says, and open in profile webgpu", () => {
  const [up, down] = [Infinity, -Infinity];
  assert.deepEqual([...outputOf("exp", [up, down, 89]).value], [up, 0, up]);
  assert.deepEqual([...outputOf("log", [0, -0, up]).value], [down, down, up]);
  assert.deepEqual([...outputOf("log", [-1, NaN, -up]).flags!], [Flag.nan, Flag.nan, Flag.nan]);
  assert.deepEqual([...outputOf("sin", [up, NaN]).flags!], [Flag.nan, Flag.nan]);
  assert.deepEqual([...outputOf("softplus", [up, 100]).value], [up, 100]);
  assert.deepEqual([...outputOf("log", [0, -1, up], profiles["webgpu-f16"]).flags!], [
    Flag.any,
    Flag.any,
    Flag.any,
  ]);
});

Deno.test("tanh(), gelu() and elu() have their limits or NaN where their expressions are NaN", () => {
  const alternativesOf = (name: string, x: number, options = {}) => {
    const { value, alternatives } = expected(name, { input: tensor([1], [x]) }, options);
    const [{ question, answer, flags }] = alternatives!;
    return [value[0], question, answer, flags![0]];
  };
  assert.deepEqual(alternativesOf("tanh", Infinity), [1, "Q30", "b", Flag.nan]);
  assert.deepEqual(alternativesOf("gelu", -Infinity), [-0, "Q30", "b", Flag.nan]);
  assert.deepEqual(alternativesOf("elu", 3, { alpha: 1e300 }), [3, "Q30", "b", Flag.nan]);
  assert.equal(outputOf("tanh", [-Infinity, 3]).alternatives, undefined);
});

Deno.test("elu() is exact above 0, and multiplies by alpha as the input's type has it", () => {
  const input = tensor([3], [2, 0, -1], "float16");
  const { value, lo, hi } = expected("elu", { input }, { alpha: 0.1 });
  assert.deepEqual([...value], [2, 0, Math.f16round(Math.f16round(0.1) * Math.expm1(-1))]);
  assert.deepEqual([lo[0], hi[0], lo[1], hi[1]], [2, 2, 0, 0]);
});

Deno.test("sin() and cos() are judged in [-π, π] in profile webgpu, and in range elsewhere", () => {
  for (const name of ["sin", "cos"]) {
    assert.deepEqual(outside(outputOf(name, [1, 1], profiles["webgpu-f16"]), [0.9, -1]), [0, 1]);
    assert.deepEqual(outside(outputOf(name, [4, 40], profiles["webgpu-f16"]), [1, -1]), []);
    assert.deepEqual(outside(outputOf(name, [4, 40], profiles["webgpu-f16"]), [1.01, -3]), [0, 1]);
  }
});

Deno.test("tan() is judged where the cosine is not small, in profile webgpu in [-π, π]", () => {
  assert.deepEqual([...outputOf("tan", [f(Math.PI / 2), 1]).flags!], [Flag.skip, 0]);
  assert.deepEqual([...outputOf("tan", [4, 1], profiles["webgpu-f16"]).flags!], [Flag.any, 0]);
  assert.deepEqual(outside(outputOf("tan", [1], profiles["webgpu-f16"]), [1.559]), []);
});

Deno.test("float16 results are computed in float32 and rounded once in profile ieee", () => {
  for (const name of Object.keys(decompositions)) {
    const x = [0.37, 1.3, 2.9].map(Math.f16round);
    const { lo, hi, value } = expected(name, { input: tensor([3], x, "float16") });
    x.forEach((_, i) => {
      const width = Number(hi[i]) - Number(lo[i]);
      assert.ok(width > 0 || name === "elu");
      assert.ok(width < 3 * 2 ** -11 * Math.abs(Number(value[i])), name);
    });
  }
});

Deno.test("a subnormal may be read as zero in profile webgpu, where the logarithm is then open", () => {
  const tiny = 2 ** -130;
  assert.deepEqual(outside(outputOf("sin", [tiny], profiles["webgpu-f16"]), [0]), []);
  assert.deepEqual([...outputOf("log", [tiny], profiles["webgpu-f16"]).flags!], [Flag.any]);
});
