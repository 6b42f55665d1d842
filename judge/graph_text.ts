/**
 * Graphs and tensors in words, for people.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Node, Operand, OptionValue } from "../graph/graph.ts";
import { isFloat } from "../graph/data_type.ts";
import { numberToText } from "../graph/number_text.ts";
import { shortest } from "../graph/shortest.ts";
import { describe, type Descriptor, elementCount, type Tensor } from "../graph/tensor.ts";
import { validate } from "../reference/validate.ts";

/** A graph in one line: `conv2d(input float32[1,1,2,2], filter constant …, {padding: [1,0,0,0]}) → output float32[1,1,2,2]`. */
export function graphText({ graph }: Case): string {
  const descriptors = validate(graph);
  const named = new Set<string>();
  return graph.nodes.map((node) =>
    nodeText(node, (name) => {
      const isNew = !named.has(name);
      named.add(name);
      const operand = graph.operands.get(name);
      return isNew && operand ? `${name} ${operandText(operand)}` : name;
    }, descriptors)
  ).join("; ");
}

function nodeText(
  { operator, operands, options, outputs }: Node,
  textOf: (name: string) => string,
  descriptors: ReadonlyMap<string, Descriptor>,
): string {
  const given = Object.entries(operands).map(([argument, names]) => {
    const text = typeof names === "string" ? textOf(names) : `[${names.map(textOf).join(", ")}]`;
    return names === argument || typeof names !== "string" ? text : `${argument}: ${text}`;
  });
  const settings = Object.entries(options).map(([name, value]) => `${name}: ${optionText(value)}`);
  if (settings.length > 0) given.push(`{${settings.join(", ")}}`);
  const results = outputs.map((name) => `${name} ${describe(descriptors.get(name)!)}`);
  return `${operator}(${given.join(", ")}) → ${results.join(", ")}`;
}

function operandText(operand: Operand): string {
  if (operand.kind === "scalarConstant") return `${operand.dataType} ${numberToText(operand.value)}`;
  if (operand.kind === "input") return describe(operand);
  return `constant ${describe(operand.tensor)}`;
}

/** An option as it would be written. */
export function optionText(value: OptionValue): string {
  if (Array.isArray(value)) return `[${value.map(optionText).join(", ")}]`;
  return typeof value === "string" ? `"${value}"` : String(value);
}

/** The elements of a tensor, if they are few: in the shortest decimals, small powers of two as such. */
export function elementsText({ data, dataType }: Tensor, most: number): string | undefined {
  if (data.length > most) return undefined;
  const text = (x: number | bigint) => {
    if (typeof x === "bigint" || !isFloat(dataType) || x === 0 || !Number.isFinite(x)) return numberToText(x);
    const exponent = Math.log2(Math.abs(x));
    if (Number.isInteger(exponent) && Math.abs(exponent) > 12) return `${x < 0 ? "-" : ""}2^${exponent}`;
    return shortest(dataType, x);
  };
  return `[${Array.from<number | bigint>(data).map(text).join(", ")}]`;
}

/** Elements of all operands of a case. */
export function operandElements({ graph }: Case): number {
  let count = 0;
  for (const operand of graph.operands.values()) {
    count += operand.kind === "scalarConstant"
      ? 1
      : elementCount(operand.kind === "input" ? operand.shape : operand.tensor.shape);
  }
  return count;
}
