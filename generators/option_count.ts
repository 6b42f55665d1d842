/**
 * What cases have of one option, or plain argument.
 *
 * @module
 */

import type { Graph, OptionValue } from "../graph/graph.ts";
import type { OptionRule } from "../reference/operator.ts";
import { type Against, increment, type NotDrawn } from "./not_drawn.ts";

/** How many cases give an option each value. */
export interface OptionCount {
  readonly absent: number;
  /** By the value's text. */
  readonly values: ReadonlyMap<string, number>;
  readonly notDrawn: readonly NotDrawn[];
}

/** Counts an option in graphs of one node. */
export function optionCount(
  name: string,
  rule: OptionRule,
  graphs: readonly Graph[],
  against: Against,
): OptionCount {
  const values = new Map<string, number>();
  for (const { nodes: [{ options }] } of graphs) {
    if (name in options) increment(values, valueText(options[name]));
  }
  const absent = graphs.length - [...values.values()].reduce((sum, count) => sum + count, 0);
  const standard = rule.default === undefined ? undefined : valueText(rule.default);
  const reason = (value: OptionValue | undefined) =>
    against(graphs, (graph) => withOption(graph, name, value));
  const given = [...values.keys()];
  const notDrawn: NotDrawn[] = [
    ...(rule.required || absent > 0 ? [] : [{ what: "absent", reason: reason(undefined) }]),
    ...listed(rule).filter((value) => !values.has(valueText(value))).map((value) => ({
      what: valueText(value) === standard ? `default ${standard}` : valueText(value),
      reason: reason(value),
    })),
    ...items(rule).filter((item) => !given.some((text) => text.slice(1, -1).split(",").includes(item)))
      .map((what) => ({ what })),
    ...(isOpen(rule) && given.every((text) => text === standard) ? [{ what: "another value" }] : []),
  ];
  return { absent, values: new Map([...values].sort(([a], [b]) => byNumber.compare(a, b))), notDrawn };
}

/** What each by itself should be given: all of a boolean or an enum, of others the default. */
function listed({ type, default: value }: OptionRule): readonly OptionValue[] {
  if (type === "boolean") return [true, false];
  if (typeof type === "object" && "enum" in type) return type.enum;
  return value === undefined ? [] : [value];
}

/** What lists of an enum's values should hold somewhere. */
function items({ type }: OptionRule): readonly string[] {
  return typeof type === "object" && "sequenceOf" in type ? type.sequenceOf : [];
}

/** Whether there are more values than those listed. */
function isOpen({ type }: OptionRule): boolean {
  return type !== "boolean" && !(typeof type === "object" && "enum" in type);
}

function withOption(graph: Graph, name: string, value: OptionValue | undefined): Graph {
  const [{ options: { [name]: _, ...others }, ...node }] = graph.nodes;
  return {
    ...graph,
    nodes: [{ ...node, options: value === undefined ? others : { ...others, [name]: value } }],
  };
}

/** 2 before 10. */
const byNumber = new Intl.Collator("en", { numeric: true });

/** A value as a person writes it; a list in brackets. */
export function valueText(value: OptionValue): string {
  if (typeof value === "object") return `[${value.join(",")}]`;
  return Object.is(value, -0) ? "-0" : String(value);
}
