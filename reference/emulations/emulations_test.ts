/**
 * The spec's decompositions as an oracle: every drawn case of an operator that the spec emulates with others is
 * interpreted both ways. Each way's answer must be within the other's radii, and so must what a backend gives that
 * computes the decomposition operator by operator, rounding each result to float32 (tolerance.md, principle 2). Cases in
 * which a decomposition overflows are left out: that is not admissible where the result is finite.
 */

import assert from "node:assert/strict";
import { draw } from "../../generators/mod.ts";
import type { Case, Inputs } from "../../graph/case.ts";
import { type ExpectedOutput, type ExpectedOutputs, Flag } from "../../graph/expectation.ts";
import type { Graph } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { graphCase } from "../_testing.ts";
import { expectationOf } from "../expect.ts";
import { operators } from "../operators.ts";
import { elementwise } from "./elementwise.ts";
import { movement } from "./movement.ts";
import { products } from "./products.ts";
import { emulate } from "./recorder.ts";
import { recurrent } from "./recurrent.ts";

const emulations = { ...elementwise, ...movement, ...products, ...recurrent };

/** Cases of one operator at most. */
const most = 60;

/** Positions that both ways promise something of, and whose value is finite. */
function judged(direct: ExpectedOutput, emulated: ExpectedOutput): number[] {
  const open = Flag.skip | Flag.any | Flag.orNaN;
  const asked = new Set(
    [direct, emulated].flatMap(({ alternatives }) =>
      alternatives?.flatMap(({ positions }) => [...positions]) ?? []
    ),
  );
  return Array.from({ length: direct.value.length }, (_, i) => i).filter((i) =>
    !asked.has(i) &&
    [direct, emulated].every(({ value, flags }) =>
      Number.isFinite(Number(value[i])) && ((flags?.[i] ?? 0) & open) === 0
    )
  );
}

function within({ lo, hi }: ExpectedOutput, value: number | bigint, i: number): boolean {
  return Number(lo[i]) <= Number(value) && Number(value) <= Number(hi[i]);
}

/** The outputs of a graph computed a node at a time, each result rounded once to its data type. */
function stepped(graph: Graph, inputs: Inputs): ReadonlyMap<string, Tensor> {
  const values = new Map<string, Tensor>(inputs);
  for (const node of graph.nodes) {
    const names = [...new Set(Object.values(node.operands).flat())];
    const leaves = names.map((name) => [name, graph.operands.get(name)] as const);
    const given = new Map(names.filter((name) => values.has(name)).map((name) => [name, values.get(name)!]));
    const single = graphCase(given, [node], [...node.outputs]);
    const operands = new Map(single.graph.operands);
    for (const [name, operand] of leaves) {
      if (operand && operand.kind !== "input") operands.set(name, operand);
    }
    const step: Case = { ...single, graph: { ...single.graph, operands } };
    for (const [name, { dataType, shape, value }] of expectationOf(step, profiles.ieee).outputs) {
      values.set(name, { dataType, shape, data: value });
    }
  }
  return values;
}

function isFinite({ data }: Tensor): boolean {
  return Array.from(data as Iterable<number | bigint>, Number).every(Number.isFinite);
}

for (const [operator, emulation] of Object.entries(emulations)) {
  if (!operators.has(operator)) continue;
  Deno.test(`${operator} and its emulation by other operators agree within radii`, () => {
    const cases = [...draw({ filters: [`${operator}/**`], seed: "emulation" })];
    let compared = 0, steps = 0;
    for (let n = 0; n < cases.length; n += Math.ceil(cases.length / most)) {
      const testCase = cases[n].build();
      const graph = emulate(testCase.graph, emulation);
      const values = graph && stepped(graph, testCase.inputs);
      if (!graph || ![...values!.values()].every(isFinite)) continue;
      const direct = expectationOf(testCase, profiles.ieee).outputs;
      const emulated = expectationOf({ ...testCase, graph }, profiles.ieee).outputs;
      compared += compare(testCase.id, direct, emulated);
      if (hasNoFloat16(graph, testCase.inputs)) steps += compareSteps(testCase.id, values!, direct);
    }
    assert.ok(compared > 200, `${compared} elements`);
    if (!movement[operator]) assert.ok(steps > 50, `${steps} elements`);
  });
}

function hasNoFloat16(graph: Graph, inputs: Inputs): boolean {
  const constants = [...graph.operands.values()].flatMap((operand) =>
    "tensor" in operand ? [operand.tensor] : []
  );
  return [...inputs.values(), ...constants].every(({ dataType }) => dataType !== "float16");
}

function compare(id: string, direct: ExpectedOutputs, emulated: ExpectedOutputs): number {
  let compared = 0;
  for (const [name, one] of direct) {
    const other = emulated.get(name)!;
    assert.deepEqual([one.dataType, one.shape], [other.dataType, other.shape], id);
    for (const i of judged(one, other)) {
      compared++;
      const said = () => `${id}, ${name}[${i}]: ${show(one, i)} directly, ${show(other, i)} emulated`;
      assert.ok(within(other, one.value[i], i), said());
      assert.ok(within(one, other.value[i], i), said());
    }
  }
  return compared;
}

function show({ value, lo, hi }: ExpectedOutput, i: number): string {
  return `${value[i]} in [${lo[i]}, ${hi[i]}]`;
}

function compareSteps(id: string, values: ReadonlyMap<string, Tensor>, direct: ExpectedOutputs): number {
  let compared = 0;
  for (const [name, output] of direct) {
    const { data } = values.get(name)!;
    for (const i of judged(output, output)) {
      compared++;
      const said = () => `${id}, ${name}[${i}]: ${show(output, i)}, stepwise ${data[i]}`;
      assert.ok(within(output, data[i], i), said());
    }
  }
  return compared;
}
