/**
 * What judging an answer costs beside the reference's evaluation, and what radii cost inside a graph (tolerance.md,
 * section 2.1).
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Graph, Operand, OptionValue } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import { judge } from "../judge/judge.ts";
import { momentsOf } from "../judge/statistics.ts";
import { convolve } from "../reference/convolve.ts";
import { expectationOf } from "../reference/expect.ts";
import { run } from "../reference/interpreter.ts";
import { slidingTaps } from "../reference/taps.ts";
import { view } from "../reference/view.ts";
import { atMost, type Line, type Section } from "./line.ts";
import { inMilliseconds, noise, timeInTurn } from "./measure.ts";

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

const side = 56, channels = 32;

/** Two convolutions, one after the other: the second one's input has radii. */
async function radiiInGraph(): Promise<Line> {
  const filters = [1, 2].map((seed): Tensor => {
    const shape = [channels, channels, 3, 3];
    return { dataType: "float32", shape, data: noise(elementCount(shape), seed) };
  });
  const shape = [1, channels, side, side];
  const input: Tensor = { dataType: "float32", shape, data: noise(elementCount(shape), 3) };
  const conv = (from: string, filter: string, to: string) => ({
    operator: "conv2d",
    operands: { input: from, filter },
    options: { padding: [1, 1, 1, 1] },
    outputs: [to],
  });
  const graph: Graph = {
    operands: new Map<string, Operand>([
      ["x", { kind: "input", dataType: "float32", shape }],
      ["v", { kind: "constant", tensor: filters[0] }],
      ["w", { kind: "constant", tensor: filters[1] }],
    ]),
    nodes: [conv("x", "v", "h"), conv("h", "w", "y")],
    outputs: ["y"],
  };
  const [x, ...ws] = [input, ...filters].map(({ data }) => Float64Array.from(data as Float32Array));
  const taps = slidingTaps({ input: side, taps: 3, outputs: side, begin: 1, stride: 1, dilation: 1 });
  const values = () => {
    let from = x;
    for (const w of ws) {
      const to = new Float64Array(x.length);
      convolve({
        x: view(from, [1, 1, channels, side, side]),
        w: view(w, [1, channels, channels, 3, 3]),
        y: view(to, [1, 1, channels, side, side]),
        axes: [taps, taps],
      });
      from = to;
    }
  };
  const inputs = new Map([["x", input]]);
  const [own, bare] = await timeInTurn([() => run(graph, inputs, profiles.ieee), values], 9, 2000);
  const cost = own.cost / bare.cost;
  return {
    what: "conv2d after conv2d, with radii",
    figure: `${inMilliseconds(own)}; values only ${inMilliseconds(bare)}; radii cost × ${cost.toFixed(2)}`,
    target: atMost(cost, 4, "×"),
  };
}

/** Shares of the reference's own time. */
export const judging: Section = {
  title: "judging, and radii inside a graph",
  async *measure() {
    for (const workload of judged) yield await judgingOf(workload);
    yield await radiiInGraph();
  },
};
