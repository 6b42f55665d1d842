/**
 * Graphs as JSON for machines: what ids are hashed over, and what a bundle keeps in its metadata. It says everything
 * but the contents of constants. People read and write `graph/json.ts`'s form instead.
 *
 * @module
 */

import { checkGraph } from "./check_graph.ts";
import { type DataType, dataTypes } from "./data_type.ts";
import type { Graph, Node, Operand } from "./graph.ts";
import { choiceFrom, listFrom, objectFrom, recordFrom, stringFrom } from "./json_value.ts";
import { checkShape } from "./limits.ts";
import { quoted } from "./names.ts";
import { optionFromJson, optionToJson } from "./option_json.ts";
import type { Descriptor } from "./tensor.ts";

/** An operand without its contents. */
export type OperandSketch =
  | { readonly kind: "input"; readonly dataType: DataType; readonly shape: readonly number[] }
  | { readonly kind: "constant" | "constantTensor"; readonly tensor: Descriptor }
  | { readonly kind: "scalarConstant"; readonly dataType: DataType };

/** A graph whose constants need no contents. Every `Graph` is one. */
export interface GraphSketch {
  readonly operands: ReadonlyMap<string, OperandSketch>;
  readonly nodes: readonly Node[];
  readonly outputs: readonly string[];
}

/** What a constant holds, asked for when a graph is read. */
export type Contents = (
  name: string,
  operand: Descriptor & { readonly kind: "constant" | "constantTensor" | "scalarConstant" },
) => Operand;

/** A graph as JSON, without the contents of its constants. */
export function sketchToJson({ operands, nodes, outputs }: GraphSketch): unknown {
  return {
    operands: Object.fromEntries([...operands].map(([name, operand]) => [name, operandToJson(operand)])),
    nodes: nodes.map((node) => ({
      operator: node.operator,
      operands: node.operands,
      options: Object.fromEntries(
        Object.entries(node.options).map(([name, value]) => [name, optionToJson(value)]),
      ),
      outputs: node.outputs,
    })),
    outputs,
  };
}

function operandToJson(operand: OperandSketch): unknown {
  const { dataType, shape } = operand.kind === "input"
    ? operand
    : operand.kind === "scalarConstant"
    ? { ...operand, shape: [] }
    : operand.tensor;
  return { kind: operand.kind, dataType, shape };
}

/**
 * The graph that `sketchToJson` wrote.
 *
 * @throws {InputError} if `json` is no such graph, or the graph is not sound (`checkGraph`).
 */
export function graphFromJson(json: unknown, contents: Contents, where: string): Graph {
  const { operands, nodes, outputs } = recordFrom(json, ["operands", "nodes", "outputs"], where);
  const graph: Graph = {
    operands: new Map(
      [...objectFrom(operands, `${where}: operands`)].map(([name, operand]) => [
        name,
        operandFromJson(name, operand, contents, `${where}: operands`),
      ]),
    ),
    nodes: listFrom(nodes, `${where}: nodes`).map((node, index) =>
      nodeFromJson(node, `${where}: node ${index + 1}`)
    ),
    outputs: namesFrom(outputs, `${where}: outputs`),
  };
  checkGraph(graph, where);
  return graph;
}

const kinds = ["input", "constant", "constantTensor", "scalarConstant"] as const;

function operandFromJson(name: string, json: unknown, contents: Contents, within: string): Operand {
  const where = `${within}: ${quoted(name)}`;
  const record = recordFrom(json, ["kind", "dataType", "shape"], where);
  const kind = choiceFrom(record.kind, kinds, `${where}: kind`);
  const dataType = choiceFrom(record.dataType, dataTypes, `${where}: dataType`);
  checkShape(record.shape, where);
  const shape = record.shape as readonly number[];
  return kind === "input" ? { kind, dataType, shape } : contents(name, { kind, dataType, shape });
}

function nodeFromJson(json: unknown, where: string): Node {
  const { operator, operands, options, outputs } = recordFrom(
    json,
    ["operator", "operands", "options", "outputs"],
    where,
  );
  return {
    operator: stringFrom(operator, `${where}: operator`),
    operands: Object.fromEntries(
      [...objectFrom(operands, `${where}: operands`)].map(([argument, names]) => [
        argument,
        typeof names === "string" ? names : namesFrom(names, `${where}: operands`),
      ]),
    ),
    options: Object.fromEntries(
      [...objectFrom(options, `${where}: options`)].map(([option, value]) => [
        option,
        optionFromJson(value, `${where}: options`),
      ]),
    ),
    outputs: namesFrom(outputs, `${where}: outputs`),
  };
}

function namesFrom(json: unknown, where: string): string[] {
  return listFrom(json, where).map((name) => stringFrom(name, where));
}
