/**
 * What the tests of functions share: arguments, and the comparison with MPFR.
 *
 * @module
 */

import assert from "node:assert/strict";
import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { exactly, type Oracle } from "./_mpfr.ts";
import { certify } from "../certify.ts";
import { functionCertificate, valuesOf } from "./certificate.ts";
import type { RealFunction } from "./real_function.ts";

/**
 * Asserts that every value rounds as MPFR says, and that the float64 values keep their stated error.
 *
 * @returns The greatest relative error of a float64 value, in ulp (2^-52).
 */
export function checkRounding(f: RealFunction, oracle: Oracle, x: Float64Array, dataType: FloatType): number {
  const v = certified(f, x, dataType);
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const plain = f.value(x[i]);
    const { rounded, error } = exactly(oracle, x[i], dataType, plain);
    const got = roundTo(dataType, v[i]);
    assert.ok(got === rounded || got !== got && rounded !== rounded, `f(${x[i]}) is ${rounded}, not ${got}`);
    if (Math.abs(plain) < 2 ** -1000 || Math.abs(plain) === Infinity) continue;
    assert.ok(error <= f.error, `f(${x[i]}) is off by ${error}`);
    worst = Math.max(worst, error * 2 ** 52);
  }
  return worst;
}

/** The values of a function, each proven. */
export function certified(f: RealFunction, x: Float64Array, dataType: FloatType): Float64Array {
  const values = valuesOf(f, x);
  const { v, proof } = certify(values, functionCertificate(f, x, values, dataType), dataType);
  assert.deepEqual(proof.unproven, []);
  return v;
}

/** Every float16 but the infinities. */
export function everyFloat16(): Float64Array {
  return new Float64Array(new Float16Array(Uint16Array.from({ length: 65536 }, (_, bits) => bits).buffer))
    .filter((x) => Math.abs(x) !== Infinity);
}

/** A stream of whole numbers below 2^32 (xorshift), the same each time. */
export function randomWords(seed: number): () => number {
  let word = seed;
  return () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return word >>> 0;
  };
}

/** A stream of finite float32 numbers: half of any magnitude, half of -20 to 20. */
export function randomFloat32(seed: number): () => number {
  const next = randomWords(seed);
  const bits = new Uint32Array(1);
  const value = new Float32Array(bits.buffer);
  return () => {
    for (;;) {
      bits[0] = next();
      if (next() & 1) value[0] = next() / 2 ** 32 * 40 - 20;
      if (Number.isFinite(value[0])) return value[0];
    }
  };
}

/** Powers of two, multiples of π/4, bounds of overflow and underflow and 0, each with its neighbours, of either sign. */
export function edges(): number[] {
  const middle = [
    0,
    2 ** -149,
    88.722839,
    103.97208,
    87.33654,
    16.635532,
    9.010913,
    5.8636,
    3.9192059,
    14.2,
    13.1,
  ];
  for (let k = -149; k < 128; k++) middle.push(2 ** k);
  for (let k = 1; k < 200; k++) middle.push(k * Math.PI / 4, Math.PI * 2 ** k / 4);
  const bits = new Int32Array(1);
  const value = new Float32Array(bits.buffer);
  const list: number[] = [];
  for (const x of middle) {
    for (const step of [-2, -1, 0, 1, 2]) {
      value[0] = x;
      bits[0] = Math.max(0, bits[0] + step);
      if (Number.isFinite(value[0])) list.push(value[0], -value[0]);
    }
  }
  return list;
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** Of `count` random arguments the `kept` whose values are nearest the midpoint of two float32 neighbours. */
export function hardToRound(f: RealFunction, count: number, kept: number, seed: number): number[] {
  const next = randomFloat32(seed);
  let found: { x: number; distance: number }[] = [];
  let limit = Infinity;
  for (let i = 0; i < count; i++) {
    const x = next();
    const y = f.value(x);
    number[0] = y;
    // the 29 bits that float32 lacks, as a distance from their half
    const distance = Math.abs((words[0] & 0x1fff_ffff) - 2 ** 28);
    if (distance >= limit || !(Math.abs(y) > 2 ** -126)) continue;
    found.push({ x, distance });
    if (found.length === 2 * kept) {
      found = found.sort((a, b) => a.distance - b.distance).slice(0, kept);
      limit = found[kept - 1].distance;
    }
  }
  return found.slice(0, kept).map(({ x }) => x);
}
