import assert from "node:assert/strict";
import { draw, drawInvalid } from "./mod.ts";
import { stepCoverageOf } from "./step_coverage.ts";

Deno.test("stepCoverageOf() counts the steps that are violated, and says why others are not asked", () => {
  const cases = [...drawInvalid({ filters: ["isNaN", "build"] })];
  const [build, isNaN] = stepCoverageOf(cases);
  assert.deepEqual([build.method, isNaN.method], ["build", "isNaN"]);
  assert.equal(build.cases + isNaN.cases, cases.length);
  assert.equal(build.violated.get("can-build"), 2);
  assert.equal(isNaN.violated.has("float-data-type"), false);
  assert.match(isNaN.notAsked.get("float-data-type")!, /^Q24/);
  assert.deepEqual([...build.notAsked], []);
});

Deno.test("stepCoverageOf() leaves valid cases out", () => {
  assert.deepEqual(stepCoverageOf(draw({ seed: "x", filters: ["relu/**"], count: 1 })), []);
});
