/** Recurrent operators beside MPFR: every value of the default cases is proven, and is the one that MPFR rounds to. */

import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import { scope } from "./_mpfr_numbers.ts";
import { repeated, Tally } from "./_proof_testing.ts";
import { exactOutputs } from "./_recurrent_mpfr.ts";
import { expected, tensor } from "./_testing.ts";
import { expectationOf } from "./expect.ts";

/** Compares both data sets of a case. */
function compare(testCase: Case, tally: Tally) {
  const { outputs, secondOutputs } = expectationOf(testCase, profiles.ieee);
  const names = testCase.graph.nodes[0].outputs;
  for (
    const [inputs, expected] of [[testCase.inputs, outputs], [testCase.secondInputs, secondOutputs]] as const
  ) {
    scope(() => {
      const exact = exactOutputs(testCase, inputs);
      names.forEach((name, k) => {
        const output = expected.get(name)!;
        assert.equal(output.value.length, exact[k].length);
        tally.compare(output, (i) => exact[k][i], `${testCase.id} ${name}`);
      });
    });
  }
}

for (const operator of ["gru", "gruCell", "lstm", "lstmCell"]) {
  Deno.test(`${operator}() rounds as MPFR does in its default cases, of either data type`, () => {
    for (const dataType of ["float32", "float16"]) {
      const tally = new Tally();
      for (let seed = 1; seed <= 6 * repeated; seed++) {
        for (
          const { id, build } of draw({ filters: [`${operator}/*/${dataType}/*`], seed: `proof ${seed}` })
        ) {
          if (!id.includes("/wide/")) compare(build(), tally);
        }
      }
      assert.ok(tally.elements > 1000 * repeated, `${tally.elements} elements`);
      // ties, and saturated gates that 420 bits do not tell from 1
      assert.ok(tally.untold < tally.elements / 20, `${tally.untold} untold of ${tally.elements}`);
    }
  });
}

/** A gruCell of one unit with relu, whose gates are the weights of z, r and n times the input, which is 1. */
function reluCell(z: number, n: number, h: number) {
  return expected("gruCell", {
    input: tensor([1, 1], [1]),
    weight: tensor([3, 1], [z, 1, n]),
    recurrentWeight: tensor([3, 1], [0, 0, 0]),
    hiddenState: tensor([1, 1], [h]),
  }, { hiddenSize: 1, activations: ["relu", "relu"] });
}

Deno.test("gruCell() knows a tie of exact gates, and what is next to it", () => {
  const h = 1 + 2 ** -23;
  for (const [z, n, value] of [[0.5, 1, 1], [0.5 + 2 ** -24, 1, h], [0.5 - 2 ** -25, 1, 1]]) {
    const output = reluCell(z, n, h);
    assert.equal(output.value[0], value);
    if (z === 0.5) assert.equal(output.proof!.float64, 0);
    assert.deepEqual(output.proof!.unproven, []);
  }
});

Deno.test("a recurrent value that an infinite operand went into is not called proven", () => {
  const { value, proof } = expected("gruCell", {
    input: tensor([1, 1], [Infinity]),
    weight: tensor([3, 1], [1, 1, 1]),
    recurrentWeight: tensor([3, 1], [0, 0, 0]),
    hiddenState: tensor([1, 1], [0.3]),
  }, { hiddenSize: 1 });
  assert.equal(value[0], Math.fround(0.3));
  assert.deepEqual(proof!.unproven, [0]);
});
