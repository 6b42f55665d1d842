/**
 * What cases have of one operand: data types, ranks, where it comes from.
 *
 * @module
 */

import { createElements, type DataType } from "../graph/data_type.ts";
import type { Graph, Operand } from "../graph/graph.ts";
import type { OperandRule } from "../reference/operator.ts";
import { descriptorOf } from "./family.ts";
import { type Against, increment, type NotDrawn } from "./not_drawn.ts";

/** How many cases an operand has been drawn in, and as what. A list of operands counts once for each of them. */
export interface OperandCount {
  readonly inputs: number;
  readonly constants: number;
  readonly absent: number;
  readonly dataTypes: ReadonlyMap<DataType, number>;
  readonly ranks: ReadonlyMap<number, number>;
  readonly notDrawn: readonly NotDrawn[];
}

/** The greatest rank that cases need one by one; of the ranks beyond, one will do. */
const commonRank = 5;

/** Counts an operand in graphs of one node. */
export function operandCount(
  name: string,
  rule: OperandRule,
  graphs: readonly Graph[],
  against: Against,
): OperandCount {
  let [inputs, constants] = [0, 0];
  const dataTypes = new Map<DataType, number>();
  const ranks = new Map<number, number>();
  const having = graphs.filter((graph) => namesOf(graph, name).length > 0);
  for (const graph of having) {
    for (const each of namesOf(graph, name)) {
      if (graph.operands.get(each)?.kind === "input") inputs++;
      else constants++;
      const { dataType, shape } = descriptorOf(graph, each);
      increment(dataTypes, dataType);
      increment(ranks, shape.length);
    }
  }
  const absent = graphs.length - having.length;
  const reason = (dataType: DataType) =>
    // Alone, or with the operands that have to be of the same data type.
    against(having, (graph) => withDataType(graph, namesOf(graph, name), dataType)) &&
    against(having, (graph) => withDataType(graph, [...graph.operands.keys()], dataType));
  return {
    inputs,
    constants,
    absent,
    dataTypes: new Map([...dataTypes].sort(([a], [b]) => place(rule, a) - place(rule, b))),
    ranks: new Map([...ranks].sort(([a], [b]) => a - b)),
    notDrawn: [
      ...rule.dataTypes.filter((dataType) => !dataTypes.has(dataType))
        .map((dataType) => ({ what: dataType, reason: reason(dataType) })),
      ...missingRanks(rule, ranks).map((what) => ({ what })),
      ...(rule.optional && absent === 0 ? [{ what: "absent" }] : []),
    ],
  };
}

function namesOf({ nodes: [{ operands }] }: Graph, argument: string): readonly string[] {
  return argument in operands ? [operands[argument]].flat() : [];
}

function missingRanks(
  { rank: [least, greatest] }: OperandRule,
  ranks: ReadonlyMap<number, number>,
): string[] {
  const isOverdue = greatest > commonRank && Math.max(...ranks.keys()) <= commonRank;
  return [
    ...Array.from({ length: commonRank + 1 }, (_, rank) => rank)
      .filter((rank) => rank >= least && rank <= greatest && !ranks.has(rank))
      .map((rank) => `rank ${rank}`),
    ...(isOverdue ? [`rank ${commonRank + 1} or more`] : []),
  ];
}

/** Data types in the order of the rule; one that is not allowed comes last. */
function place({ dataTypes }: OperandRule, dataType: DataType): number {
  return dataTypes.includes(dataType) ? dataTypes.indexOf(dataType) : dataTypes.length;
}

/** The graph with some of its operands of another data type. */
function withDataType(graph: Graph, names: readonly string[], dataType: DataType): Graph {
  const changed = (operand: Operand): Operand => {
    if (!("tensor" in operand)) return { ...operand, dataType };
    const { kind, tensor: { shape } } = operand;
    return { kind, tensor: { dataType, shape, data: createElements(dataType, 0) } };
  };
  const operands = [...graph.operands].map(([name, operand]): [string, Operand] => [
    name,
    names.includes(name) ? changed(operand) : operand,
  ]);
  return { ...graph, operands: new Map(operands) };
}
