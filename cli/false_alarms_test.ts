/**
 * Correct backends are never called wrong: software kernels in several arithmetics, and backends that lose subnormals,
 * answer default cases (tolerance.md, section 9).
 */

import assert from "node:assert/strict";
import type { Outputs } from "../graph/answer.ts";
import type { Case, Inputs } from "../graph/case.ts";
import { isFloat } from "../graph/data_type.ts";
import { type ExpectedOutputs, Flag } from "../graph/expectation.ts";
import type { Graph, Operand } from "../graph/graph.ts";
import { type ProfileName, profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { draw } from "../generators/mod.ts";
import { judge } from "../judge/judge.ts";
import { softwareOutputs } from "../judge/software/run.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import type { Verdict } from "../judge/verdict.ts";
import { expectationOf } from "../reference/expect.ts";

const cases = [...draw({ seed: "webnn-cts" })].map(({ build }) => build());

function verdictOn(
  testCase: Case,
  first: Outputs,
  second: Outputs,
  profile: ProfileName,
): Verdict {
  const expectation = expectationOf(testCase, profiles[profile]);
  return judge({ id: testCase.id, kind: "outputs", dispatches: [first, second, first] }, expectation);
}

/** A case of which the profile promises nothing is no alarm; there must be few. */
function isVoid({ verdict, message }: Verdict): boolean {
  return verdict === "unsupported" && /promises nothing here: the case is void/.test(message ?? "");
}

for (const profile of ["ieee", "webgpu", "webgpu-f16"] as const) {
  Deno.test(`software kernels stay inside the bounds of profile ${profile}`, () => {
    let judged = 0, unjudged = 0;
    for (let i = 0; i < cases.length; i += 5) {
      const testCase = cases[i];
      const arithmetic = arithmetics[profile][(i / 5) % arithmetics[profile].length];
      const first = softwareOutputs(testCase, testCase.inputs, arithmetic);
      const second = first && softwareOutputs(testCase, testCase.secondInputs, arithmetic);
      if (!second) continue;
      judged++;
      const verdict = verdictOn(testCase, first, second, profile);
      if (isVoid(verdict)) unjudged++;
      else assert.equal(verdict.verdict, "pass", `${testCase.id}, ${arithmetic.name}: ${verdict.message}`);
    }
    assert.ok(judged > 400, `${judged} cases`);
    assert.ok(unjudged <= (profile === "ieee" ? 0 : judged / 50), `${unjudged} of ${judged} cases`);
  });
}

/** The tensor with subnormals as zeros, or the tensor itself where it has none. */
function flushed<T extends Tensor>(tensor: T): T {
  if (!isFloat(tensor.dataType)) return tensor;
  const below = tensor.dataType === "float32" ? 2 ** -126 : 2 ** -14;
  const data = (tensor.data as Float32Array).map((x) => Math.abs(x) < below ? 0 * x : x);
  return data.every((x, i) => x === tensor.data[i]) ? tensor : { ...tensor, data };
}

function flushedInputs(inputs: Inputs): Inputs {
  const all = [...inputs].map(([name, tensor]) => [name, flushed(tensor)] as const);
  return all.every(([name, tensor]) => tensor === inputs.get(name)) ? inputs : new Map(all);
}

function flushedGraph(graph: Graph): Graph {
  const operands = [...graph.operands].map(([name, operand]): [string, Operand] => [
    name,
    operand.kind === "constant" || operand.kind === "constantTensor"
      ? { ...operand, tensor: flushed(operand.tensor) }
      : operand,
  ]);
  return { ...graph, operands: new Map(operands) };
}

/** The reference's own values, subnormals as zeros or kept. */
function answered(outputs: ExpectedOutputs, flushes: boolean): Outputs {
  return new Map(
    [...outputs].map(([name, { dataType, shape, value }]) => {
      const tensor = { dataType, shape, data: value };
      return [name, flushes ? flushed(tensor) : tensor];
    }),
  );
}

const withSubnormals = cases.filter(({ inputs, secondInputs }) =>
  flushedInputs(inputs) !== inputs && flushedInputs(secondInputs) !== secondInputs
);

for (const profile of ["webgpu", "webgpu-f16", "reduced-tf32", "reduced-f16"] as const) {
  Deno.test(`a backend may lose subnormals under profile ${profile}, in every operator, and may keep them`, () => {
    const seen = new Set<string>();
    for (const testCase of withSubnormals) {
      const { graph, inputs, secondInputs, id } = testCase;
      const read = { ...testCase, graph: flushedGraph(graph), inputs: flushedInputs(inputs) };
      const lost = expectationOf({ ...read, secondInputs: flushedInputs(secondInputs) }, profiles.ieee);
      const kept = expectationOf(testCase, profiles.ieee);
      for (const [answer, flushes] of [[lost, true], [lost, false], [kept, true], [kept, false]] as const) {
        const [first, second] = [answer.outputs, answer.secondOutputs].map((each) => answered(each, flushes));
        const verdict = verdictOn(testCase, first, second, profile);
        if (!isVoid(verdict)) assert.equal(verdict.verdict, "pass", `${id}: ${verdict.message}`);
      }
      graph.nodes.forEach(({ operator }) => seen.add(operator));
    }
    assert.ok(seen.size >= 20, [...seen].join());
  });
}

const selecting = [
  "pad",
  "reshape",
  "transpose",
  "concat",
  "relu",
  "clamp",
  "max",
  "min",
  "where",
  "maxPool2d",
  "maxPool",
];

Deno.test("a backend that loses subnormals fails profile ieee where elements are moved or selected", () => {
  const failed = new Map<string, number>();
  for (const testCase of withSubnormals) {
    const [{ operator }, ...others] = testCase.graph.nodes;
    if (others.length > 0 || !selecting.includes(operator)) continue;
    const { outputs, secondOutputs } = expectationOf(testCase, profiles.ieee);
    const verdict = verdictOn(testCase, answered(outputs, true), answered(secondOutputs, true), "ieee");
    if (verdict.verdict === "pass") continue;
    assert.equal(verdict.cause, "value", testCase.id);
    failed.set(operator, (failed.get(operator) ?? 0) + 1);
  }
  assert.deepEqual([...failed.keys()].sort(), selecting.toSorted());
});

Deno.test("NaN and infinities are never undecided: any value passes where a profile says nothing of them", () => {
  let seen = 0;
  for (const testCase of cases) {
    if (testCase.provenance.dataKind !== "special") continue;
    seen++;
    for (const profile of Object.values(profiles)) {
      const { outputs, secondOutputs } = expectationOf(testCase, profile);
      for (const [name, { flags }] of [...outputs, ...secondOutputs]) {
        assert.ok(
          !flags?.some((mark) => mark & Flag.skip),
          `${testCase.id}, ${name}, profile ${profile.name}`,
        );
      }
    }
  }
  assert.ok(seen > 100, `${seen} cases`);
});
