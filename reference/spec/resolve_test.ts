import assert from "node:assert/strict";
import { specDataTypes } from "../../graph/data_type.ts";
import { sampleText } from "./_testing.ts";
import { specTable } from "./committed.ts";
import { extract } from "./extract.ts";
import { allowed, required } from "./resolve.ts";

const { shrink, halve } = (await extract(sampleText)).operators;

Deno.test("allowed() spells out any, N and same as", () => {
  assert.deepEqual(allowed(shrink, "input"), { dataTypes: specDataTypes, rank: [1, Infinity] });
  assert.deepEqual(allowed(shrink, "output1"), allowed(shrink, "input"));
  assert.deepEqual(allowed(shrink, "bias"), { dataTypes: specDataTypes, rank: [0, 2] });
});

Deno.test("allowed() rejects rows that are not there, or have no normal form", () => {
  assert.throws(() => allowed(shrink, "scale"), /limits of scale/);
  assert.throws(() => allowed(halve, "output"), /limits of output, same as inputs/);
  const row = { allowedDataTypes: "same as a", allowedRanks: "same as a" };
  assert.throws(() => allowed({ ...halve, limits: { a: row } }, "a"), /limits of a are no/);
});

Deno.test("required() is absent where the text has no such columns", () => {
  assert.deepEqual(required(shrink, "bias"), { dataTypes: ["float32"], rank: [2, 2] });
  assert.equal(required(halve, "inputs"), undefined);
});

Deno.test("what the specification requires of an operator it also allows", () => {
  for (const [name, operator] of Object.entries(specTable.operators)) {
    for (const row of Object.keys(operator.limits)) {
      const [may, must] = [allowed(operator, row), required(operator, row)!];
      const where = `${name}, ${row}`;
      for (const dataType of must.dataTypes) {
        assert.ok(may.dataTypes.includes(dataType), `${where}: ${dataType}`);
      }
      assert.ok(may.rank[0] <= must.rank[0] && must.rank[1] <= may.rank[1], where);
    }
  }
});

/**
 * Where an operand must have another's data type, yet other data types are required of the two. dequantizeLinear
 * requires zero points of int32, but no input of int32, so that nothing requires the int32 case to work (Q28).
 */
const odd = ["dequantizeLinear, zeroPoint"];

Deno.test("operands of the same data type are required with the same data types, apart from one", () => {
  const found: string[] = [];
  for (const [name, operator] of Object.entries(specTable.operators)) {
    for (const [row, { allowedDataTypes }] of Object.entries(operator.limits)) {
      const [, other] = /^same as (.*)$/.exec(String(allowedDataTypes)) ?? [];
      if (!other) continue;
      const [own, others] = [row, other].map((each) => required(operator, each)!.dataTypes);
      if (own.join() !== others.join()) found.push(`${name}, ${row}`);
    }
  }
  assert.deepEqual(found, odd);
});
