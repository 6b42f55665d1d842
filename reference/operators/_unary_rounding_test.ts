/** Unary operators without transcendental functions against fractions of whole numbers. */

import assert from "node:assert/strict";
import { type FloatType, roundTo } from "../../graph/data_type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { expected } from "../_testing.ts";
import type { Options } from "../operator.ts";
import { type Fraction, fractionOf, isNearest } from "./_nearest.ts";
import { randoms } from "./_testing.ts";

/** The exact result for `n / d`, given the options' exact values. */
type Exact = (n: bigint, d: bigint, options: readonly Fraction[]) => Fraction;

const size = (n: bigint) => n < 0n ? -n : n;

function floorOf(n: bigint, d: bigint): bigint {
  return n >= 0n ? n / d : -((-n + d - 1n) / d);
}

function roundEvenOf(n: bigint, d: bigint): bigint {
  const below = floorOf(n, d);
  const twice = 2n * (n - below * d);
  return twice > d || twice === d && below % 2n !== 0n ? below + 1n : below;
}

function sumOf(n: bigint, d: bigint, [alpha, beta]: readonly Fraction[]): Fraction {
  return [n * alpha[0] * beta[1] + beta[0] * d * alpha[1], d * alpha[1] * beta[1]];
}

const functions: Readonly<Record<string, { options?: readonly Options[]; exact: Exact }>> = {
  abs: { exact: (n, d) => [size(n), d] },
  neg: { exact: (n, d) => [-n, d] },
  sign: { exact: (n) => [n > 0n ? 1n : n < 0n ? -1n : 0n, 1n] },
  identity: { exact: (n, d) => [n, d] },
  floor: { exact: (n, d) => [floorOf(n, d), 1n] },
  ceil: { exact: (n, d) => [-floorOf(-n, d), 1n] },
  roundEven: { exact: (n, d) => [roundEvenOf(n, d), 1n] },
  reciprocal: { exact: (n, d) => n < 0n ? [-d, -n] : [d, n] },
  softsign: { exact: (n, d) => [n, d + size(n)] },
  hardSwish: {
    exact: (n, d) => {
      const raised = n + 3n * d;
      const clamped = raised < 0n ? 0n : raised > 6n * d ? 6n * d : raised;
      return [n * clamped, 6n * d * d];
    },
  },
  linear: {
    options: [{ alpha: 1.1, beta: -0.7 }, { alpha: -3, beta: 1e-6 }, { alpha: 0.3, beta: 0 }],
    exact: sumOf,
  },
  hardSigmoid: {
    options: [{ alpha: 0.2, beta: 0.5 }, { alpha: -1.3, beta: 1e-3 }],
    exact: (n, d, options) => {
      const [y, of] = sumOf(n, d, options);
      return y < 0n ? [0n, 1n] : y > of ? [1n, 1n] : [y, of];
    },
  },
  leakyRelu: {
    options: [{ alpha: 0.01 }, { alpha: -2.7 }],
    exact: (n, d, [alpha]) => n < 0n ? [n * alpha[0], d * alpha[1]] : [n, d],
  },
};

/** Every finite value of float16. */
const all16 = new Float16Array(Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).buffer)
  .filter(Number.isFinite);

/** Random bits, small whole numbers and halves, and both ends of the range. */
function some32(): Float32Array<ArrayBuffer> {
  const random = randoms(100_000, 7);
  const bits = Uint32Array.from(random, (x, i) => Math.floor(x * 2 ** 20) * 2 ** 12 + i % 2 ** 12);
  const usual = randoms(20_000, 11).map((x) => (x - 0.5) * 16);
  const ends = [0, 1, 2, 3, 5].flatMap((k) => [k * 2 ** -149, -k * 2 ** -149, k / 2, -k / 2, k * 2 ** 125]);
  const turns = Array.from({ length: 4000 }, (_, k) => (k < 2000 ? -3 : 3) + (k % 2000 - 1000) * 2 ** -22);
  const numbers = [...new Float32Array(bits.buffer), ...usual, ...ends, ...turns];
  return Float32Array.from(numbers).filter(Number.isFinite);
}

function check(
  name: string,
  dataType: FloatType,
  data: Float16Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
) {
  const { options = [{}], exact } = functions[name];
  const input: Tensor = { dataType, shape: [data.length], data };
  for (const given of options) {
    const scalars = [given.alpha, given.beta ?? 0].map((x) => fractionOf(roundTo(dataType, Number(x ?? 0))));
    const { value, flags } = expected(name, { input }, given);
    for (let i = 0; i < data.length; i++) {
      if (name === "reciprocal" && data[i] === 0 || flags && (flags[i] & 0x7f) !== 0) continue;
      const y = value[i] as number;
      assert.ok(
        isNearest(dataType, y, exact(...fractionOf(data[i]), scalars)),
        `${name}(${data[i]}) of ${JSON.stringify(given)} is not ${y}`,
      );
    }
  }
}

for (const name of Object.keys(functions)) {
  Deno.test(`${name}() of every float16 is rounded once`, () => check(name, "float16", all16));
  Deno.test(`${name}() of 120,000 float32 is rounded once`, () => check(name, "float32", some32()));
}

Deno.test("sqrt() of every float16, and of many float32, is rounded once", () => {
  for (const [dataType, data] of [["float16", all16], ["float32", some32()]] as const) {
    const input: Tensor = { dataType, shape: [data.length], data };
    const { value } = expected("sqrt", { input });
    for (let i = 0; i < data.length; i++) {
      if (data[i] < 0) assert.ok(Number.isNaN(value[i]));
      else assert.ok(isRoot(dataType, value[i] as number, data[i]), `sqrt(${data[i]}) is not ${value[i]}`);
    }
  }
});

/** Whether the squares of the midpoints beside `root` enclose `x`; a root is never halfway itself. */
function isRoot(dataType: FloatType, root: number, x: number): boolean {
  if (x === 0) return root === 0;
  const step = 2 ** (Math.floor(Math.log2(root)) - (dataType === "float32" ? 23 : 10));
  const [low, high] = [root - (Math.log2(root) % 1 === 0 ? step / 4 : step / 2), root + step / 2];
  const square = (y: number) => fractionOf(y)[0] ** 2n;
  const [n, d] = fractionOf(x);
  return square(low) < n * d && n * d < square(high);
}
