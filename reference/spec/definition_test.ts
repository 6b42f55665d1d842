import assert from "node:assert/strict";
import { specDataTypes } from "../../graph/data_type.ts";
import { InputError } from "../../graph/input_error.ts";
import type { Operator } from "../operator.ts";
import { sampleText } from "./_testing.ts";
import { declared, declaredBy } from "./definition.ts";
import { extract } from "./extract.ts";

const table = await extract(sampleText);

Deno.test("declared() tells operands from other arguments and options, and resolves enums", () => {
  assert.deepEqual(declared(table, "shrink"), {
    section: "api-shrink",
    arguments: ["input", "splits", "count"],
    operands: {
      input: { dataTypes: specDataTypes, rank: [1, Infinity] },
      bias: { dataTypes: specDataTypes, rank: [0, 2], optional: true },
    },
    options: {
      splits: { type: "unsigned long or sequence<unsigned long>", required: true },
      count: { type: "unsigned long", required: true },
      axis: { type: "unsigned long", default: 1 },
      sizes: { type: "sequence<unsigned long>" },
      keep: { type: "boolean", default: false },
      epsilon: { type: "double", default: 1e-5 },
      outputDataType: { type: { enum: ["float32", "float16", "int8"] }, default: "int8" },
    },
  });
});

Deno.test("declared() reads lists of operands and of enum values", async () => {
  const text = sampleText.replace("depends on the steps", "[=/any data type|any=]")
    .replace("boolean keep = false", "sequence<MLOperandDataType> keep");
  const { operands } = declared(await extract(text), "halve");
  assert.deepEqual(operands, { inputs: { dataTypes: specDataTypes, rank: [4, 4], sequence: true } });
  const { keep } = declared(await extract(text), "shrink").options;
  assert.deepEqual(keep, { type: { sequenceOf: ["float32", "float16", "int8"] } });
});

Deno.test("declared() refuses operators and types that it does not know", async () => {
  assert.throws(() => declared(table, "grow"), /no operator grow/);
  const text = sampleText.replace("boolean keep", "ArrayBuffer keep");
  const other = await extract(text);
  assert.throws(() => declared(other, "shrink"), InputError);
});

Deno.test("declaredBy() puts data types in the order of MLOperandDataType, and keeps what the table can say", () => {
  const rule = { dataTypes: ["int8", "float32"], rank: [0, 4], optional: true } as const;
  const declaration = {
    section: "s",
    arguments: ["b"],
    operands: { b: rule },
    options: { axis: { type: "long" } },
  };
  const ordered = { ...declaration, operands: { b: { ...rule, dataTypes: ["float32", "int8"] } } };
  assert.deepEqual(declaredBy(declaration as unknown as Operator), ordered);
});
