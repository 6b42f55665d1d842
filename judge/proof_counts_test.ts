import assert from "node:assert/strict";
import type { ExpectedOutput } from "../graph/expectation.ts";
import { expectation, expected } from "./_testing.ts";
import { addProofs, proofCountsOf } from "./proof_counts.ts";

Deno.test("proofCountsOf() counts the float elements of both data sets by stage", () => {
  const output = (proof: ExpectedOutput["proof"]) => ({ ...expected("float32", [[1], [2], [3]]), proof });
  const first = output({ float64: 2, pairs: 1, exact: 0, unproven: [] });
  const second = output({ float64: 1, pairs: 0, exact: 1, unproven: [2] });
  assert.deepEqual(proofCountsOf(expectation(first, { second })), {
    float64: 3,
    pairs: 1,
    exact: 1,
    unproven: 1,
  });
  assert.equal(proofCountsOf(expectation(output(undefined))), undefined);
  const whole = { ...expected("int32", [[1]]), proof: { float64: 1, pairs: 0, exact: 0, unproven: [] } };
  assert.equal(proofCountsOf(expectation(whole)), undefined);
});

Deno.test("addProofs() adds stage by stage", () => {
  assert.deepEqual(addProofs([{ float64: 2 }, { float64: 1, unproven: 3 }]), { float64: 3, unproven: 3 });
  assert.deepEqual(addProofs([]), {});
});
