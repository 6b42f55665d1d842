import assert from "node:assert/strict";
import fc from "fast-check";
import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { errorBits, exactly, oracles, powerOracle } from "./_mpfr.ts";
import { edges, everyFloat16, randomFloat32, randomWords } from "./_testing.ts";
import { certify } from "../certify.ts";
import { decide } from "./certificate.ts";
import { scaled } from "./fixed_point.ts";
import { exponentialOf, logarithmOf, type Pair } from "./pair.ts";
import { isExactPower, power, POWER_ERROR, powerCertificate, preciseMagnitude } from "./pow.ts";

function checkPowers(x: Float64Array, p: Float64Array, dataType: FloatType) {
  const values = x.map((base, i) => power(base, p[i]));
  const { v, proof } = certify(values, powerCertificate(x, p, values, dataType), dataType);
  assert.deepEqual(proof.unproven, []);
  for (let i = 0; i < x.length; i++) {
    const plain = power(x[i], p[i]);
    const { rounded, error } = exactly(powerOracle(p[i]), x[i], dataType, plain);
    const got = roundTo(dataType, v[i]);
    assert.ok(Object.is(got, rounded), `pow(${x[i]}, ${p[i]}) is ${rounded}, not ${got}`);
    if (Math.abs(plain) > 2 ** -1000 && Math.abs(plain) < Infinity) assert.ok(error <= POWER_ERROR);
  }
}

/** Exponents for which the power of `x` is in the range of float32: whole, halves and any. */
function exponentFor(x: number, word: number): number {
  const widest = 128 / Math.max(1e-7, Math.abs(Math.log2(Math.abs(x) || 1)));
  const p = Math.fround((word / 2 ** 31 - 1) * Math.min(widest, 1000));
  return [p, Math.round(p), Math.round(2 * p) / 2][word % 3];
}

Deno.test("pow rounds 100,000 float32 pairs as MPFR does, extreme ones among them", () => {
  const next = randomFloat32(5);
  const word = randomWords(11);
  const chosen = edges();
  const x = Float64Array.from({ length: 1e5 }, (_, i) => i < chosen.length ? chosen[i] : next());
  const p = x.map((base) => exponentFor(base, word()));
  checkPowers(x, p, "float32");
});

Deno.test("pow rounds every float16 to several powers as MPFR does", () => {
  const x = everyFloat16();
  for (const exponent of [0.5, 3, -0.333251953125]) {
    checkPowers(x, x.map(() => exponent), "float16");
  }
});

Deno.test("pow keeps exact values and ties of whole and half powers", () => {
  const x: number[] = [];
  const p: number[] = [];
  // m² and m³ of 25 bits are midpoints of float32, m^4 of a number with 2^k too
  for (let m = 4097; m < 5800; m += 2) x.push(m, m * 2 ** -20), p.push(2, 2);
  for (let m = 257; m < 323; m += 2) x.push(m, -m), p.push(3, 3);
  for (let m = 1; m < 4096; m += 3) x.push(m * m, m * m * 2 ** -40), p.push(0.5, 0.5);
  for (let k = -149; k < 128; k++) x.push(2 ** k, 2 ** k, 2 ** k), p.push(-1, 0.25, 0.75);
  checkPowers(Float64Array.from(x), Float64Array.from(p), "float32");
});

Deno.test("isExactPower() knows powers that are float64 numbers from those that are only near one", () => {
  assert.ok(isExactPower(3, 2, 9));
  assert.ok(isExactPower(81, 0.25, 3));
  assert.ok(isExactPower(0.25, -1.5, 8));
  assert.ok(isExactPower(12, 2, 144));
  assert.ok(!isExactPower(3, -1, 1 / 3));
  assert.ok(!isExactPower(2, 0.5, Math.SQRT2));
  assert.ok(!isExactPower(3, 40, 3 ** 40));
  assert.ok(!isExactPower(9, 2 ** -40, 1));
  assert.ok(!isExactPower(1 + 2 ** -23, 2 ** 20, 1.1331484530668263));
});

Deno.test("pow follows IEEE 754 where ECMAScript does not, and elsewhere both", () => {
  const cases: [x: number, p: number, y: number][] = [
    [NaN, 0, 1],
    [1, NaN, 1],
    [1, Infinity, 1],
    [-1, -Infinity, 1],
    [NaN, 1, NaN],
    [2, NaN, NaN],
    [2, Infinity, Infinity],
    [0.5, Infinity, 0],
    [0, 0, 1],
    [0, 3, 0],
    [-0, 3, -0],
    [-0, 2, 0],
    [-0, -3, -Infinity],
    [0, -2, Infinity],
    [-8, 1 / 3, NaN],
    [-2, 3, -8],
    [-Infinity, 3, -Infinity],
    [2, 2000, Infinity],
    [-2, 2001, -Infinity],
    [2, -2000, 0],
  ];
  for (const [x, p, y] of cases) assert.ok(Object.is(power(x, p), y), `pow(${x}, ${p})`);
});

Deno.test("pow's last resort decides as MPFR does", () => {
  const next = randomFloat32(9);
  const word = randomWords(2);
  for (let i = 0; i < 200; i++) {
    const x = Math.abs(next()) || 1;
    const p = exponentFor(x, word()) || 0.3;
    const decided = decide((bits) => preciseMagnitude(x, p, bits), "float32");
    if (decided === undefined) assert.ok(isExactPower(x, p, power(x, p)));
    else assert.equal(Math.fround(decided), exactly(powerOracle(p), x, "float32", decided).rounded);
  }
});

/** A pair as one number. */
function joined([high, low]: Pair, by = 0) {
  const [a, b] = [scaled(high), scaled(low)];
  const exponent = Math.min(a.exponent, b.exponent);
  const aligned = (part: typeof a) => part.m << BigInt(part.exponent - exponent);
  return { m: aligned(a) + aligned(b), exponent: exponent + by };
}

Deno.test("logarithms and exponentials in pairs keep their stated errors", () => {
  const positive = fc.float({ min: Math.fround(2 ** -126), noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(positive.filter((x) => x !== 1), fc.double({ min: -690, max: 690, noNaN: true }), (x, t) => {
      const size = Math.abs(Math.log(x));
      const error = errorBits(oracles.log, x, joined(logarithmOf(x)));
      assert.ok(error + Math.log2(Math.min(1, size)) < -96);
      const { power, exponent } = exponentialOf([t, 0]);
      assert.ok(errorBits(oracles.exp, t, joined(power, exponent)) < -94);
    }),
    { numRuns: 2000 },
  );
});
