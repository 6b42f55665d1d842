/**
 * What is undecided before an operator is undecided after it: an element that keeps no mark of an operand does not change
 * when all elements of the operand do.
 */

import assert from "node:assert/strict";
import { isFloat } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Graph } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { draw } from "../generators/mod.ts";
import { type Ball, Undecided } from "../reference/ball.ts";
import type { Result } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";

const casesOfEach = 3, mostElements = 5000;

type Tensors = ReadonlyMap<string, Tensor>;

function ballOf(name: string, graph: Graph, inputs: Tensors): Ball | undefined {
  const operand = graph.operands.get(name)!;
  if (operand.kind === "scalarConstant") return undefined;
  const { dataType, shape, data } = operand.kind === "input" ? inputs.get(name)! : operand.tensor;
  return { dataType, shape, v: isFloat(dataType) ? Float64Array.from(data as Float32Array) : data };
}

function marked(ball: Ball): Ball {
  return { ...ball, undecided: new Uint8Array(ball.v.length).fill(Undecided.value) };
}

/** Other values, all of them in the range of what they are: those of an integer tensor are the same from the end. */
function changed(ball: Ball): Ball {
  const reversed = ball.v.slice().reverse();
  if (reversed instanceof Float64Array) return { ...ball, v: reversed.map((x) => x + 1) };
  return { ...ball, v: reversed };
}

/** Elements without a mark, that are not admitted to be what they are after a change. */
function lostMarks({ v, e, undecided, flags, alternatives = [] }: Result, other: Result): number {
  let count = 0;
  for (let i = 0; i < v.length; i++) {
    if (undecided?.[i] || (flags?.[i] ?? 0) & (Flag.any | Flag.skip)) continue;
    const isAdmitted = isWithin(other.v[i], v[i], e?.[i]) || alternatives.some(({ positions, v, e }) => {
      const k = positions.indexOf(i);
      return k >= 0 && isWithin(other.v[i], v[k], e?.[k]);
    });
    if (!isAdmitted) count++;
  }
  return count;
}

function isWithin(x: number | bigint, v: number | bigint, e = 0): boolean {
  return x === v || Object.is(x, v) || Math.abs(Number(x) - Number(v)) <= e;
}

Deno.test("every operator marks what an undecided operand leaves undecided, in every data type", () => {
  const seen = new Map<string, number>(), lost = new Map<string, string>();
  for (const { build, id } of draw({ seed: "webnn-cts" })) {
    const [operator, , dataType] = id.split("/");
    const key = `${operator}/${dataType}`, times = seen.get(key) ?? 0;
    if (times >= casesOfEach || !operators.has(operator)) continue;
    const { graph, inputs } = build();
    if (graph.nodes.length !== 1) continue;
    const [node] = graph.nodes;
    const balls: Record<string, Ball | Ball[]> = {};
    for (const [argument, name] of Object.entries(node.operands)) {
      const of = (one: string) => ballOf(one, graph, inputs);
      const given = typeof name === "string" ? of(name) : name.map(of).filter((ball) => ball !== undefined);
      if (given) balls[argument] = given;
    }
    const elements = Object.values(balls).flat().reduce((sum, ball) => sum + ball.v.length, 0);
    if (elements > mostElements) continue;
    seen.set(key, times + 1);
    for (const [argument, given] of Object.entries(balls)) {
      const evaluate = (replace: (ball: Ball) => Ball): Result[] => {
        const replaced = Array.isArray(given) ? given.map(replace) : replace(given);
        return operators.get(operator)!.evaluate(
          { ...balls, [argument]: replaced },
          node.options,
          profiles.ieee,
        );
      };
      const results = evaluate(marked), others = evaluate(changed);
      const count = results.reduce((sum, result, output) => sum + lostMarks(result, others[output]), 0);
      if (count > 0) lost.set(`${operator}.${argument}`, `${count} elements of ${id}`);
    }
  }
  assert.deepEqual([...lost], []);
  assert.ok(seen.size >= 250, `${seen.size} operators and data types`);
});
