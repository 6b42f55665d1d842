import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import { createElements } from "../graph/data_type.ts";
import { writeCases } from "../graph/json_write.ts";
import { profiles } from "../graph/profile.ts";
import { diagnose, diagnosisSentence } from "../judge/diagnose.ts";
import { judge } from "../judge/judge.ts";
import { mutants } from "../judge/mutants/mutants.ts";
import { softwareAnswer } from "../judge/software/answer.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { expectationOf } from "../reference/expect.ts";
import { operators } from "../reference/operators.ts";
import { sizeOf } from "./score_cases.ts";
import { assertRefused, conform, inFolder } from "./_testing.ts";

const sample = ["softmax", "reduceMean", "layerNormalization", "argMax", "cumulativeSum"];
const casesOf = (operator: string) =>
  [...draw({ filters: [`${operator}/**`], count: 2, seed: "webnn-cts" })]
    .filter((drawn) => sizeOf(drawn) < 300).map(({ build }) => build());

for (const operator of sample) {
  Deno.test(`a wrong answer of ${operator} is diagnosed as the bug that it comes from, in another arithmetic`, () => {
    let asked = 0, diagnosed = 0;
    for (const testCase of casesOf(operator)) {
      const expectation = expectationOf(testCase, profiles.ieee);
      for (const mutant of mutants.filter((each) => each.operator === operator)) {
        const answer = softwareAnswer(testCase, arithmetics.ieee[3], mutant);
        const { verdict, worst } = answer ? judge(answer, expectation) : {};
        if (!answer || verdict !== "fail" || !(worst && worst.ratio > 100)) continue;
        const diagnosis = diagnose(testCase, answer, expectation);
        assert.deepEqual(diagnose(testCase, answer, expectation), diagnosis);
        asked++;
        const { fitting: [first], fitting } = diagnosis;
        // Where several bugs give the same answer, any of them is right.
        const isSame = first?.agreeing === first?.elements;
        if (fitting.some(({ name }) => name === mutant.name) || (first && isSame)) diagnosed++;
      }
    }
    assert.ok(asked >= 10 && diagnosed >= 0.9 * asked, `${diagnosed} of ${asked} diagnosed`);
  });
}

Deno.test("an answer that nothing known gives is called that", () => {
  for (const testCase of casesOf("softmax")) {
    const expectation = expectationOf(testCase, profiles.ieee);
    const right = softwareAnswer(testCase, arithmetics.ieee[0])!;
    const [first, second, third] = right.dispatches.map((outputs) =>
      new Map([...outputs].map(([name, tensor]) => {
        const data = createElements(tensor.dataType, tensor.data.length);
        tensor.data.forEach((_, i) => data[i] = 2 + ((i * 7919) % 101) / 103);
        return [name, { ...tensor, data }];
      }))
    );
    const diagnosis = diagnose(testCase, { ...right, dispatches: [first, second, third] }, expectation);
    assert.deepEqual(diagnosis.fitting, []);
    assert.equal(diagnosisSentence(diagnosis), undefined);
    assert.ok(diagnosis.tried > 0);
  }
});

Deno.test(
  "replay shows the diagnosis beside the failure, and conform diagnose gives it again",
  inFolder(async (folder) => {
    const mutant = mutants.find(({ operator, name }) =>
      operator === "conv2d" && name === "padding-ends-swapped"
    )!;
    const [testCase, expected] = [
      ...draw({ filters: ["conv2d/asymmetric-padding/float32/**"], seed: "webnn-cts" }),
    ].flatMap(({ build }) => {
      const each = build(), answer = softwareAnswer(each, arithmetics.ieee[1], mutant);
      return answer ? [[each, answer.dispatches[0]] as const] : [];
    })[0];
    const path = `${folder}/case.json`, sentence = `as if ${mutant.sentence}`;
    await Deno.writeTextFile(path, writeCases([{ case: testCase, expected }], operators));
    const results = `${folder}/r.jsonl`;
    const asked = [path, "--backend", "reference"];
    const replayed = await conform("replay", ...asked, "--results", results, "--report", folder);
    assert.equal(replayed.code, 1);
    assert.ok(replayed.out.includes(`    ${sentence}`), replayed.out);
    for (const file of [results, `${folder}/junit.xml`]) {
      assert.ok((await Deno.readTextFile(file)).includes(sentence), file);
    }
    const told = await conform("diagnose", ...asked);
    assert.equal(told.code, 1, told.err);
    assert.match(
      told.out,
      /; (\d+) of \1 elements agree, (\d+) of \2 that it changes \(padding-ends-swapped\)/,
    );
    const json = JSON.parse((await conform("diagnose", ...asked, "--json")).out);
    assert.equal(json.answers[0].diagnosis.fitting[0].sentence, mutant.sentence);
  }),
);

Deno.test("conform diagnose says that a case passes, and refuses what has no answer", async () => {
  const [{ id }] = draw({ filters: ["relu/tensors/**"], seed: "" });
  const { code, out } = await conform("diagnose", id, "--backend", "ort-cpu");
  assert.equal(code, 0);
  assert.match(out, /on ort-cpu: passes; there is nothing to diagnose/);
  assertRefused(await conform("diagnose", `${id.slice(0, -1)}x`), "There is no case", id);
  assertRefused(
    await conform("diagnose", "relu/invalid-can-build/float32/builder-fd232ba5"),
    "must be refused",
  );
  assertRefused(await conform("diagnose"), "needs a case");
});

Deno.test("conform diagnose says why the reference is no backend for a drawn case", async () => {
  const outcome = await conform("diagnose", "sigmoid/scalars/float32/r0-44796613", "--backend", "reference");
  assertRefused(outcome, "expected values", "case files", "ort-cpu");
});
