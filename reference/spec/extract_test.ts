import assert from "node:assert/strict";
import { InputError } from "../../graph/input_error.ts";
import { questions } from "../questions.ts";
import { sampleText } from "./_testing.ts";
import { specTable } from "./committed.ts";
import { extract } from "./extract.ts";
import { tableText } from "./table_text.ts";

Deno.test("extract() puts IDL, sections and limits together", async () => {
  const { edition, enums, operators } = await extract(sampleText, "2026-11-22");
  assert.deepEqual(Object.keys(operators), ["shrink", "halve"]);
  assert.deepEqual([operators.shrink.section, operators.halve.section], ["api-shrink", "api-shrink-halve"]);
  assert.deepEqual(Object.keys(operators.shrink.arguments), ["input", "splits", "count"]);
  assert.deepEqual(operators.halve.options, { label: { type: "USVString", default: "" } });
  assert.deepEqual(Object.keys(operators.shrink.limits), ["input", "bias", "output0", "output1"]);
  assert.deepEqual(enums, { MLOperandDataType: ["float32", "float16", "int8"] });
  assert.deepEqual([edition.status, edition.date], ["w3c/ED", "2026-11-22"]);
});

Deno.test("extract() takes the text's own date before one that is given", async () => {
  const { edition } = await extract(sampleText.replace("Status", "Date: 2027-01-02\nStatus"), "2026-11-22");
  assert.equal(edition.date, "2027-01-02");
});

Deno.test("extract() refuses what is no spec text, and operators without one table of limits", async () => {
  const refusal = (text: string, message: RegExp) =>
    assert.rejects(extract(text), (error) => error instanceof InputError && message.test(error.message));
  await refusal("# A readme #", /no method of MLGraphBuilder/);
  await refusal(sampleText.replace("MLGraphBuilder/halve(inputs", "MLGraphBuilder/x("), /halve has no table/);
  await refusal(sampleText.replace("MLGraphBuilder/other(", "MLGraphBuilder/shrink("), /two tables/);
  await refusal(sampleText.replace("MLOperand halve(", "MLOperand shrink("), /shrink twice/);
});

Deno.test("tableText() is JSON of the table, one argument, option or row of limits a line", async () => {
  const table = await extract(sampleText);
  const text = tableText(table);
  assert.deepEqual(JSON.parse(text), table);
  assert.ok(text.includes(`\n        "bias": { "type": "MLOperand" },\n`));
});

Deno.test("operators.json is written as spec:extract writes it", () => {
  assert.equal(Deno.readTextFileSync(new URL("operators.json", import.meta.url)), tableText(specTable));
});

Deno.test("operators.json has a normal form for every entry, and limits for every operand and output", () => {
  assert.equal(Object.keys(specTable.operators).length, 95);
  for (
    const [name, { arguments: positional, options, returns, limits }] of Object.entries(specTable.operators)
  ) {
    const operands = [...Object.entries(positional), ...Object.entries(options)]
      .filter(([, { type }]) => /\bMLOperand\b/.test(type)).map(([operand]) => operand);
    const rows = Object.keys(limits);
    assert.deepEqual(rows.slice(0, operands.length).sort(), operands.sort(), name);
    const outputs = rows.slice(operands.length).join();
    assert.match(outputs, returns === "MLOperand" ? /^output$/ : /^(outputs|output0(,output\d)+)$/, name);
    for (const row of Object.values(limits)) {
      for (const entry of [row.allowedDataTypes, row.allowedRanks]) {
        if (typeof entry === "string") {
          assert.ok(entry === "any" || rows.includes(entry.replace(/^same as /, "")), entry);
        }
      }
      assert.ok(typeof row.requiredDataTypes === "object" && typeof row.requiredRanks === "object", name);
    }
  }
});

/** Arguments that are converted modulo 2^32, as no other whole number is, and the open question about each. */
const withoutEnforceRange = { "cumulativeSum axis": "Q36", "tile repetitions": "Q20" };

Deno.test("operators.json has EnforceRange on every whole number, apart from two", () => {
  const found = Object.entries(specTable.operators).flatMap(([name, { arguments: positional, options }]) =>
    [...Object.entries(positional), ...Object.entries(options)]
      .filter(([, { type, enforceRange }]) => /\blong\b/.test(type) && !enforceRange)
      .map(([argument]) => `${name} ${argument}`)
  );
  assert.deepEqual(found, Object.keys(withoutEnforceRange));
  for (const id of Object.values(withoutEnforceRange)) assert.ok(questions.has(id), id);
});
