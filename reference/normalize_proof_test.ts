/** Normalizations beside MPFR: every value is proven, and is the one that MPFR rounds to. */

import assert from "node:assert/strict";
import { type FloatType, roundTo } from "../graph/data_type.ts";
import { Mpfr, scope } from "./_mpfr_numbers.ts";
import { normals, repeated, Tally } from "./_proof_testing.ts";
import { expected, tensor } from "./_testing.ts";

/** `(x - mean)/√(variance + epsilon)` of every element, from the definitions. */
function normalized(row: readonly number[], epsilon: number): Mpfr[] {
  const n = Mpfr.of(row.length), sum = (list: readonly Mpfr[]) => list.reduce((total, one) => total.add(one));
  const x = row.map((one) => Mpfr.of(one));
  const mean = sum(x).div(n);
  const apart = x.map((one) => one.sub(mean));
  const variance = sum(apart.map((d) => d.mul(d))).div(n);
  const root = variance.add(Mpfr.of(epsilon)).sqrt();
  return apart.map((d) => d.div(root));
}

/** A bias that leaves next to nothing of most values, or any. */
function biasFor(
  values: readonly Mpfr[],
  scale: readonly number[],
  dataType: FloatType,
  cancels: boolean,
): number[] {
  return values.map((y, i) =>
    cancels ? roundTo(dataType, -scale[i] * y.toNumber()) : roundTo(dataType, i / 7)
  );
}

for (const dataType of ["float32", "float16"] as const) {
  const list = (values: readonly number[]) => tensor([values.length], values, dataType);

  Deno.test(`layerNormalization() of ${dataType} rounds as MPFR does`, () => {
    const tally = new Tally();
    for (let seed = 1; seed <= 500 * repeated; seed++) {
      const draw = normals(dataType, seed), n = seed % 41 + 2;
      // as they come; far from 0; about as near each other as epsilon
      const [spread, offset] = [[1, 0], [1, 100], [2 ** -7, 0]][seed % 3];
      const x = draw(n, spread).map((one) => roundTo(dataType, one + offset));
      const scale = draw(n);
      const epsilon = roundTo(dataType, 1e-5);
      scope(() => {
        const plain = normalized(x, epsilon);
        const bias = biasFor(plain, scale, dataType, seed % 2 === 0);
        const output = expected("layerNormalization", {
          input: tensor([1, n], x, dataType),
          scale: list(scale),
          bias: list(bias),
        });
        tally.compare(output, (i) => Mpfr.of(scale[i]).mul(plain[i]).add(Mpfr.of(bias[i])), `seed ${seed}`);
      });
    }
    assert.ok(tally.elements > 10_000 * repeated);
    if (dataType === "float32") assert.ok(tally.stages.pairs > 0);
  });

  Deno.test(`instanceNormalization() of ${dataType} rounds as MPFR does in both layouts`, () => {
    const tally = new Tally();
    for (let seed = 1; seed <= 250 * repeated; seed++) {
      const draw = normals(dataType, seed), height = seed % 5 + 1, width = seed % 7 + 2;
      const size = height * width, isLast = seed % 2 === 0;
      const x = draw(2 * 3 * size, 2 ** (seed % 9 - 4)), [scale, bias] = [draw(3), draw(3)];
      const at = (batch: number, channel: number, j: number) =>
        isLast ? (batch * size + j) * 3 + channel : (batch * 3 + channel) * size + j;
      const shape = isLast ? [2, height, width, 3] : [2, 3, height, width];
      scope(() => {
        const exact: Mpfr[] = [];
        for (const batch of [0, 1]) {
          for (const channel of [0, 1, 2]) {
            const row = Array.from({ length: size }, (_, j) => x[at(batch, channel, j)]);
            normalized(row, 0.5).forEach((y, j) =>
              exact[at(batch, channel, j)] = Mpfr.of(scale[channel]).mul(y).add(Mpfr.of(bias[channel]))
            );
          }
        }
        const output = expected("instanceNormalization", {
          input: tensor(shape, x, dataType),
          scale: list(scale),
          bias: list(bias),
        }, { layout: isLast ? "nhwc" : "nchw", epsilon: 0.5 });
        tally.compare(output, (i) => exact[i], `seed ${seed}`);
      });
    }
    assert.ok(tally.elements > 15_000 * repeated);
  });
}

Deno.test("layerNormalization() over axes that are moved proves the elements where they are", () => {
  const x = normals("float32", 3)(2 * 3 * 4), scale = normals("float32", 4)(6);
  const input = tensor([2, 3, 4], x);
  const rows = [0, 1, 2, 3].map((k) => [0, 1, 2, 3, 4, 5].map((j) => x[4 * j + k]));
  scope(() => {
    const plain = rows.map((row) => normalized(row, Math.fround(1e-5)));
    const bias = plain[1].map((y, j) => Math.fround(-scale[j] * y.toNumber()));
    const output = expected(
      "layerNormalization",
      { input, scale: tensor([2, 3], scale), bias: tensor([2, 3], bias) },
      { axes: [0, 1] },
    );
    const tally = new Tally();
    tally.compare(output, (i) => {
      const j = Math.floor(i / 4);
      return Mpfr.of(scale[j]).mul(plain[i % 4][j]).add(Mpfr.of(bias[j]));
    }, "moved");
    assert.ok(tally.stages.pairs > 0);
  });
});

Deno.test("normalizations know ties and zeros whose root is exact", () => {
  // deviation 1, so that the value is scale·x + bias
  const x = [-1, 1, 1, -1, -1, 1];
  const exact = (scale: number, bias: number) =>
    expected("layerNormalization", {
      input: tensor([1, 6], x),
      scale: tensor([6], x.map(() => scale)),
      bias: tensor([6], x.map(() => bias)),
    }, { epsilon: 0 });
  const tie = exact(1, 2 ** -24);
  assert.deepEqual([...tie.value], x.map((one) => one > 0 ? 1 : -1 + 2 ** -24));
  assert.equal(tie.proof!.exact, 3);
  assert.deepEqual(tie.proof!.unproven, []);
  const zeros = exact(3, 3);
  assert.deepEqual([...zeros.value], x.map((one) => one > 0 ? 6 : 0));
  assert.deepEqual(zeros.proof!.unproven, []);
});
