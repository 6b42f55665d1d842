import assert from "node:assert/strict";
import { roundTo } from "../../graph/data_type.ts";
import { eluOracle, errorBits, exactly, type Oracle, oracles } from "./_mpfr.ts";
import { certified, checkRounding, edges, everyFloat16, hardToRound, randomFloat32 } from "./_testing.ts";
import { cos, sin, tan } from "./circular.ts";
import { certify } from "../certify.ts";
import { decide, functionCertificate, SUBNORMAL_ERROR, valuesOf } from "./certificate.ts";
import { eluOf } from "./elu.ts";
import { erf } from "./erf.ts";
import { exp } from "./exp.ts";
import { gelu, GELU_TURN } from "./gelu.ts";
import { log } from "./log.ts";
import type { RealFunction } from "./real_function.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";
import { tanh } from "./tanh.ts";

const steep = Math.fround(-0.3);

const subjects: readonly (readonly [name: string, f: RealFunction, oracle: Oracle])[] = [
  ["exp", exp, oracles.exp],
  ["log", log, oracles.log],
  ["sin", sin, oracles.sin],
  ["cos", cos, oracles.cos],
  ["tan", tan, oracles.tan],
  ["tanh", tanh, oracles.tanh],
  ["erf", erf, oracles.erf],
  ["sigmoid", sigmoid, oracles.sigmoid],
  ["softplus", softplus, oracles.softplus],
  ["gelu", gelu, oracles.gelu],
  ["elu of alpha 1", eluOf(1), eluOracle(1)],
  ["elu of alpha -0.3", eluOf(steep), eluOracle(steep)],
];

for (const [name, f] of subjects) {
  if (f.values) {
    Deno.test(`${name} has the same values in its own loop as one by one`, () => {
      const x = new Float64Array([...everyFloat16(), NaN, Infinity, -Infinity, -0, 1e-310, 1e300, -1e300]);
      const inLoop = new Float64Array(x.length);
      f.values!(x, inLoop);
      assert.deepEqual(inLoop, x.map((value) => f.value(value)));
    });
  }

  if (f.steeper !== undefined) {
    Deno.test(`${name} is farthest from its value at the endpoint on its steeper side`, () => {
      const away = (x: number, point: number) => Math.abs(f.value(point) - f.value(x));
      for (const x of everyFloat16()) {
        if (!Number.isFinite(x) || !Number.isFinite(f.value(x))) continue;
        const side = f.steeper === 0 ? -Math.sign(x) : f.steeper!;
        for (const dx of [2 ** -20, 0.01, 0.5, 3, 40].filter((dx) => f !== log || dx < x)) {
          const near = away(x, x - side * dx), far = away(x, x + side * dx);
          const rounding = SUBNORMAL_ERROR +
            4 * f.error * Math.max(Math.abs(f.value(x - dx)), Math.abs(f.value(x + dx)));
          assert.ok(near <= far + rounding || far === Infinity, `${x} within ${dx}: ${near} and ${far}`);
        }
      }
    });
  }
}

for (const [name, f, oracle] of subjects) {
  Deno.test(`${name} rounds every float16 as MPFR does`, () => {
    checkRounding(f, oracle, everyFloat16(), "float16");
  });

  Deno.test(`${name} rounds 100,000 float32 arguments as MPFR does, hard and extreme ones among them`, () => {
    const next = randomFloat32(1);
    const chosen = [...edges(), ...hardToRound(f, 5e5, 1000, 7)];
    assert.ok(chosen.length > 6000 && chosen.length < 1e4);
    const x = Float64Array.from({ length: 1e5 }, (_, i) => i < chosen.length ? chosen[i] : next());
    checkRounding(f, oracle, x, "float32");
  });

  Deno.test(`${name} keeps its stated error on any float64`, () => {
    const next = randomFloat32(4);
    for (let i = 0; i < 1000; i++) {
      const x = next() * (1 + next() % 1 * 2 ** -24);
      const y = f.value(x);
      if (!(Math.abs(y) > 2 ** -1000 && Math.abs(y) < Infinity)) continue;
      assert.ok(exactly(oracle, x, "float32", y).error <= f.error, `f(${x})`);
    }
  });

  Deno.test(`${name} has as many correct bits as it is asked for`, () => {
    const next = randomFloat32(2);
    for (let count = 0; count < 100;) {
      const x = next();
      const y = f.value(x);
      // where the value is no limit, that is where it is asked for
      if (y === 0 || y !== y || Math.abs(y) === Infinity || Math.abs(y) === 1 || y === x || x > 80) continue;
      for (const bits of [128, 384]) {
        const error = errorBits(oracle, x, f.precise(x, bits));
        assert.ok(error < -bits, `f(${x}): 2^${error} in ${bits} bits`);
      }
      count++;
    }
  });

  Deno.test(`${name} rounds as MPFR does where only its bits decide`, () => {
    for (const x of hardToRound(f, 1e5, 50, 3)) {
      const y = f.value(x);
      const decided = decide((bits) => f.precise(x, bits), "float32")!;
      assert.equal(roundTo("float32", decided), exactly(oracle, x, "float32", y).rounded);
      assert.ok(Math.abs(decided - y) <= f.error * Math.abs(y));
    }
  });
}

Deno.test("functions have their limits at infinities, and NaN outside their domains", () => {
  const at = (f: RealFunction, ...x: number[]) => [...certified(f, Float64Array.from(x), "float32")];
  const ends = [Infinity, -Infinity, NaN];
  assert.deepEqual(at(exp, ...ends), [Infinity, 0, NaN]);
  assert.deepEqual(at(log, ...ends, 0, -0, -1), [Infinity, NaN, NaN, -Infinity, -Infinity, NaN]);
  for (const f of [sin, cos, tan]) assert.deepEqual(at(f, ...ends), [NaN, NaN, NaN]);
  for (const f of [tanh, erf]) assert.deepEqual(at(f, ...ends), [1, -1, NaN]);
  assert.deepEqual(at(sigmoid, ...ends), [1, 0, NaN]);
  assert.deepEqual(at(softplus, ...ends), [Infinity, 0, NaN]);
  assert.deepEqual(at(gelu, ...ends), [Infinity, -0, NaN]);
  assert.deepEqual(at(eluOf(2), ...ends), [Infinity, -2, NaN]);
});

Deno.test("functions that are odd keep the sign of zero", () => {
  for (const f of [sin, tan, tanh, erf]) assert.ok(Object.is(f.value(-0), -0) && Object.is(f.value(0), 0));
});

Deno.test("gelu of a float32 subnormal that is odd lies above the midpoint x / 2", () => {
  const least = 2 ** -149;
  const x = Float64Array.of(least, 3 * least, -least, -3 * least);
  const rounded = [...certified(gelu, x, "float32")].map(Math.fround);
  assert.deepEqual(rounded, [least, 2 * least, -0, -least]);
});

Deno.test("elu of a positive midpoint, as a sum inside a graph may be, is the midpoint and not decided", () => {
  const x = Float64Array.of(1 + 2 ** -24), f = eluOf(0.5);
  const { v, proof } = certify(
    valuesOf(f, x),
    functionCertificate(f, x, valuesOf(f, x), "float32"),
    "float32",
  );
  assert.deepEqual([v, proof.unproven], [x, [0]]);
});

Deno.test("gelu is least where GELU_TURN says", () => {
  const least = gelu.value(GELU_TURN);
  for (const step of [-1e-6, 1e-6]) assert.ok(gelu.value(GELU_TURN + step) > least);
});

Deno.test("sine and cosine reduce the largest float32 exactly", () => {
  const x = (2 - 2 ** -23) * 2 ** 127;
  const { m: s, exponent } = sin.precise(x, 128);
  const { m: c } = cos.precise(x, 128);
  const one = 1n << BigInt(-2 * exponent);
  const off = s * s + c * c - one;
  assert.ok((off < 0n ? -off : off) < one >> 150n);
});
