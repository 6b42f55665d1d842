/** Recurrent operators beside MPFR: every value of the default cases is proven, and is the one that MPFR rounds to. */

import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import { scope } from "./_mpfr_numbers.ts";
import { repeated, Tally } from "./_proof_testing.ts";
import { exactOutputs } from "./_recurrent_mpfr.ts";
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
      console.log(operator, dataType, JSON.stringify(tally));
      assert.ok(tally.untold < tally.elements / 20, `${tally.untold} untold of ${tally.elements}`);
    }
  });
}
