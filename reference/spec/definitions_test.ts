/** The operator definitions say what the specification's table says. */

import assert from "node:assert/strict";
import type { Descriptor } from "../../graph/tensor.ts";
import type { OperandRule, OptionRule } from "../operator.ts";
import { operators } from "../operators.ts";
import { specTable } from "./committed.ts";
import { declared, declaredBy } from "./definition.ts";

const defined = [...operators.values()].filter(({ status }) => status === "spec");

for (const operator of defined) {
  Deno.test(`${operator.name} has the section, arguments, operands and options of the specification`, () => {
    assert.deepEqual(declaredBy(operator), declared(specTable, operator.name));
  });

  Deno.test(`${operator.name} is resolved with the defaults of the specification`, () => {
    const rules = declared(specTable, operator.name);
    const given = Object.entries(rules.options).filter(([, { required }]) => required);
    const resolved = operator.resolve(
      Object.fromEntries(
        Object.entries(rules.operands).filter(([, { optional }]) => !optional)
          .map(([name, rule]) => [name, rule.sequence ? [smallest(rule)] : smallest(rule)]),
      ),
      Object.fromEntries(given.map(([name, rule]) => [name, something(rule)])),
    );
    for (const [name, rule] of Object.entries(rules.options)) {
      if (rule.default !== undefined) assert.deepEqual(resolved[name], rule.default, name);
    }
  });
}

/** A tensor of one element, of rank 1 where that is allowed. */
function smallest({ dataTypes, rank: [least] }: OperandRule): Descriptor {
  return { dataType: dataTypes[0], shape: Array.from({ length: Math.max(least, 1) }, () => 1) };
}

/** A value for an argument that has to be there. */
function something({ type }: OptionRule) {
  if (typeof type === "object") return "enum" in type ? type.enum[0] : [];
  return type.startsWith("sequence") ? [1] : 1;
}

Deno.test("every operator of the specification has a definition, and no other has the status spec", () => {
  assert.deepEqual(defined.map(({ name }) => name).sort(), Object.keys(specTable.operators).sort());
});
