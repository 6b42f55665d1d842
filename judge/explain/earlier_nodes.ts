/**
 * What the earlier nodes of a graph feed into the element that is explained.
 *
 * @module
 */

import type { Inputs } from "../../graph/case.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Profile } from "../../graph/profile.ts";
import { indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { run, validate } from "../../reference/interpreter.ts";
import { store } from "../../reference/store.ts";
import type { ExplainedElement } from "./explain.ts";
import { influencesOn } from "./influence.ts";
import { type LastNode, lastNode } from "./node.ts";

/** An output element of an earlier node. */
export interface EarlierNode {
  readonly operator: string;
  readonly output: string;
  readonly index: readonly number[];
  readonly value: number | bigint;
  /** How far an admissible implementation may be off there; 0 where it is exact. */
  readonly radius: number;
  /** Elements of the same output that feed what is behind it, this one included. */
  readonly count: number;
}

/** Nodes that are looked at: each costs a search. */
const mostNodes = 12;

interface Fed {
  readonly name: string;
  readonly positions: readonly number[];
}

/**
 * One element of each earlier node that feeds the explained one, through the first such element of the node behind it.
 *
 * @param made What the explained element is made of.
 */
export function earlierNodes(
  graph: Graph,
  inputs: Inputs,
  last: LastNode,
  made: Pick<ExplainedElement, "sum" | "operands">,
  profile: Profile,
): EarlierNode[] {
  const descriptors = validate(graph);
  const waiting = feeding(last, made);
  const found = new Map<string, Fed>();
  while (waiting.length > 0 && found.size < mostNodes) {
    const fed = waiting.shift()!;
    if (graph.operands.has(fed.name) || found.has(fed.name)) continue;
    found.set(fed.name, fed);
    const before = lastNode(graph, inputs, fed.name, profile);
    if (before.isFirst) continue;
    const { operands } = influencesOn(before, fed.positions[0]);
    waiting.push(
      ...operands.filter(({ positions }) => positions.length > 0)
        .map(({ argument, at, positions }) => ({ name: operandOf(before, argument, at), positions })),
    );
  }
  return graph.nodes.flatMap(({ operator, outputs }) =>
    outputs.flatMap((output) => {
      const fed = found.get(output);
      if (!fed) return [];
      // alone: asked for together, one would no longer be folded into the next
      const { result } = run({ ...graph, outputs: [output] }, inputs, profile, descriptors).get(output)!;
      const descriptor = descriptors.get(output)!, [at] = fed.positions;
      const { v, e } = store(result, descriptor, profile);
      const index = indexAt(at, descriptor.shape);
      return [{ operator, output, index, value: v[at], radius: e?.[at] ?? 0, count: fed.positions.length }];
    })
  );
}

function operandOf({ node }: LastNode, argument: string, at?: number): string {
  const given = node.operands[argument];
  return typeof given === "string" ? given : given[at ?? 0];
}

/** The operands of the last node, and the positions of their elements. */
function feeding(last: LastNode, { sum, operands = [] }: Pick<ExplainedElement, "sum" | "operands">): Fed[] {
  const positions = new Map<string, Set<number>>();
  const add = (argument: string, shape: readonly number[], index: readonly number[]) => {
    const strides = rowMajorStrides(shape);
    const all = positions.get(argument) ?? new Set();
    positions.set(argument, all.add(index.reduce((at, each, axis) => at + each * strides[axis], 0)));
  };
  for (const { argument, shape, elements } of operands) {
    for (const { index } of elements) add(argument, shape, index);
  }
  for (const { factors } of sum?.terms ?? []) {
    for (const { argument, index } of factors) {
      const ball = last.operands[argument];
      if (index && ball && "shape" in ball) add(argument, ball.shape, index);
    }
  }
  return [...positions].map(([argument, all]) => {
    const [, name, at] = /^([^[]*)(?:\[(\d+)\])?$/.exec(argument)!;
    return { name: operandOf(last, name, at === undefined ? undefined : Number(at)), positions: [...all] };
  });
}
