/**
 * Convolutions, pools, resampling and products in every order of software arithmetic are never called wrong, in all their
 * default cases (tolerance.md, section 9).
 */

import assert from "node:assert/strict";
import { profiles } from "../graph/profile.ts";
import { draw } from "../generators/mod.ts";
import { judge } from "../judge/judge.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { convolutionKernels } from "../judge/software/kernels/convolution.ts";
import { poolKernels } from "../judge/software/kernels/pools.ts";
import { productKernels } from "../judge/software/kernels/products.ts";
import { resampleKernels } from "../judge/software/kernels/resample.ts";
import { softwareOutputs } from "../judge/software/run.ts";
import { expectationOf } from "../reference/expect.ts";

const kernels = { ...convolutionKernels, ...poolKernels, ...productKernels, ...resampleKernels };

const cases = Object.keys(kernels).map((operator) => {
  const drawn = [...draw({ seed: "webnn-cts", filters: [`${operator}/**`] })];
  return [operator, drawn.map(({ build }) => build())] as const;
});

/** The cases take turns with the orders, so that each order has a share of them. */
for (const names of [["ieee"], ["webgpu", "webgpu-f16"]] as const) {
  const population = names.flatMap((profile) =>
    arithmetics[profile].map((arithmetic) => ({ profile: profiles[profile], arithmetic }))
  );
  Deno.test(`windows and products in every order stay inside the bounds of profile ${names.join(", ")}`, () => {
    for (const [operator, all] of cases) {
      const judged = population.map(() => 0);
      all.forEach((testCase, i) => {
        const turn = i % population.length, { profile, arithmetic } = population[turn];
        const [first, second] = [testCase.inputs, testCase.secondInputs].map((inputs) =>
          softwareOutputs(testCase, inputs, arithmetic)
        );
        if (!first || !second) return;
        const answer = { id: testCase.id, kind: "outputs", dispatches: [first, second, first] } as const;
        const { verdict, message, elements } = judge(answer, expectationOf(testCase, profile));
        // a sum of 576 terms or more, all kept in float16, may be anything
        if (verdict === "unsupported") {
          assert.match(`${profile.name} ${testCase.id}`, /^webgpu-f16 .*\/statistics\/float16\//);
          return;
        }
        assert.equal(verdict, "pass", `${testCase.id}, ${arithmetic.name}: ${message}`);
        judged[turn] += elements;
      });
      assert.ok(Math.min(...judged) > 200, `${operator}: ${judged} elements`);
    }
  });
}
