/**
 * Whether a graph that was read from a file hangs together. What each operator allows is for its definition to say.
 *
 * @module
 */

import type { Graph, Node } from "./graph.ts";
import { InputError } from "./input_error.ts";
import { checkNodeCount } from "./limits.ts";
import { checkName, quoted } from "./names.ts";

/** Every operand name that a node uses. */
export function operandsOf(node: Node): string[] {
  return Object.values(node.operands).flatMap((names) => names);
}

/**
 * Checks the names of a graph, and that each node uses only what stands before it.
 *
 * @param where What the graph is, for messages.
 * @throws {InputError} for a name that is refused or given twice, a node that uses an operand before it is defined
 * or at all undefined, an output that no node gives, too many nodes.
 */
export function checkGraph(graph: Graph, where: string): void {
  checkNodeCount(graph.nodes.length, where);
  const defined = new Set(graph.operands.keys());
  for (const name of defined) checkName(name, `${where}: operand`);
  const results = new Set<string>();
  graph.nodes.forEach((node, index) => {
    const at = `${where}: node ${index + 1} (${quoted(node.operator)})`;
    for (const key of [...Object.keys(node.operands), ...Object.keys(node.options)]) checkName(key, at);
    for (const name of operandsOf(node)) {
      if (!defined.has(name)) {
        throw new InputError(`${at} uses ${quoted(name)}, ${undefinedBecause(name, graph)}`);
      }
    }
    if (node.outputs.length === 0) throw new InputError(`${at} has no outputs; name at least one`);
    for (const name of node.outputs) {
      checkName(name, `${at}: output`);
      if (defined.has(name)) {
        throw new InputError(
          `${at} gives ${quoted(name)}, a name that is taken already; give each operand its own`,
        );
      }
      defined.add(name);
      results.add(name);
    }
  });
  checkOutputs(graph, results, where);
}

function undefinedBecause(name: string, graph: Graph): string {
  const definer = graph.nodes.findIndex((node) => node.outputs.includes(name));
  return definer < 0
    ? "which is neither an input, a constant nor the output of a node; define it or mend the name"
    : `which only node ${definer + 1} defines; put the nodes in building order, without a cycle`;
}

function checkOutputs(graph: Graph, results: ReadonlySet<string>, where: string): void {
  if (graph.outputs.length === 0) {
    throw new InputError(`${where}: the graph has no outputs; name at least one`);
  }
  if (new Set(graph.outputs).size < graph.outputs.length) {
    throw new InputError(`${where}: an output of the graph is named twice; name each once`);
  }
  for (const name of graph.outputs) {
    if (!results.has(name)) {
      throw new InputError(`${where}: the output ${quoted(name)} is no output of a node; mend the name`);
    }
  }
}
