import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { ResultLine } from "../judge/results.ts";
import { wrongResults, wrongResultsText } from "./wrong_results.ts";

const [drawn] = draw({ filters: ["relu/**"], seed: "", count: 1 });
const testCase = drawn.build();
const line: ResultLine = {
  id: testCase.id,
  backend: "b",
  profile: "ieee",
  content: "",
  verdict: "fail",
  failed: 2,
  elements: 12,
  skipped: 0,
};

Deno.test("wrongResults() counts two data sets together, and the same data once, also read from a file", () => {
  const other = {
    ...testCase,
    secondInputs: new Map([...testCase.inputs].map(([name, tensor]) => {
      const data = tensor.data.slice();
      data[0] = Number(data[0]) + 1;
      return [name, { ...tensor, data }];
    })),
  };
  assert.equal(wrongResultsText(wrongResults(line, other)), "2 of 12 results in two data sets wrong");
  const same = { ...testCase, secondInputs: new Map(testCase.inputs) };
  assert.equal(wrongResultsText(wrongResults(line, same), "outside"), "1 of 6 results outside");
});
