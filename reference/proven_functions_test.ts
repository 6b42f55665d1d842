/** Default cases of functions, normalizations and recurrent operators: every value is proven, and each stage proves some. */

import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import { profiles } from "../graph/profile.ts";
import { Tally } from "./_proof_testing.ts";
import { expectationOf } from "./expect.ts";

const operators = [
  ...["exp", "log", "sin", "cos", "tan", "tanh", "erf", "sigmoid", "gelu", "elu", "softplus", "pow"],
  ...["softmax", "reduceLogSum", "reduceLogSumExp", "instanceNormalization", "layerNormalization"],
  ...["gru", "gruCell", "lstm", "lstmCell"],
];

/** Of a million elements. */
const ADMITTED = 1;

const all = new Tally();

for (const operator of operators) {
  Deno.test(`${operator}() has no default case with a value that no stage proves`, () => {
    const tally = new Tally();
    for (const { build } of draw({ filters: [`${operator}/**`], seed: "proof" })) {
      const { outputs, secondOutputs } = expectationOf(build(), profiles.ieee);
      for (const { proof } of [...outputs.values(), ...secondOutputs.values()]) {
        assert.ok(proof, "a graph of one node has a proof");
        for (const counted of [tally, all]) counted.add(proof);
      }
    }
    assert.ok(tally.elements > 1000);
    assert.ok(tally.unproven <= ADMITTED * tally.elements / 1e6, `${tally.unproven} of ${tally.elements}`);
  });
}

Deno.test("each stage proves some values of the default cases", () => {
  const { unrounded, float64, pairs, exact } = all.stages;
  assert.ok(all.elements > 5e5 && float64 > 0.99 * (all.elements - unrounded));
  assert.ok(pairs > 100, `${pairs} by pairs`);
  assert.ok(exact > 10, `${exact} by multi-precision`);
});
