/**
 * What judging an answer costs beside the reference's evaluation, and what radii cost (tolerance.md,
 * section 2.1).
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Graph, OptionValue } from "../graph/graph.ts";
import { profileNames, profiles } from "../graph/profile.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import { judge } from "../judge/judge.ts";
import { momentsOf } from "../judge/statistics.ts";
import { expectationOf } from "../reference/expect.ts";
import { atMost, type Line, type Section } from "./line.ts";
import { inMilliseconds, noise, timeInTurn } from "./measure.ts";
import { radii } from "./radii.ts";

interface Judged {
  readonly operator: string;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** Largest share of the evaluation that judging may take. */
  readonly most: number;
}

const plane = [4, 256, 256];

const judged: readonly Judged[] = [
  {
    operator: "conv2d",
    shapes: { input: [1, 32, 56, 56], filter: [64, 32, 3, 3] },
    options: { padding: [1, 1, 1, 1] },
    most: 0.1,
  },
  { operator: "matmul", shapes: { a: [256, 256], b: [256, 256] }, most: 0.1 },
  { operator: "add", shapes: { a: plane, b: plane }, most: 1 },
  { operator: "relu", shapes: { input: plane }, most: 1 },
  { operator: "exp", shapes: { input: plane }, most: 1 },
  { operator: "gelu", shapes: { input: plane }, most: 1 },
];

function caseOf({ operator, shapes, options = {} }: Judged): Case {
  const tensors = Object.entries(shapes).map(([name, shape], i): [string, Tensor] => [
    name,
    { dataType: "float32", shape, data: noise(elementCount(shape), i + 1) },
  ]);
  const graph: Graph = {
    operands: new Map(
      tensors.map(([name, { dataType, shape }]) => [name, { kind: "input", dataType, shape }]),
    ),
    nodes: [{
      operator,
      operands: Object.fromEntries(tensors.map(([name]) => [name, name])),
      options,
      outputs: ["y"],
    }],
    outputs: ["y"],
  };
  const inputs = new Map(tensors);
  return {
    id: operator,
    graph,
    inputs,
    secondInputs: new Map(tensors),
    provenance: { source: "bench", dataKind: "uniform" },
  };
}

async function judgingOf(workload: Judged): Promise<Line> {
  const testCase = caseOf(workload);
  const expectation = expectationOf(testCase, profiles.ieee);
  const [{ dataType, shape, value }] = expectation.outputs.values();
  const outputs = new Map([["y", { dataType, shape, data: value }]]);
  const answer = { id: testCase.id, kind: "outputs", dispatches: [outputs, outputs, outputs] } as const;
  const [evaluating, judging] = await timeInTurn([
    () => expectationOf(testCase, profiles.ieee),
    () => {
      judge(answer, expectation);
      momentsOf(testCase, answer.dispatches, expectation);
    },
  ], 9);
  const share = 100 * judging.cost / evaluating.cost;
  return {
    what: `judge ${workload.operator}`,
    figure: `${share.toFixed(1)} % of evaluating: ${inMilliseconds(judging)} of ${
      inMilliseconds(evaluating)
    }`,
    target: atMost(share, 100 * workload.most, "%"),
  };
}

/** Judging under a wider profile asks for the expectation of every stricter one, to name the strictest that the answer meets. */
async function judgingAmongProfiles(workload: Judged): Promise<Line> {
  const testCase = caseOf(workload), profile = "webgpu";
  const stricter = profileNames.slice(0, profileNames.indexOf(profile));
  const expectation = expectationOf(testCase, profiles[profile]);
  const [{ dataType, shape, value }] = expectation.outputs.values();
  const outputs = new Map([["y", { dataType, shape, data: value }]]);
  const answer = { id: testCase.id, kind: "outputs", dispatches: [outputs, outputs, outputs] } as const;
  const [evaluating, judging] = await timeInTurn([
    () => expectationOf(testCase, profiles[profile]),
    () =>
      judge(answer, expectation, {
        stricter: () => stricter.map((name) => expectationOf(testCase, profiles[name])),
      }),
  ], 9);
  const share = 100 * judging.cost / evaluating.cost;
  return {
    what: `judge ${workload.operator}, profile ${profile}`,
    figure: `${share.toFixed(1)} % of evaluating: ${inMilliseconds(judging)} of ${
      inMilliseconds(evaluating)
    }, with ${stricter.join(", ")}`,
  };
}

/** Shares of the reference's own time. */
export const judging: Section = {
  title: "judging, and radii",
  async *measure() {
    for (const workload of judged) yield await judgingOf(workload);
    for (const workload of judged.slice(0, 2)) yield await judgingAmongProfiles(workload);
    yield* radii();
  },
};
