import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readBaselines } from "../baselines/mod.ts";
import { readFindings, unexplained } from "./baseline.ts";

const committed = readBaselines(fileURLToPath(new URL("../baselines", import.meta.url)));

Deno.test("every expected failure of the committed baselines is explained, and every finding explains one", () => {
  assert.deepEqual([...committed.keys()].sort(), ["ort-cpu", "ort-wasm", "ort-webgpu", "webnn-chromium"]);
  assert.deepEqual(unexplained(committed), []);
});

Deno.test("unexplained() names a failure without a finding and a finding without a failure", () => {
  const [finding] = readFindings();
  const baseline = committed.get(finding.backends[0])!;
  const failures = new Map(baseline.failures);
  for (const [id, failure] of failures) {
    if (failure.finding === finding.id) failures.set(id, { ...failure, finding: "" });
  }
  const problems = unexplained(new Map(committed).set(baseline.backend, { ...baseline, failures }));
  assert.ok(problems.some((problem) => problem.includes("has no finding")), problems.join("\n"));
});
