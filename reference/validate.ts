/**
 * Is a graph one that `MLGraphBuilder` would build, and one that we can compute?
 *
 * @module
 */

import type { Graph, Node, Operand } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import { checkMultiplyAdds, checkNodeCount, checkShape, ElementBudget } from "../graph/limits.ts";
import { quoted } from "../graph/names.ts";
import { describe, type Descriptor, elementCount } from "../graph/tensor.ts";
import { checkCall } from "./check_options.ts";
import type { Operands, Operator } from "./operator.ts";
import { operators } from "./operators.ts";
import { ValidationError } from "./validation_error.ts";

/**
 * The descriptor of every operand and node output of a graph.
 *
 * @throws {ValidationError} where a step of the spec throws: a node's method, `input()`, `constant()`, `build()`.
 * @throws {InputError} for an unknown operator, an operand that is missing, made twice or by a later node, a cycle,
 * an output that nothing makes, and work above the limits.
 */
export function validate(graph: Graph): ReadonlyMap<string, Descriptor> {
  checkNodeCount(graph.nodes.length, "The graph");
  const descriptors = new Map<string, Descriptor>();
  const budget = new ElementBudget();
  for (const [name, operand] of graph.operands) {
    const descriptor = operandDescriptor(name, operand);
    budget.spend(checkShape(descriptor.shape, `The operand ${quoted(name)}`), `The operand ${quoted(name)}`);
    descriptors.set(name, descriptor);
  }
  checkNames(graph);
  let work = 0;
  graph.nodes.forEach((node, i) => {
    const operator = operatorOf(node);
    const operands = mapOperands(node, (name) => descriptors.get(name) ?? missing(graph, i, name));
    checkCall(operator, operands, node.options);
    const outputs = operator.infer(operands, node.options);
    if (outputs.length !== node.outputs.length) {
      throw new InputError(
        `The node ${i} (${node.operator}) names ${node.outputs.length} outputs and the method returns ${outputs.length}`,
      );
    }
    outputs.forEach((descriptor, k) => {
      const where = `The output ${quoted(node.outputs[k])} of ${node.operator}`;
      budget.spend(checkShape(descriptor.shape, where), where);
      descriptors.set(node.outputs[k], descriptor);
      work += elementCount(descriptor.shape);
    });
    work += operator.multiplyAdds?.(operands, node.options) ?? 0;
    checkMultiplyAdds(work, `The node ${i} (${node.operator})`);
  });
  checkOutputs(graph);
  return descriptors;
}

/** Every operand name of a node, sequences flattened. */
export function operandNames(node: Node): string[] {
  return Object.values(node.operands).flat();
}

/** A node's operands with something else in place of each name. */
export function mapOperands<T>(node: Node, of: (name: string) => T): Operands<T> {
  return Object.fromEntries(
    Object.entries(node.operands).map(([argument, name]) => [
      argument,
      typeof name === "string" ? of(name) : name.map(of),
    ]),
  );
}

/**
 * The descriptor of an input or a constant. Spec: #api-mlgraphbuilder-input, #api-mlgraphbuilder-constant, "check
 * dimensions".
 *
 * @throws {ValidationError} step `valid-dimension`.
 */
export function operandDescriptor(name: string, operand: Operand): Descriptor {
  if (operand.kind === "scalarConstant") return { dataType: operand.dataType, shape: [] };
  const { dataType, shape } = operand.kind === "input" ? operand : operand.tensor;
  const method = operand.kind === "input" ? "input" : "constant";
  const isValid = (size: number) => Number.isInteger(size) && size > 0 && size < 2 ** 31;
  if (!shape.every(isValid) || !isValid(elementCount(shape))) {
    throw new ValidationError({
      operator: method,
      step: "valid-dimension",
      argument: `descriptor.shape of ${quoted(name)}`,
      given: `[${shape.join(",")}]`,
      allowed: "sizes from 1, and at most 2147483647 elements",
    });
  }
  if (operand.kind !== "input" && operand.tensor.data.length !== elementCount(shape)) {
    throw new InputError(
      `The constant ${quoted(name)} has ${operand.tensor.data.length} elements; ` +
        `${describe(operand.tensor)} needs ${elementCount(shape)}`,
    );
  }
  return { dataType, shape };
}

function checkNames(graph: Graph) {
  const names = new Set(graph.operands.keys());
  for (const name of graph.nodes.flatMap((node) => node.outputs)) {
    if (names.has(name)) {
      throw new InputError(`The operand ${quoted(name)} is made twice; give every operand a name of its own`);
    }
    names.add(name);
  }
}

/** The definition of a node's operator. */
export function operatorOf(node: Node): Operator {
  const operator = operators.get(node.operator);
  if (operator) return operator;
  const letters = node.operator.toLowerCase();
  const near = [...operators.keys()].filter((name) =>
    name.toLowerCase().startsWith(letters.slice(0, 3)) || name.toLowerCase().includes(letters)
  );
  const hint = near.length > 0 ? `near it: ${near.join(", ")}` : `known: ${[...operators.keys()].join(", ")}`;
  throw new InputError(`There is no operator ${quoted(node.operator)}; ${hint}`);
}

/** Says why the operand `name` of node `i` does not stand before it. */
function missing(graph: Graph, i: number, name: string): never {
  const node = `The node ${i} (${graph.nodes[i].operator})`;
  const maker = graph.nodes.findIndex(({ outputs }) => outputs.includes(name));
  if (maker < 0) {
    throw new InputError(`${node} uses ${quoted(name)}, which is no operand and no node's output`);
  }
  if (maker === i || reaches(graph, maker, i)) {
    throw new InputError(
      `${node} uses ${quoted(name)}, which is made from its own output: the graph has a cycle`,
    );
  }
  throw new InputError(`${node} uses ${quoted(name)}, which node ${maker} makes; put that node before it`);
}

/** Whether node `from` depends on an output of node `to`. */
function reaches(graph: Graph, from: number, to: number): boolean {
  const makers = new Map(graph.nodes.flatMap(({ outputs }, i) => outputs.map((name) => [name, i] as const)));
  const seen = new Set<number>();
  const stack = [from];
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    if (i === to) return true;
    if (seen.has(i)) continue;
    seen.add(i);
    for (const name of operandNames(graph.nodes[i])) {
      const maker = makers.get(name);
      if (maker !== undefined) stack.push(maker);
    }
  }
  return false;
}

/**
 * Spec: #api-mlgraphbuilder-build, steps 3 and 4.
 * @throws {ValidationError} steps `outputs-not-empty` and `output-of-an-operator`.
 */
export function checkOutputs(graph: Graph) {
  const refuse = (step: string, given: string, allowed: string): never => {
    throw new ValidationError({ operator: "build", step, argument: "outputs", given, allowed });
  };
  if (graph.outputs.length === 0) refuse("outputs-not-empty", "empty", "at least one output");
  const made = new Set(graph.nodes.flatMap((node) => node.outputs));
  for (const name of graph.outputs) {
    if (graph.operands.has(name)) {
      refuse("output-of-an-operator", `the ${kindOf(graph, name)} ${quoted(name)}`, "results");
    }
    if (!made.has(name)) throw new InputError(`No node makes the output ${quoted(name)}`);
  }
  const twice = graph.outputs.find((name, i) => graph.outputs.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`The output ${quoted(twice)} is listed twice; list it once`);
}

function kindOf(graph: Graph, name: string): string {
  return graph.operands.get(name)?.kind === "input" ? "input" : "constant";
}
