import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import { diagnose, diagnosisSentence } from "../judge/diagnose.ts";
import { judge } from "../judge/judge.ts";
import { mutants } from "../judge/mutants/mutants.ts";
import { type SoftwareAnswer, softwareAnswer } from "../judge/software/answer.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { expectationOf } from "../reference/expect.ts";

const cases = (filter: string) =>
  [...draw({ filters: [filter], seed: "webnn-cts" })].map(({ build }) => build());

function diagnosed(testCase: Case, answer: SoftwareAnswer) {
  return diagnose(testCase, answer, expectationOf(testCase, profiles.ieee));
}

/** Findings, the cases that show them, and the bug whose mechanism each describes. */
const findings: readonly (readonly [finding: string, filter: string, name: string])[] = [
  ["F2", "gemm/one-c/float16/*-92732761", "option-not-cast"],
  ["F2", "layerNormalization/tensors/float16/*-f01a5892", "option-not-cast"],
  ["F2", "elu/tensors/float16/*-d1ed5e09", "option-not-cast"],
  ["F3", "averagePool2d/equal-padding/float32/*-37093219", "divided-by-window"],
  ["F9", "add/broadcast/float32/*-89300a51", "float32-subnormals-are-zero"],
  ["F9", "conv2d/no-padding/float32/*-9a82ff40", "float32-subnormals-are-zero"],
  ["F11", "maxPool2d/output-sizes/float32/*-f8a13238", "forgets-before-nan"],
  ["F15", "conv2d/long-axis/float32/*-f7b25a35", "end-padding-lost-at-filter-1"],
  ["F21", "exp/tensors/float32/*-2f3a79bc", "product-in-float32"],
  ["F23", "log/tensors/float32/*-1b2454a3", "infinity-is-88"],
  ["F24", "softplus/tensors/float16/*-19ed7ca9", "infinity-is-88"],
  ["F27", "cos/tensors/float32/*-1738c5ba", "reduced-in-float32"],
  ["F29", "sigmoid/tensors/float32/*-326552b2", "tail-by-quotient"],
  ["F31", "where/special-values/float32/*-e319c412", "negative-zero-lost"],
  ["F32", "quantizeLinear/special-values/float16/*-0981186f", "infinities-through-int32"],
  ["F35", "scatterElements/duplicates/float32/*-d2d905e9", "updates-added-up"],
  ["F43", "reduceLogSumExp/tensors/float32/*-2089e36a", "infinity-is-88"],
  ["F45", "reduceMax/special-values/float16/*-5fb99660", "forgets-before-nan"],
  ["F46", "lstmCell/saturated/float32/*-5abd2385", "sigmoid-tail-by-quotient"],
  ["F52", "pow/large-powers/int64/*-efbbd2e3", "integers-through-floats"],
];

Deno.test("the mechanisms of the findings fail the cases that show them, and are named for it", () => {
  for (const [finding, filter, name] of findings) {
    const [testCase, ...others] = cases(filter);
    assert.equal(others.length, 0, filter);
    const operators = testCase.graph.nodes.map(({ operator }) => operator);
    const mutant = mutants.find((each) =>
      each.name === name && (each.habitOf ?? [each.operator]).some((one) => operators.includes(one))
    );
    assert.ok(mutant, `${finding}: ${name}`);
    const answer = softwareAnswer(testCase, arithmetics.ieee[4], mutant);
    assert.ok(answer, `${finding}: ${name} does not touch ${testCase.id}`);
    assert.equal(judge(answer, expectationOf(testCase, profiles.ieee)).verdict, "fail", testCase.id);
    const { fitting } = diagnosed(testCase, answer);
    assert.ok(
      fitting.some((each) => each.name === name),
      `${finding}: ${JSON.stringify(fitting.map((each) => each.name))}`,
    );
    for (const { agreeing, elements, telling } of fitting) assert.ok(agreeing === elements && telling > 0);
  }
});

Deno.test("one element that a bug does not give keeps it from fitting", () => {
  const [testCase] = cases("where/special-values/float32/*-e319c412");
  const mutant = mutants.find(({ name }) => name === "negative-zero-lost");
  const { dispatches: [first, second], ...answer } = softwareAnswer(testCase, arithmetics.ieee[0], mutant)!;
  const spoilt = new Map([...first].map(([output, { data, ...tensor }]) => {
    const others = (data as Float32Array).slice();
    others[others.findIndex((x) => Number.isFinite(x) && x !== 0)] += 1;
    return [output, { ...tensor, data: others }];
  }));
  const { fitting, nearest } = diagnosed(testCase, { ...answer, dispatches: [spoilt, second, spoilt] });
  assert.deepEqual(fitting, []);
  assert.equal(nearest[0].name, "negative-zero-lost");
  assert.ok(nearest.every(({ told }) => told > 0));
});

Deno.test("bugs that fit alike are said to be told apart by no element of the case", () => {
  const candidate = {
    operator: "relu",
    isKnown: false,
    ...{ elements: 9, agreeing: 9, telling: 2, told: 2, wrong: 2, explained: 2 },
  };
  const fitting = ["one", "two", "three", "four"].map((name) => ({
    ...candidate,
    name,
    sentence: `it were ${name}`,
  }));
  assert.equal(
    diagnosisSentence({ fitting }),
    "as if it were one, or as if it were two, or as if it were three, or 1 more, " +
      "which this case cannot tell apart; 9 of 9 elements agree",
  );
  assert.equal(
    diagnosisSentence({ fitting: fitting.slice(0, 1) }),
    "as if it were one; 9 of 9 elements agree",
  );
});
