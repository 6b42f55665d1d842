import assert from "node:assert/strict";
import type { Answer } from "../graph/answer.ts";
import type { Case, Inputs } from "../graph/case.ts";
import { contentHash } from "../graph/id.ts";
import { elementCount } from "../graph/tensor.ts";
import { mutants } from "../judge/mutants/mutants.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { softwareOutputs } from "../judge/software/run.ts";
import { draw } from "../generators/mod.ts";
import { judged, Prepared, type Target } from "./execute.ts";
import { type Failing, failsAlike, type Search, shrink } from "./shrink_search.ts";

const [arithmetic] = arithmetics.ieee;

/** A backend that has one bug; it counts what it is asked. */
function wrongBackend(operator: string, name: string) {
  const mutant = mutants.find((each) => each.operator === operator && each.name === name)!;
  const backend = {
    asked: 0,
    answer(testCase: Case): Answer {
      backend.asked++;
      const outputs = (inputs: Inputs) =>
        softwareOutputs(testCase, inputs, arithmetic, mutant) ??
          softwareOutputs(testCase, inputs, arithmetic)!;
      const [a, b] = [outputs(testCase.inputs), outputs(testCase.secondInputs)];
      return { id: testCase.id, kind: "outputs", dispatches: [a, b, a] };
    },
    ask(cases: readonly Case[]) {
      return Promise.resolve(new Map(cases.map((each) => [each.id, backend.answer(each)])));
    },
  };
  return backend;
}

const target: Target = {
  backend: {
    name: "wrong",
    profile: "ieee",
    probe: () => Promise.resolve({ ready: true, version: "1", device: "" }),
    limits: () => Promise.resolve({}),
    async *run() {},
    close: () => Promise.resolve(),
  },
  profile: "ieee",
};

function failing(testCase: Case, backend: ReturnType<typeof wrongBackend>): Failing {
  const prepared = new Prepared(testCase);
  const answer = backend.answer(testCase);
  const line = judged(prepared, answer, target);
  return { prepared, answer, line };
}

function searchOf(
  testCase: Case,
  backend: ReturnType<typeof wrongBackend>,
  more: Partial<Search> = {},
): Search {
  const start = failing(testCase, backend);
  assert.equal(start.line.verdict, "fail", "the case does not fail to begin with");
  backend.asked = 0;
  return { start, target, runs: 300, ask: backend.ask, ...more };
}

/** A float32 case of an operator's group that the bug changes. */
function firstFailing(filter: string, backend: ReturnType<typeof wrongBackend>): Case {
  for (const drawn of draw({ filters: [filter], seed: "shrink" })) {
    const testCase = drawn.build();
    if (failing(testCase, backend).line.verdict === "fail") return testCase;
  }
  throw new Error(`no case of ${filter} fails`);
}

function elementsOf({ graph }: Case): number {
  return [...graph.operands.values()].reduce(
    (sum, operand) =>
      sum +
      (operand.kind === "input"
        ? elementCount(operand.shape)
        : operand.kind === "scalarConstant"
        ? 1
        : operand.tensor.data.length),
    0,
  );
}

Deno.test("shrink() brings a convolution with exchanged paddings down to a few elements", async () => {
  const backend = wrongBackend("conv2d", "padding-ends-swapped");
  const testCase = firstFailing("conv2d/asymmetric-padding/float32/**", backend);
  const { smallest, runs, isCutOff } = await shrink(searchOf(testCase, backend));
  const { testCase: smaller } = smallest.prepared;
  assert.equal(smallest.line.verdict, "fail");
  assert.equal(smallest.line.cause, "value");
  assert.equal(isCutOff, false);
  assert.ok(runs <= 300 && runs === backend.asked);
  assert.ok(
    elementsOf(testCase) > 30 && elementsOf(smaller) <= 4,
    `${elementsOf(smaller)} elements are left`,
  );
  const [{ options, operands }] = smaller.graph.nodes;
  assert.deepEqual(Object.keys(options), ["padding"]);
  const padding = options.padding as number[];
  assert.equal(padding.reduce((sum, each) => sum + each, 0), 1, "more is padded than the bug needs");
  assert.equal(operands.bias, undefined);
  assert.equal(smaller.secondInputs, smaller.inputs);
  const values = [...smaller.inputs.values()].flatMap(({ data }) => Array.from<number | bigint>(data));
  assert.ok(values.every((x) => x === 0 || x === 1), `${values}`);
});

Deno.test("shrink() gives the same case twice", async () => {
  const [one, other] = await Promise.all([1, 2].map(async () => {
    const backend = wrongBackend("maxPool2d", "padding-ends-swapped");
    const testCase = firstFailing("maxPool2d/asymmetric-padding/float32/**", backend);
    const steps: string[] = [];
    const { smallest } = await shrink(
      searchOf(testCase, backend, { onSmaller: (_smaller, what) => steps.push(what) }),
    );
    return { content: contentHash(smallest.prepared.testCase), steps };
  }));
  assert.ok(one.steps.length > 3);
  assert.deepEqual(one, other);
});

Deno.test("shrink() asks no more often than it may, and what it has by then still fails", async () => {
  const backend = wrongBackend("conv2d", "padding-ends-swapped");
  const testCase = firstFailing("conv2d/asymmetric-padding/float32/**", backend);
  const { smallest, runs, isCutOff } = await shrink(searchOf(testCase, backend, { runs: 5 }));
  assert.equal(isCutOff, true);
  assert.equal(runs, 5);
  assert.equal(backend.asked, 5);
  assert.equal(failing(smallest.prepared.testCase, backend).line.verdict, "fail");
});

Deno.test("shrink() cuts the node that is wrong out of a graph", async () => {
  const backend = wrongBackend("conv2d", "padding-ends-swapped");
  const single = firstFailing("conv2d/asymmetric-padding/float32/**", backend);
  const [node] = single.graph.nodes;
  const nodes = [
    { operator: "abs", operands: { input: node.operands.input }, options: {}, outputs: ["positive"] },
    { ...node, operands: { ...node.operands, input: "positive" }, outputs: ["sum"] },
    { operator: "neg", operands: { input: "sum" }, options: {}, outputs: ["end"] },
  ];
  const testCase = { ...single, graph: { ...single.graph, nodes, outputs: ["end"] } };
  const { smallest } = await shrink(searchOf(testCase, backend));
  const { graph } = smallest.prepared.testCase;
  assert.deepEqual(graph.nodes.map(({ operator }) => operator), ["conv2d"]);
  assert.deepEqual(graph.outputs, ["sum"]);
});

Deno.test("shrink() stops when it is interrupted and keeps the smallest case so far", async () => {
  const backend = wrongBackend("conv2d", "padding-ends-swapped");
  const testCase = firstFailing("conv2d/asymmetric-padding/float32/**", backend);
  const controller = new AbortController();
  const { smallest, isCutOff } = await shrink(searchOf(testCase, backend, {
    signal: controller.signal,
    onSmaller: () => controller.abort(),
  }));
  assert.equal(isCutOff, true);
  assert.notEqual(smallest.prepared.testCase, testCase);
});

Deno.test("failsAlike() asks for the same verdict and cause, and of errors for the same words", () => {
  const backend = wrongBackend("conv2d", "padding-ends-swapped");
  const { line } = failing(firstFailing("conv2d/asymmetric-padding/float32/**", backend), backend);
  assert.ok(failsAlike(line, { ...line, message: "another element" }));
  assert.ok(!failsAlike(line, { ...line, cause: "nan" }));
  assert.ok(!failsAlike(line, { ...line, verdict: "crash", cause: undefined }));
  const error = (message: string) => ({ ...line, verdict: "error" as const, cause: undefined, message });
  assert.ok(
    failsAlike(
      error('node "/Conv/3" of 17 failed: no kernel'),
      error('node "/Conv/0" of 1 failed: no kernel'),
    ),
  );
  assert.ok(!failsAlike(error("no kernel for Conv"), error("out of memory")));
});
