import assert from "node:assert/strict";
import { sampleText } from "./_testing.ts";
import { difference } from "./difference.ts";
import { extract } from "./extract.ts";

const before = await extract(sampleText);
const edited = async (...edits: readonly (readonly [string, string])[]) => {
  const text = edits.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), from);
    return text.replaceAll(from, to);
  }, sampleText);
  return difference(before, await extract(text));
};

Deno.test("difference() of a text with itself, or with other prose, is empty", async () => {
  assert.deepEqual(difference(before, await extract(sampleText)), []);
  assert.deepEqual(await edited(["## Common things ##", "## Preliminaries ##"], [" // a comment", ""]), []);
});

for (
  const [what, from, to, line] of [
    [
      "a default",
      "epsilon = 1e-5",
      "epsilon = 1e-6",
      "shrink: option epsilon: double = 0.00001 → double = 0.000001",
    ],
    [
      "a default taken away",
      "axis = 1",
      "axis",
      "shrink: option axis: [EnforceRange] unsigned long = 1 → [EnforceRange] unsigned long",
    ],
    [
      "EnforceRange",
      "    unsigned long count",
      "    [EnforceRange] unsigned long count",
      "shrink: argument count: unsigned long → [EnforceRange] unsigned long",
    ],
    [
      "a new option",
      "boolean keep = false;",
      "boolean keep = false; boolean exclusive = true;",
      "shrink: option exclusive is new: boolean = true",
    ],
    ["an option that is gone", "boolean keep = false;", "", "shrink: option keep is gone"],
    ["an option of every operator", `USVString label = "";`, "", "shrink, halve: option label is gone"],
    [
      "an enum's value",
      `"float16", "int8"`,
      `"float16", "int8", "int4"`,
      "enum MLOperandDataType: float32, float16, int8 → float32, float16, int8, int4",
    ],
    ["a section", "{#api-shrink}", "{#api-shrinking}", "shrink: section: #api-shrink → #api-shrinking"],
    [
      "allowed ranks",
      "<td>0 to 2</td>",
      "<td>0 to [=/any rank|N=]</td>",
      "shrink: bias's allowed ranks: 0 to 2 → 0 to N",
    ],
    ["required ranks", "<td>2</td>", "<td>1 to 2</td>", "shrink: bias's required ranks: 2 → 1 to 2"],
    [
      "allowed data types",
      "[=/any data type|any=]",
      `{{MLOperandDataType/"float32"}}`,
      "shrink: input's allowed data types: any → float32",
    ],
  ]
) {
  Deno.test(`difference() tells ${what} in one line`, async () => {
    assert.deepEqual(await edited([from, to]), [line]);
  });
}

Deno.test("difference() tells new and lost operators", async () => {
  assert.deepEqual(await edited(["halve", "third"]), [
    "operator third is new: #api-shrink-third",
    "operator halve is gone",
  ]);
});

Deno.test("difference() tells a new order of arguments", async () => {
  const lines = await edited(["    unsigned long count, opt", "    opt"], [
    "shrink(MLOperand input,",
    "shrink(unsigned long count, MLOperand input,",
  ]);
  assert.deepEqual(lines, ["shrink: arguments: input, splits, count → count, input, splits"]);
});

Deno.test("difference() tells in one line that a text has no required columns", () => {
  const { operators, ...rest } = before;
  const limits = Object.fromEntries(
    Object.entries(operators.shrink.limits).map((
      [name, { requiredDataTypes: _, requiredRanks: __, ...row }],
    ) => [name, row]),
  );
  const after = { ...rest, operators: { ...operators, shrink: { ...operators.shrink, limits } } };
  assert.deepEqual(difference(before, after), ["required data types and ranks are gone"]);
  assert.deepEqual(difference(after, before), ["required data types and ranks are new"]);
});
