/**
 * Shrinking ranks: all axes made one, and axes of size 1 left out.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import type { Graph, OptionValue } from "../../graph/graph.ts";
import { type Candidate, candidate, tensorOf, withTensors } from "./candidate.ts";

/**
 * An axis of size 1 left out: of every operand that has it, counted from the last as broadcasting counts them, or of one
 * operand alone. Options that name an axis follow, in a second candidate.
 */
export function* fewerAxes(testCase: Case): Generator<Candidate> {
  const { graph } = testCase;
  const shapes = new Map(
    [...graph.operands.keys()].map((name) => [name, tensorOf(testCase, name)?.shape ?? []] as const),
  );
  const most = Math.max(0, ...[...shapes.values()].map(({ length }) => length));
  for (let behind = most; behind >= 1; behind--) {
    const flat = [...shapes].filter(([, shape]) => shape.at(-behind) === 1).map(([name]) => name);
    for (const names of [flat, ...(flat.length > 1 ? flat.map((name) => [name]) : [])]) {
      if (names.length === 0) continue;
      const axis = shapes.get(names[0])!.length - behind;
      const what = `without axis ${axis} of ${names.join(", ")}`;
      for (const [how, changed] of [["", graph], [", options too", shifted(graph, axis)]] as const) {
        yield* candidate(
          what + how,
          withTensors(
            testCase,
            (tensor, name) =>
              names.includes(name)
                ? { ...tensor, shape: tensor.shape.toSpliced(tensor.shape.length - behind, 1) }
                : undefined,
            changed,
          ),
        );
      }
    }
  }
}

/** Every operand with one axis only, and the options that name axes naming that one, or left out. */
export function* oneAxis(testCase: Case): Generator<Candidate> {
  const { graph } = testCase;
  const isLong = (name: string) => (tensorOf(testCase, name)?.shape.length ?? 0) > 1;
  if (![...graph.operands.keys()].some(isLong)) return;
  const flat = (graph: Graph) =>
    withTensors(
      testCase,
      (tensor, name) => isLong(name) ? { ...tensor, shape: [tensor.data.length] } : undefined,
      graph,
    );
  const first: Readonly<Record<string, OptionValue>> = { axes: [0], axis: 0 };
  yield* candidate("one axis", flat(withOptions(graph, (name, value) => name in first ? undefined : value)));
  yield* candidate("one axis, named", flat(withOptions(graph, (name, value) => first[name] ?? value)));
}

/** @param change undefined leaves an option out. */
function withOptions(
  graph: Graph,
  change: (name: string, value: OptionValue) => OptionValue | undefined,
): Graph {
  const nodes = graph.nodes.map((node) => ({
    ...node,
    options: Object.fromEntries(
      Object.entries(node.options).flatMap(([name, value]) => {
        const changed = change(name, value);
        return changed === undefined ? [] : [[name, changed] as const];
      }),
    ),
  }));
  return { ...graph, nodes };
}

/** Options that hold one number for each axis. */
const listsOfAxes = [
  "newShape",
  "starts",
  "sizes",
  "strides",
  "repetitions",
  "beginningPadding",
  "endingPadding",
];

/** Axes behind the one that is left out counted one lower, and lists of one number an axis without its number. */
function shifted(graph: Graph, left: number): Graph {
  const lower = (axis: number) => axis > left ? axis - 1 : axis;
  const change = (name: string, value: OptionValue): OptionValue => {
    const isList = Array.isArray(value);
    if (name === "permutation" && isList) {
      return (value as number[]).filter((axis) => axis !== left).map(lower);
    }
    if (name === "axis" && typeof value === "number") return lower(value);
    if (name === "axes" && isList) return (value as number[]).map(lower);
    return listsOfAxes.includes(name) && isList ? (value as number[]).toSpliced(left, 1) : value;
  };
  return withOptions(graph, change);
}
