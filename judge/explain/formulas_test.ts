import assert from "node:assert/strict";
import { operators } from "../../reference/operators.ts";
import { formulaOf } from "./formulas.ts";

Deno.test("formulaOf() has a line for every operator", () => {
  assert.deepEqual([...operators.keys()].filter((name) => formulaOf(name) === undefined), []);
  assert.equal(formulaOf("conv3d"), undefined);
});
