import assert from "node:assert/strict";
import { operators, snakeCase } from "./operators.ts";

Deno.test("operators finds a definition by the name of its file", () => {
  assert.equal(operators.get("instanceNormalization")?.section, "api-mlgraphbuilder-instancenorm");
});

Deno.test("operators holds every definition under its own name, in alphabetical order", () => {
  const names = [...operators.keys()];
  assert.ok(names.length > 0);
  assert.deepEqual(names, [...operators.values()].map((operator) => operator.name));
  assert.deepEqual(names, names.toSorted((a, b) => (a < b ? -1 : 1)));
});

Deno.test("operators describes every plain argument as an operand or a required option", () => {
  for (const operator of operators.values()) {
    for (const argument of operator.arguments) {
      const described = Object.hasOwn(operator.operands, argument) || operator.options[argument]?.required;
      assert.ok(described, `${operator.name}: ${argument}`);
    }
  }
});

Deno.test("snakeCase() names files as web-platform-tests does", () => {
  const names = ["convTranspose2d", "gatherND", "isNaN", "l2Pool2d"];
  assert.deepEqual(names.map(snakeCase), ["conv_transpose2d", "gather_nd", "is_nan", "l2_pool2d"]);
});
