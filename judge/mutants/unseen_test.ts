import assert from "node:assert/strict";
import { sumBugs } from "./arithmetic.ts";
import { mutants } from "./mutants.ts";
import { unseen } from "./unseen.ts";

const namesOf = (operator: string) =>
  new Set(mutants.filter((mutant) => mutant.operator === operator).map(({ name }) => name));

Deno.test("an operator that sums is asked for truncated sums, or is said not to be", () => {
  const summing = new Set(
    mutants.filter(({ name }) => name === "sums-in-float16").map(({ operator }) => operator),
  );
  const left = new Set(unseen.flatMap(({ operators }) => operators));
  assert.ok(summing.size > 20);
  for (const operator of summing) {
    assert.equal(namesOf(operator).has("sums-truncated"), !left.has(operator), operator);
  }
  assert.deepEqual([...left].filter((operator) => !summing.has(operator)), []);
});

Deno.test("unseen bugs are known by their names elsewhere, and have no mutants of their operators", () => {
  const bugs = new Set(sumBugs.map(({ name }) => name));
  for (const { names, operators } of unseen) {
    assert.ok(names.every((name) => bugs.has(name)));
    for (const operator of operators) {
      assert.ok(names.every((name) => !namesOf(operator).has(name)), operator);
    }
  }
});
