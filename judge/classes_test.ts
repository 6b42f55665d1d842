/** The table of classes names what the specification and the definitions have. */

import assert from "node:assert/strict";
import { operators } from "../reference/operators.ts";
import { specTable } from "../reference/spec/committed.ts";
import { classOf, operatorsOfClass } from "./classes.ts";

const named = Object.values(operatorsOfClass).flat().sort();

Deno.test("the table of classes names each method of the specification's table exactly once", () => {
  assert.deepEqual(named, Object.keys(specTable.operators).sort());
  assert.equal(classOf.size, named.length);
});

Deno.test("the table of classes names each definition of the specification's operators", () => {
  assert.deepEqual(
    named,
    [...operators.values()].filter(({ status }) => status === "spec").map(({ name }) => name).sort(),
  );
});
