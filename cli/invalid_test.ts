import assert from "node:assert/strict";
import type { Answer } from "../graph/answer.ts";
import { drawInvalid } from "../generators/mod.ts";
import { execute, Prepared, type Target } from "./execute.ts";
import type { ResultLine } from "../judge/results.ts";
import { writeBundle } from "../graph/bundle.ts";
import { writeCases } from "../graph/json.ts";
import { operators } from "../reference/operators.ts";
import { readCaseFiles } from "./read_cases.ts";
import { storedAnswers } from "./stored_answers.ts";

const drawn = [
  ...drawInvalid({ filters: ["gemm", "concat/invalid-valid-tensor-count", "constant", "build"] }),
];
const cases = drawn.map(({ build }) => build());

/** A backend that answers each case as `answer` does. */
function target(name: string, answer: (id: string) => Answer, validates?: true): Target {
  return {
    profile: "ieee",
    backend: {
      name,
      profile: "ieee",
      validates,
      probe: () => Promise.resolve({ ready: true, version: "", device: "" }),
      limits: () => Promise.resolve({}),
      async *run(asked) {
        for await (const { id } of asked) yield answer(id);
      },
      close: () => Promise.resolve(),
    },
  };
}

async function linesOf(targets: readonly Target[]): Promise<ResultLine[]> {
  const lines: ResultLine[] = [];
  await execute({
    cases: () => cases.map((testCase) => new Prepared(testCase)),
    targets,
    jobs: targets.length,
    timeoutMs: 1000,
    signal: new AbortController().signal,
    isDone: () => false,
    onResult: (line) => void lines.push(line),
  });
  return lines;
}

Deno.test("execute() puts what must be refused to backends that validate, and to no others", async () => {
  const accept = (id: string): Answer => ({ id, kind: "accepted", message: "accepted" });
  const lines = await linesOf([target("validating", accept, true), target("computing", accept)]);
  assert.equal(lines.length, cases.length);
  for (const { backend, verdict } of lines) {
    assert.deepEqual([backend, verdict], ["validating", "accepted-invalid"]);
  }
});

Deno.test("execute() tells an exception of another name from the right one", async () => {
  const refuse = (id: string): Answer => ({ id, kind: "rejected", exception: "TypeError", message: "no" });
  for (const { id, verdict } of await linesOf([target("validating", refuse, true)])) {
    assert.equal(verdict, id.includes("/invalid-can-build/") ? "wrong-exception" : "pass", id);
  }
});

Deno.test("invalid cases in bundles and JSON are read again, and the reference refuses each as it should", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const paths = cases.slice(0, 9).map((testCase, index) => {
      const path = `${folder}/${index}.safetensors`;
      Deno.writeFileSync(path, writeBundle({ case: testCase }));
      return path;
    });
    const json = `${folder}/others.json`;
    Deno.writeTextFileSync(json, writeCases(cases.slice(9).map((each) => ({ case: each })), operators));
    const read = readCaseFiles([...paths, json]);
    assert.deepEqual(read.map((each) => each.case.id), cases.map(({ id }) => id));
    assert.deepEqual(read.map((each) => each.case.invalid), cases.map(({ invalid }) => invalid));
    const lines = await linesOf([storedAnswers(read, "ieee")]);
    assert.deepEqual(new Set(lines.map(({ verdict }) => verdict)), new Set(["pass"]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file whose case is refused for another reason than it says is refused", async () => {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    const [testCase] = cases;
    const invalid = { ...testCase.invalid!, step: "another-step" };
    Deno.writeFileSync(path, writeBundle({ case: { ...testCase, invalid } }));
    assert.throws(() => readCaseFiles([path]), {
      name: "InputError",
      message: /should refuse it by step another-step; the spec refuses it by/,
    });
  } finally {
    await Deno.remove(path);
  }
});
