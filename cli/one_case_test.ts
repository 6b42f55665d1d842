import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import { writeCases } from "../graph/json_write.ts";
import { InputError } from "../graph/input_error.ts";
import { operators } from "../reference/operators.ts";
import { readArguments } from "./command.ts";
import { replayCommand } from "./replay.ts";
import { drawnCase, oneCase, oneCaseOptions } from "./one_case.ts";
import { inFolder } from "./_testing.ts";

const given = (...args: string[]) =>
  readArguments({ ...replayCommand, name: "explain", options: oneCaseOptions }, args);

function refusal(...args: string[]): string {
  try {
    oneCase(given(...args), "explain");
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "";
}

const cases = [...draw({ filters: ["gemm/**"], seed: "webnn-cts" })];

Deno.test("a case is drawn by its id, with the data of the seed", () => {
  const { id } = cases.at(-1)!;
  const { prepared, inFile } = oneCase(given(id), "explain");
  assert.equal(inFile, undefined);
  assert.deepEqual(prepared.testCase, cases.at(-1)!.build());
  const other = oneCase(given(id, "--seed", "7"), "explain").prepared;
  assert.equal(other.testCase.id, id);
  assert.notEqual(other.content, prepared.content);
  assert.equal(oneCase(given(id), "explain", "7").prepared.content, other.content);
});

Deno.test("cases beyond the default rows and cases that must be refused are found too", () => {
  const defaults = new Set(cases.map(({ id }) => id));
  const further = [...draw({ filters: ["gemm/**"], count: 200, seed: "" })].findLast(({ id }) =>
    !defaults.has(id)
  )!;
  assert.equal(drawnCase(further.id, "").id, further.id);
  const { testCase } = oneCase(
    given("relu/invalid-can-build/float32/builder-fd232ba5"),
    "explain",
  ).prepared;
  assert.ok(testCase.invalid);
});

Deno.test("what names no case is refused with the names nearby", () => {
  const { id } = cases[0];
  const [operator, group] = id.split("/");
  assert.match(refusal(), /needs a case/);
  assert.match(refusal(id, id), /too much/);
  assert.match(refusal(id.replace(operator, "gemn")), /Did you mean gemm\? .*begin with an operator/);
  assert.match(refusal(id.replace(group, `${group}x`)), new RegExp(`Did you mean ${group}\\?`));
  assert.ok(refusal(id.slice(0, -1)).includes(`Did you mean ${id}?`));
  assert.equal(near(refusal("gemm/nope")).length, 5);
  assert.equal(near(refusal(`${operator}/${group}/nope`)).length, 5);
  assert.match(refusal("gemm/nope"), /"conform list cases --filter 'gemm\/\*\*'" lists all\.$/);
  assert.match(refusal("gemm/**"), /There is no case "gemm\/\*\*"/);
  assert.match(refusal("none.json"), /neither a file/);
});

Deno.test(
  "a case is read from a file by its name, or as the only one",
  inFolder(async (folder) => {
    const some = cases.slice(0, 2).map((drawn) => ({ case: drawn.build(), expected: new Map() }));
    const path = `${folder}/cases.json`;
    await Deno.writeTextFile(path, writeCases(some, operators));
    const { id } = some[1].case;
    const { prepared, inFile } = oneCase(given(id, "--from", path), "explain");
    assert.deepEqual(prepared.file, { file: path, name: inFile!.name });
    assert.deepEqual(prepared.testCase.graph, some[1].case.graph);
    assert.match(refusal(path), /holds 2 cases, such as gemm.*; name one/);
    assert.match(refusal("gemm/none", "--from", path), /holds no case "gemm\/none"/);
    await Deno.writeTextFile(path, writeCases(some.slice(0, 1), operators));
    assert.equal(oneCase(given(path), "explain").inFile!.case.id, some[0].case.id);
  }),
);

/** The ids that a refusal gives, each of which is a case. */
function near(text: string): string[] {
  const ids = /Near it: (.*?)\. "/.exec(text)![1].split(", ");
  for (const id of ids) assert.equal(drawnCase(id, "").id, id);
  return ids;
}

Deno.test("a pool of the statistics is refused as what it is; a case of a group of that name is found", () => {
  assert.match(
    refusal("gemm/statistics/float32/signed.n64-28c9814d"),
    /pool of the statistics .* conform explain/,
  );
  const { id } = cases.find(({ group }) => group === "statistics")!;
  assert.equal(oneCase(given(id), "explain").prepared.testCase.id, id);
});
