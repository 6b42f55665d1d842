/** Recurrent operators beside MPFR: every value of the default cases is proven, and is the one that MPFR rounds to. */

import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import { Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { scope } from "./_mpfr_numbers.ts";
import { repeated, Tally } from "./_proof_testing.ts";
import { exactOutputs } from "./_recurrent_mpfr.ts";
import { caseOf, expected, tensor } from "./_testing.ts";
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

Deno.test("a recurrent value is the exact one, and proven, where only an intermediate result overflows", () => {
  const big = 2 ** 100;
  const gru = (h: number, weight: number, activations: string[]) =>
    expected("gruCell", {
      input: tensor([1, 1], [0]),
      weight: tensor([3, 1], [0, 0, 0]),
      recurrentWeight: tensor([3, 1], [0, 0, weight]),
      hiddenState: tensor([1, 1], [h]),
      bias: tensor([3], [0, big, 0]),
    }, { hiddenSize: 1, resetAfter: false, activations });
  for (
    const [actual, exact] of [[gru(big, 2 ** -120, ["relu", "relu"]), 2 ** 80], [
      gru(big, 2 ** -120, ["relu", "tanh"]),
      1,
    ]] as const
  ) {
    assert.equal(actual.value[0], exact);
    assert.deepEqual(actual.proof!.unproven, []);
    assert.equal(actual.proof!.unrounded, 0);
    assert.deepEqual([...actual.flags!], [Flag.any]);
  }
});

Deno.test("two intermediate results that overflow and cancel leave an exact zero", () => {
  const big = 2 ** 100;
  const { graph, ...rest } = caseOf("lstmCell", {
    input: tensor([1, 1], [0]),
    weight: tensor([4, 1], [0, 0, 0, 0]),
    recurrentWeight: tensor([4, 1], [0, 0, 0, 0]),
    hiddenState: tensor([1, 1], [0]),
    cellState: tensor([1, 1], [-big]),
    bias: tensor([4], [big, 1, big, big]),
  }, { hiddenSize: 1, activations: ["relu", "relu", "relu"] });
  const outputs = ["output", "cell"];
  const nodes = [{ ...graph.nodes[0], outputs }];
  const expectation = expectationOf({ ...rest, graph: { ...graph, nodes, outputs } }, profiles.ieee);
  for (const { value, proof, flags } of expectation.outputs.values()) {
    assert.deepEqual([value[0], proof!.unproven, flags![0]], [0, [], Flag.any]);
  }
});

Deno.test("a recurrent value is the exact one where even float64 overflows on the way to it", () => {
  const big = 2 ** 120, steps = 12;
  // each step multiplies the state by the reset gate
  const { value, proof } = expected("gru", {
    input: tensor([steps, 1, 1], new Array(steps).fill(0)),
    weight: tensor([1, 3, 1], [0, 0, 0]),
    recurrentWeight: tensor([1, 3, 1], [0, 0, 1]),
    initialHiddenState: tensor([1, 1, 1], [1]),
    bias: tensor([1, 3], [0, big, 0]),
  }, { steps, hiddenSize: 1, resetAfter: false, activations: ["relu", "relu"] });
  assert.equal(value[0], Infinity);
  assert.deepEqual([proof!.exact, proof!.unproven], [1, []]);
});
