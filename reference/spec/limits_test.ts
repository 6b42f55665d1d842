import assert from "node:assert/strict";
import { InputError } from "../../graph/input_error.ts";
import { sampleText } from "./_testing.ts";
import { limitsTablesOf } from "./limits.ts";

const [shrink, halve, ...others] = limitsTablesOf(sampleText);

Deno.test("limitsTablesOf() finds the tables with allowed data types and the methods they are about", () => {
  assert.deepEqual([shrink.methods, halve.methods], [["shrink"], ["halve", "other"]]);
  assert.deepEqual(others, []);
});

Deno.test("limitsTablesOf() brings entries to a normal form, also where a row has no end tag", () => {
  assert.deepEqual(shrink.rows, {
    input: {
      allowedDataTypes: "any",
      requiredDataTypes: ["float32", "float16"],
      allowedRanks: [1, null],
      requiredRanks: [1, 5],
    },
    bias: {
      allowedDataTypes: "same as input",
      requiredDataTypes: ["float32"],
      allowedRanks: [0, 2],
      requiredRanks: [2, 2],
    },
    output0: {
      allowedDataTypes: ["int8"],
      requiredDataTypes: ["int8"],
      allowedRanks: [0, null],
      requiredRanks: [0, 5],
    },
    output1: {
      allowedDataTypes: "same as input",
      requiredDataTypes: ["float32"],
      allowedRanks: "same as input",
      requiredRanks: [1, 5],
      condition: "keep",
    },
  });
});

Deno.test("limitsTablesOf() keeps the words of entries that have no normal form", () => {
  assert.deepEqual(halve.rows, {
    inputs: { allowedDataTypes: "depends on the steps", allowedRanks: [4, 4] },
    output: { allowedDataTypes: "same as inputs", allowedRanks: "inputs's rank + 1" },
  });
});

Deno.test("limitsTablesOf() rejects rows that do not fit their columns, and rows for the same operand", () => {
  const table = (rows: string) =>
    `<table link-for="MLGraphBuilder/f(a)"><tr><th>operand</th><th>[=/allowed data types=]</th></tr>${rows}</table>`;
  const row = "<tr><td>{{a}}</td><td>[=/any data type|any=]</td></tr>";
  assert.throws(
    () => limitsTablesOf(table("<tr><td>{{a}}</td></tr>")),
    /limits of f have a row of 1 cells under 2/,
  );
  assert.throws(() => limitsTablesOf(table(row + row)), /two rows for a/);
  assert.throws(() => limitsTablesOf(table(row.replace("{{a}}", "some words"))), InputError);
});
