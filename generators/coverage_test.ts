import assert from "node:assert/strict";
import { coverageOf } from "./coverage.ts";
import { draw } from "./mod.ts";

const cases = [...draw({ seed: "coverage", filters: ["softmax/**"] })].map(({ build }) => build());
const [whole] = coverageOf(cases);

Deno.test("coverageOf() counts the values that cases have, whatever their ids say", () => {
  const renamed = cases.map((each) => ({ ...each, id: "x" }));
  assert.deepEqual(coverageOf(renamed), [whole]);
  assert.equal(whole.cases, cases.length);
  for (const [factor, counts] of whole.values) {
    assert.equal([...counts.values()].reduce((sum, count) => sum + count), cases.length, factor);
  }
});

Deno.test("coverageOf() misses the pairs that only a left out case has", () => {
  assert.deepEqual([whole.missing, whole.drawn], [[], whole.possible]);
  const without = cases.map((_, left) => coverageOf(cases.filter((_, index) => index !== left))[0]);
  const needed = without.filter(({ missing }) => missing.length > 0);
  assert.ok(needed.length > cases.length / 2, `${needed.length} of ${cases.length} cases are needed`);
  for (const { missing, drawn, possible } of needed) assert.equal(missing.length, possible - drawn);
});

Deno.test("coverageOf() misses every pair but its own where there is one case", () => {
  const [{ missing, drawn, possible, values }] = coverageOf(cases.slice(0, 1));
  assert.equal(drawn, values.size * (values.size - 1) / 2);
  assert.equal(missing.length, possible - drawn);
});

Deno.test("coverageOf() counts the kinds of data, and names a family's kinds that no case has", () => {
  const drawn = [...draw({ seed: "coverage", filters: ["softmax/**"] })];
  const [{ kinds }] = coverageOf(drawn);
  assert.equal([...kinds.drawn.values()].reduce((sum, count) => sum + count), drawn.length);
  const [{ kinds: fewer }] = coverageOf(drawn.filter(({ dataKind }) => dataKind !== "normal"));
  assert.equal(fewer.drawn.has("normal"), false);
  assert.deepEqual(fewer.notDrawn.get("normal"), ["float32", "float16"]);
  const halves = drawn.filter(({ id, dataKind }) => dataKind !== "normal" || id.split("/")[2] === "float16");
  assert.deepEqual(coverageOf(halves)[0].kinds.notDrawn.get("normal"), ["float32"]);
});
