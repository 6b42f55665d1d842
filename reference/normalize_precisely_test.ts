/** Values that cancel, beside GMP's numbers of 400 bits: what the reference computes is their rounding. */

import assert from "node:assert/strict";
import { init } from "gmp-wasm";
import { type FloatType, roundTo } from "../graph/data_type.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { expected, tensor } from "./_testing.ts";
import type { Operands, Options } from "./operator.ts";

const { getContext } = await init();
const { Float } = getContext({ precisionBits: 400 });

/** A number of GMP; its package's types know no methods of results. */
interface Number400 {
  add(other: Number400): Number400;
  sub(other: Number400): Number400;
  mul(other: Number400): Number400;
  div(other: Number400): Number400;
  sqrt(): Number400;
  exp(): Number400;
  ln(): Number400;
  toNumber(): number;
}

function exact(x: number): Number400 {
  return Float(x) as unknown as Number400;
}

const size = 24;
const epsilon = { float32: Math.fround(1e-5), float16: Math.f16round(1e-5) };

/** The same numbers in every run: about normal, in the data type. */
function numbers(count: number, dataType: FloatType, seed: number, scale = 1): number[] {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  return Array.from({ length: count }, () => roundTo(dataType, (next() + next() + next()) * 2 * scale));
}

const meanOf = (list: readonly Number400[]) =>
  list.reduce((sum, x) => sum.add(x), exact(0)).div(exact(list.length));

/** `scale·(x - mean)/√(variance + epsilon) + bias` */
function normalized(x: number, mean: Number400, variance: Number400, scale: number, bias: number, e: number) {
  const root = variance.add(exact(e)).sqrt();
  return exact(scale).mul(exact(x).sub(mean)).div(root).add(exact(bias)).toNumber();
}

/** Mean and variance of a row. */
function moments(row: readonly number[]): [Number400, Number400] {
  const x = row.map(exact);
  const mean = meanOf(x);
  return [mean, meanOf(x.map((one) => one.sub(mean)).map((d) => d.mul(d)))];
}

function valuesOf(operator: string, operands: Operands<Tensor>, options: Options = {}): number[] {
  const { value } = expected(operator, operands, options, profiles.ieee);
  return [...value as Float32Array];
}

/** The numbers of `wanted`, to which a float64 was rounded already, in the data type. */
const rounded = (wanted: readonly number[], dataType: FloatType) =>
  wanted.map((x) => roundTo(dataType, x) + 0);

/** The biases that leave next to nothing of the values without one. */
const opposite = (list: readonly number[], dataType: FloatType) => list.map((y) => roundTo(dataType, -y));

for (const dataType of ["float32", "float16"] as const) {
  const e = epsilon[dataType];
  const list = (values: readonly number[]) => tensor([values.length], values, dataType);

  Deno.test(`layerNormalization() of ${dataType} that its bias cancels is rounded right`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const x = numbers(size, dataType, seed, seed % 3 === 0 ? 100 : 1),
        scale = numbers(size, dataType, seed + 100);
      const [mean, variance] = moments(x);
      const of = (bias: readonly number[]) =>
        x.map((one, j) => normalized(one, mean, variance, scale[j], bias[j], e));
      const bias = opposite(of(x.map(() => 0)), dataType);
      const input = tensor([1, size], x, dataType);
      const actual = valuesOf("layerNormalization", { input, scale: list(scale), bias: list(bias) });
      assert.deepEqual(actual.map((y) => y + 0), rounded(of(bias), dataType), `seed ${seed}`);
    }
  });

  Deno.test(`instanceNormalization() of ${dataType} that its bias cancels is rounded right`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const x = numbers(size, dataType, seed), scale = [3, -0.75];
      const channels = [x.slice(0, size / 2), x.slice(size / 2)];
      const of = (bias: readonly number[]) =>
        channels.flatMap((row, c) => {
          const [mean, variance] = moments(row);
          return row.map((one) => normalized(one, mean, variance, scale[c], bias[c], e));
        });
      const plain = of([0, 0]);
      const bias = opposite([plain[3], plain[size - 2]], dataType);
      const input = tensor([1, 2, 3, 4], x, dataType);
      const actual = valuesOf("instanceNormalization", { input, scale: list(scale), bias: list(bias) });
      assert.deepEqual(actual.map((y) => y + 0), rounded(of(bias), dataType), `seed ${seed}`);
    }
  });

  Deno.test(`batchNormalization() of ${dataType} that its bias cancels is rounded right`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const [x, mean, scale] = [0, 1, 2].map((k) => numbers(size, dataType, seed + 100 * k));
      const variance = numbers(size, dataType, seed + 300).map(Math.abs);
      const of = (bias: readonly number[]) =>
        x.map((one, c) => normalized(one, exact(mean[c]), exact(variance[c]), scale[c], bias[c], e));
      const bias = opposite(of(x.map(() => 0)), dataType);
      const operands = { mean: list(mean), variance: list(variance), scale: list(scale), bias: list(bias) };
      const actual = valuesOf("batchNormalization", { input: tensor([1, size], x, dataType), ...operands });
      assert.deepEqual(actual.map((y) => y + 0), rounded(of(bias), dataType), `seed ${seed}`);
    }
  });

  Deno.test(`reduceLogSumExp() of ${dataType} is rounded right near zero`, () => {
    for (let seed = 1; seed <= 60; seed++) {
      // exponentials that add up to about 1
      const scale = seed % 4 === 0 ? 20 : 1;
      const x = numbers(seed % 7 + 1, dataType, seed, scale);
      const sum = (row: readonly number[]) =>
        row.reduce((total, one) => total.add(exact(one).exp()), exact(0));
      const shift = Math.log(sum(x).toNumber());
      const row = x.map((one) => roundTo(dataType, one - shift));
      const input = tensor([row.length], row, dataType);
      const [actual] = valuesOf("reduceLogSumExp", { input });
      assert.equal(actual, roundTo(dataType, sum(row).ln().toNumber()), `seed ${seed}`);
    }
  });
}
