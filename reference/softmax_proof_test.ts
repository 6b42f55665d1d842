/** Softmax and logarithms of sums beside MPFR: every value is proven, and is the one that MPFR rounds to. */

import assert from "node:assert/strict";
import { roundTo } from "../graph/data_type.ts";
import { Mpfr, scope } from "./_mpfr_numbers.ts";
import { normals, repeated, Tally } from "./_proof_testing.ts";
import { expected, tensor } from "./_testing.ts";

const dataTypes = ["float32", "float16"] as const;

const sumOf = (list: readonly Mpfr[]) => list.reduce((sum, one) => sum.add(one), Mpfr.of(0));

for (const dataType of dataTypes) {
  Deno.test(`softmax() of ${dataType} rounds as MPFR does`, () => {
    const tally = new Tally();
    for (let seed = 1; seed <= 400 * repeated; seed++) {
      const n = seed % 37 + 2, scale = [0.01, 1, 5, 40][seed % 4];
      const x = normals(dataType, seed)(n, scale);
      scope(() => {
        const powers = x.map((one) => Mpfr.of(one).exp());
        const sum = sumOf(powers);
        const output = expected("softmax", { input: tensor([n], x, dataType) }, { axis: 0 });
        tally.compare(output, (i) => powers[i].div(sum), `seed ${seed}`);
      });
    }
    assert.ok(tally.elements > 7500 * repeated);
    assert.equal(tally.untold, 0);
  });

  Deno.test(`reduceLogSum() of ${dataType} rounds as MPFR does where the sum cancels`, () => {
    const tally = new Tally();
    for (let seed = 1; seed <= 1500 * repeated; seed++) {
      const n = seed % 23 + 2;
      const row = normals(dataType, seed)(n, 2 ** (seed % 12 - 6));
      // the last element leaves about 1, or next to nothing
      const rest = row.reduce((sum, one) => sum + one, 0);
      row.push(roundTo(dataType, (seed % 3 === 0 ? 2 ** -12 : 1) - rest));
      scope(() => {
        const sum = sumOf(row.map((one) => Mpfr.of(one)));
        if (sum.isAtMost(Mpfr.of(0))) return;
        const output = expected("reduceLogSum", { input: tensor([n + 1], row, dataType) });
        tally.compare(output, () => sum.ln(), `seed ${seed}`);
      });
    }
    assert.ok(tally.elements > 1000 * repeated);
    if (dataType === "float32") assert.ok(tally.stages.pairs + tally.stages.exact > 0);
  });

  Deno.test(`reduceLogSumExp() of ${dataType} rounds as MPFR does where the sum is about 1`, () => {
    const tally = new Tally();
    for (let seed = 1; seed <= 1500 * repeated; seed++) {
      const n = seed % 7 + 1;
      const x = normals(dataType, seed)(n, seed % 4 === 0 ? 20 : 1);
      const shift = seed % 2 === 0 ? 0 : Math.log(x.reduce((sum, one) => sum + Math.exp(one), 0));
      const row = x.map((one) => roundTo(dataType, one - shift));
      scope(() => {
        const output = expected("reduceLogSumExp", { input: tensor([n], row, dataType) });
        tally.compare(output, () => sumOf(row.map((one) => Mpfr.of(one).exp())).ln(), `seed ${seed}`);
      });
    }
    assert.equal(tally.elements, 1500 * repeated);
  });
}

Deno.test("softmax() and logarithms know exact results of whatever size", () => {
  const value = (operator: string, x: number[], options = {}) => {
    const { value, proof } = expected(operator, { input: tensor([x.length], x) }, options);
    assert.deepEqual(proof!.unproven, []);
    return Number(value[0]);
  };
  assert.equal(value("softmax", [-3e38, -3e38, -3e38, -3e38], { axis: 0 }), 0.25);
  assert.equal(value("softmax", [7, -Infinity], { axis: 0 }), 1);
  assert.equal(value("softmax", [-Infinity, 7], { axis: 0 }), 0);
  assert.equal(value("reduceLogSum", [2 ** 127, 2 ** -149, 1, -(2 ** 127), -(2 ** -149)]), 0);
  // float64 loses what these sums leave
  const terms = [2 ** 127, 2 ** 60, 2 ** -10];
  const lost = [...terms, -terms[0], -terms[1]];
  assert.equal(value("reduceLogSum", lost), Math.fround(Math.log(2 ** -10)));
  assert.equal(value("reduceLogSum", [...lost, -(2 ** -9)]), NaN);
  assert.equal(value("reduceLogSumExp", [-Infinity, 3e-30]), Math.fround(3e-30));
});
