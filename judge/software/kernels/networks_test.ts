/** Correct reductions, normalizations and recurrent networks in every order are never called wrong. */

import assert from "node:assert/strict";
import { draw } from "../../../generators/mod.ts";
import { profiles } from "../../../graph/profile.ts";
import { expectationOf } from "../../../reference/expect.ts";
import { arithmetics } from "../arithmetic.ts";
import { verdictOn } from "../_testing.ts";

const operators: Readonly<Record<string, readonly string[]>> = {
  "reductions, extremes and cumulative sums": ["reduce*/**", "argM*/**", "cumulativeSum/**"],
  "softmax and normalizations": ["softmax/**", "*Normalization/**"],
  "recurrent networks and cells": ["gru*/**", "lstm*/**"],
};

for (const [what, filters] of Object.entries(operators)) {
  const cases = [...draw({ filters, seed: "webnn-cts" })].map(({ build }) => build());
  for (const profile of ["ieee", "webgpu", "webgpu-f16"] as const) {
    Deno.test(`${what} stay inside the bounds of profile ${profile}, each in two of the six orders`, () => {
      const orders = arithmetics[profile];
      let judged = 0, unjudged = 0;
      cases.forEach((testCase, i) => {
        const expectation = expectationOf(testCase, profiles[profile]);
        for (const arithmetic of [orders[i % 6], orders[(i + 1 + Math.floor(i / 6) % 5) % 6]]) {
          const { verdict, message } = verdictOn(testCase, expectation, arithmetic)!;
          judged++;
          // The profile promises nothing of the case.
          if (verdict === "unsupported") unjudged++;
          else assert.equal(verdict, "pass", `${testCase.id}, ${arithmetic.name}: ${message}`);
        }
      });
      assert.ok(judged >= 400, `${judged} answers`);
      if (profile === "ieee") assert.equal(unjudged, 0);
    });
  }
}

Deno.test("recurrent operators may keep intermediates in the accumulator's type or store them, and see either cell state", () => {
  const cases = [...draw({ filters: ["gru*/**", "lstm*/**"], seed: "recurrent" })].map(({ build }) =>
    build()
  );
  cases.forEach((testCase, i) => {
    const expectation = expectationOf(testCase, profiles.ieee);
    for (const arithmetic of arithmetics.ieee) {
      const other = { ...arithmetic, folds: !arithmetic.folds, form: i % 2 === 0 ? 0 : 2 } as const;
      const { verdict, message } = verdictOn(testCase, expectation, other)!;
      assert.equal(verdict, "pass", `${testCase.id}, ${other.name}, form ${other.form}: ${message}`);
    }
  });
});
