/**
 * The cases that mutants and correct kernels are put to.
 *
 * @module
 */

import { descriptorOf } from "../generators/family.ts";
import { draw, type DrawnCase, families } from "../generators/mod.ts";
import { selector } from "../graph/glob.ts";
import { elementCount } from "../graph/tensor.ts";

/** Which cases: as `--filter`, `--count` and `--seed` say. */
export interface Choice {
  readonly filters: readonly string[];
  readonly count?: number;
  readonly seed: string;
}

/** The operator under which the cases are drawn whose graphs have several nodes. */
export const graphFamily = "graph";

/** Elements of the operands of a case whose data has not been drawn: what it costs to compute, roughly. */
export function sizeOf({ graph }: DrawnCase): number {
  let size = 0;
  for (const name of graph.operands.keys()) size += elementCount(descriptorOf(graph, name).shape);
  return size;
}

/** The selected cases of an operator, or of graphs. */
export function ownCases(operator: string, choice: Choice): DrawnCase[] {
  return [...drawn(operator, "**", choice, choice.count)];
}

/** The selected cases that an operator's mutants are put to: its own, then graphs that it is part of. */
export function killingCases(operator: string, choice: Choice): DrawnCase[] {
  const graphs = ownCases(graphFamily, choice).filter(({ graph }) =>
    graph.nodes.some((node) => node.operator === operator)
  );
  return [...inTurns(ownCases(operator, choice)), ...inTurns(graphs)];
}

/** The cases with few elements first, one of each group in turn. */
export function inTurns(cases: readonly DrawnCase[]): DrawnCase[] {
  const groups = [...Map.groupBy(cases, ({ group }) => group).values()];
  const sorted = groups.map((group) =>
    group.map((each) => ({ each, size: sizeOf(each) })).sort((a, b) => a.size - b.size)
  );
  const longest = Math.max(0, ...sorted.map((group) => group.length));
  return Array.from({ length: longest }, (_, i) => sorted.flatMap((group) => group[i]?.each ?? [])).flat();
}

/** Cases of a group beyond which no further ones are looked for. */
const mostDrawn = 2000;

/** Cases beyond the selected ones, one of each group in turn. */
export function* furtherCases(operator: string, choice: Choice): Generator<DrawnCase> {
  const known = new Set(ownCases(operator, choice).map(({ id }) => id));
  const groups = families.find((family) => family.operator === operator)?.groups ?? [];
  let open = groups.map((group) => drawn(operator, `${group}/**`, choice, mostDrawn));
  while (open.length > 0) {
    const next = open.map((source) => nextOf(source, known));
    yield* next.filter((each) => each !== undefined);
    open = open.filter((_, i) => next[i] !== undefined);
  }
}

function nextOf(source: Iterator<DrawnCase>, known: ReadonlySet<string>): DrawnCase | undefined {
  for (;;) {
    const { done, value } = source.next();
    if (done) return undefined;
    if (!known.has(value.id)) return value;
  }
}

function* drawn(
  operator: string,
  below: string,
  { filters, seed }: Choice,
  count: number | undefined,
): Generator<DrawnCase> {
  const selects = selector(filters);
  for (const each of draw({ filters: [`${operator}/${below}`], count, seed })) {
    if (selects(each.id)) yield each;
  }
}
