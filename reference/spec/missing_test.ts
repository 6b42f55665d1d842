import assert from "node:assert/strict";
import type { DataType } from "../../graph/data_type.ts";
import { counting, graphCase } from "../_testing.ts";
import { sampleText } from "./_testing.ts";
import { specTable } from "./committed.ts";
import { extract } from "./extract.ts";
import { missingRequired, usedOf } from "./missing.ts";
import { required } from "./resolve.ts";

const { operators, ...rest } = await extract(sampleText);
const table = { ...rest, operators: { shrink: operators.shrink } };
const limit = (dataTypes: readonly string[], min: number, max?: number) => ({
  dataTypes,
  rankRange: { min, max },
});
const enough = {
  input: limit(["float16", "float32", "int4"], 0, 8),
  bias: limit(["float32"], 2, 2),
  output0: limit(["int8"], 0),
  output1: limit(["float32"], 1, 5),
};

Deno.test("missingRequired() finds nothing where limits hold what is required, or more", () => {
  assert.deepEqual(missingRequired({ shrink: enough, input: limit([], 0, 0) }, table), []);
  const all = Object.entries(specTable.operators).map(([name, operator]) => [
    name,
    Object.fromEntries(
      Object.keys(operator.limits).map((row) => {
        const { dataTypes, rank } = required(operator, row)!;
        return [row, limit(dataTypes, ...rank)];
      }),
    ),
  ]);
  assert.deepEqual(missingRequired(Object.fromEntries(all), specTable), []);
});

Deno.test("missingRequired() names what is lacking of data types and of ranks on either side", () => {
  const limits = { ...enough, input: limit(["float32"], 2, 3), output0: limit(["uint8"], 0, 4) };
  assert.deepEqual(missingRequired({ shrink: limits }, table), [
    { operator: "shrink", operand: "input", what: ["float16", "rank 1", "rank 4", "rank 5"] },
    { operator: "shrink", operand: "output0", what: ["int8", "rank 5"] },
  ]);
});

Deno.test("missingRequired() names an operator, or an operand, that the limits do not know", () => {
  assert.deepEqual(missingRequired({}, table), [{ operator: "shrink", what: ["the operator"] }]);
  const { bias: _, ...without } = enough;
  assert.deepEqual(missingRequired({ shrink: without }, table), [
    { operator: "shrink", operand: "bias", what: ["float32", "rank 2"] },
  ]);
});

Deno.test("missingRequired() asks for nothing that the text does not require", () => {
  assert.deepEqual(missingRequired({ halve: {} }, { ...rest, operators: { halve: operators.halve } }), []);
});

Deno.test("usedOf() names what a graph uses of what is missing, where all that it uses is required", () => {
  const nodes = [{
    operator: "split",
    operands: { input: "x" },
    options: { splits: 2 },
    outputs: ["a", "b"],
  }];
  const usedIn = (dataType: DataType, operand: string | undefined, ...what: string[]) => {
    const { graph } = graphCase(new Map([["x", counting([2, 3], dataType)]]), nodes, ["a"]);
    return usedOf([{ operator: "split", operand, what }], graph, specTable);
  };
  assert.equal(usedIn("float32", "input", "float16", "float32"), "float32 of split's input");
  assert.equal(usedIn("float32", "outputs", "rank 2"), "rank 2 of split's outputs");
  assert.equal(usedIn("float32", undefined, "the operator"), "the operator split");
  assert.equal(usedIn("float32", "input", "rank 0", "float16"), undefined);
  assert.equal(usedIn("uint8", "input", "rank 2"), undefined, "uint8 is allowed, but not required");
});
