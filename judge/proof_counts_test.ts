import assert from "node:assert/strict";
import type { ExpectedOutput } from "../graph/expectation.ts";
import { expectation, expected } from "./_testing.ts";
import { addProofs, proofCountsOf, unprovenOf } from "./proof_counts.ts";

Deno.test("proofCountsOf() counts the float elements of both data sets by stage", () => {
  const output = (proof: ExpectedOutput["proof"]) => ({ ...expected("float32", [[1], [2], [3]]), proof });
  const first = output({ unrounded: 0, float64: 2, pairs: 1, exact: 0, unproven: [] });
  const second = output({ unrounded: 0, float64: 1, pairs: 0, exact: 1, unproven: [2] });
  assert.deepEqual(proofCountsOf(expectation(first, { second })), {
    float64: 3,
    pairs: 1,
    exact: 1,
    unproven: 1,
  });
  assert.equal(proofCountsOf(expectation(output(undefined))), undefined);
  const whole = {
    ...expected("int32", [[1]]),
    proof: { unrounded: 1, float64: 0, pairs: 0, exact: 0, unproven: [] },
  };
  assert.equal(proofCountsOf(expectation(whole)), undefined);
});

Deno.test("unprovenOf() lists the first unproven elements by output, data set and index", () => {
  const output = (unproven: readonly number[]) => ({
    ...expected("float32", Array.from({ length: 20 }, () => [1])),
    shape: [4, 5],
    proof: { unrounded: 0, float64: 20 - unproven.length, pairs: 0, exact: 0, unproven },
  });
  assert.deepEqual(unprovenOf(expectation(output([7]), { second: output([0]) })), [
    { output: "y", data: 1, index: [1, 2] },
    { output: "y", data: 2, index: [0, 0] },
  ]);
  const many = Array.from({ length: 20 }, (_, i) => i);
  assert.equal(unprovenOf(expectation(output([1]), { second: output(many) }))!.length, 8);
  assert.equal(unprovenOf(expectation(output([]))), undefined);
});

Deno.test("addProofs() adds stage by stage", () => {
  assert.deepEqual(addProofs([{ float64: 2 }, { float64: 1, unproven: 3 }]), { float64: 3, unproven: 3 });
  assert.deepEqual(addProofs([]), {});
});
