/** The population of correct kernels and of mutants is complete. */

import assert from "node:assert/strict";
import { specTable } from "../../reference/spec/committed.ts";
import { mutants } from "../mutants/mutants.ts";
import { kernels } from "./kernels.ts";

const specified = Object.keys(specTable.operators);

Deno.test("every operator of the specification has a software kernel", () => {
  assert.deepEqual(specified.filter((operator) => !kernels.has(operator)), []);
});

Deno.test("every operator of the specification has a mutant", () => {
  const mutated = new Set(mutants.map(({ operator }) => operator));
  assert.deepEqual(specified.filter((operator) => !mutated.has(operator)), []);
});

Deno.test("a mutant has a name of its own among those of its operator, and completes a sentence", () => {
  const names = mutants.map(({ operator, name }) => `${operator} ${name}`);
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
  for (const { operator, name, sentence } of mutants) {
    assert.ok(kernels.has(operator), `${operator} has no software kernel`);
    assert.match(name, /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/);
    assert.match(sentence, /^[^\s.][^\n]*[^\s.,]$/, name);
  }
});
