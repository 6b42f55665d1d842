/**
 * Which of the data types, ranks and option values that a definition allows the cases of an operator have.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Graph, Node, OptionValue } from "../graph/graph.ts";
import type { OperandRule, Operator, OptionRule } from "../reference/operator.ts";
import { descriptorOf } from "./family.ts";

/** How many cases an operand has been drawn in, and as what. A list of operands counts once for each of them. */
export interface OperandCount {
  readonly inputs: number;
  readonly constants: number;
  readonly absent: number;
  readonly dataTypes: ReadonlyMap<DataType, number>;
  readonly ranks: ReadonlyMap<number, number>;
  /** What is allowed and no case has: `int8`, `rank 0`, `rank 6 or more`, `absent`. */
  readonly notDrawn: readonly string[];
}

/** How many cases give an option, or a plain argument, each value. */
export interface OptionCount {
  readonly absent: number;
  /** By the value's text. */
  readonly values: ReadonlyMap<string, number>;
  /** What is allowed and no case has: `absent`, `default 1`, `nhwc`, `another value`. */
  readonly notDrawn: readonly string[];
}

/** What the cases of an operator have of its operands and options. */
export interface SignatureCoverage {
  readonly operands: ReadonlyMap<string, OperandCount>;
  readonly options: ReadonlyMap<string, OptionCount>;
}

/** The greatest rank that cases need one by one; of the ranks beyond, one will do. */
const commonRank = 5;

/** Counts the graphs that are one node of the operator; others are left out. */
export function signatureCoverageOf(operator: Operator, graphs: Iterable<Graph>): SignatureCoverage {
  const own = [...graphs].filter(({ nodes }) => nodes.length === 1 && nodes[0].operator === operator.name);
  const nodes = own.map((graph) => graph.nodes[0]);
  return {
    operands: new Map(
      Object.entries(operator.operands).map(([name, rule]) => [name, operandCount(name, rule, own)]),
    ),
    options: new Map(
      Object.entries(operator.options).map(([name, rule]) => [name, optionCount(name, rule, nodes)]),
    ),
  };
}

function operandCount(name: string, rule: OperandRule, graphs: readonly Graph[]): OperandCount {
  let [inputs, constants, absent] = [0, 0, 0];
  const dataTypes = new Map<DataType, number>();
  const ranks = new Map<number, number>();
  for (const graph of graphs) {
    const given = graph.nodes[0].operands[name];
    if (given === undefined) absent++;
    for (const each of given === undefined ? [] : [given].flat()) {
      if (graph.operands.get(each)?.kind === "input") inputs++;
      else constants++;
      const { dataType, shape } = descriptorOf(graph, each);
      increment(dataTypes, dataType);
      increment(ranks, shape.length);
    }
  }
  const [least, greatest] = rule.rank;
  const common = Array.from({ length: commonRank + 1 }, (_, rank) => rank)
    .filter((rank) => rank >= least && rank <= greatest);
  const notDrawn = [
    ...rule.dataTypes.filter((dataType) => !dataTypes.has(dataType)),
    ...common.filter((rank) => !ranks.has(rank)).map((rank) => `rank ${rank}`),
    ...(greatest > commonRank && Math.max(...ranks.keys()) <= commonRank
      ? [`rank ${commonRank + 1} or more`]
      : []),
    ...(rule.optional && absent === 0 ? ["absent"] : []),
  ];
  return {
    inputs,
    constants,
    absent,
    dataTypes: inOrderOf(rule.dataTypes, dataTypes),
    ranks: ascending(ranks),
    notDrawn,
  };
}

function optionCount(
  name: string,
  { type, required, default: value }: OptionRule,
  nodes: readonly Node[],
): OptionCount {
  let absent = 0;
  const values = new Map<string, number>();
  for (const { options } of nodes) {
    const given: OptionValue | undefined = options[name];
    if (given === undefined) absent++;
    else increment(values, valueText(given));
  }
  const expected = type === "boolean"
    ? ["true", "false"]
    : typeof type === "object" && "enum" in type
    ? type.enum
    : [];
  const named = value === undefined ? [] : [valueText(value)];
  const items = typeof type === "object" && "sequenceOf" in type ? type.sequenceOf : [];
  const hasAnother = [...values.keys()].some((text) => !named.includes(text));
  const notDrawn = [
    ...(required || absent > 0 ? [] : ["absent"]),
    ...named.filter((text) => !values.has(text)).map((text) => `default ${text}`),
    ...expected.filter((text) => !values.has(text) && !named.includes(text)),
    ...items.filter((item) =>
      ![...values.keys()].some((text) => text.slice(1, -1).split(",").includes(item))
    ),
    ...(hasAnother || expected.length > 0 ? [] : ["another value"]),
  ];
  return { absent, values: new Map([...values].sort(([a], [b]) => byNumber.compare(a, b))), notDrawn };
}

/** 2 before 10. */
const byNumber = new Intl.Collator("en", { numeric: true });

/** A value as a person writes it; a list in brackets. */
export function valueText(value: OptionValue): string {
  if (typeof value === "object") return `[${value.join(",")}]`;
  return Object.is(value, -0) ? "-0" : String(value);
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function ascending(counts: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...counts].sort(([a], [b]) => a - b));
}

/** Counts in the order of the rule; what is not allowed comes last. */
function inOrderOf(order: readonly DataType[], counts: ReadonlyMap<DataType, number>): Map<DataType, number> {
  const place = (dataType: DataType) => order.includes(dataType) ? order.indexOf(dataType) : order.length;
  return new Map([...counts].sort(([a], [b]) => place(a) - place(b)));
}
