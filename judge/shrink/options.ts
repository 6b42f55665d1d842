/**
 * Shrinking options: left out, or set to plainer values.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import type { Node, OptionValue } from "../../graph/graph.ts";
import { rowMajorStrides, type Tensor } from "../../graph/tensor.ts";
import { createElements, type Elements } from "../../graph/data_type.ts";
import { operators } from "../../reference/operators.ts";
import { type Candidate, candidate, withTensors } from "./candidate.ts";
import { withNode } from "./operands.ts";

/** All options left out, then each, then layouts turned to their defaults, then plainer values. */
export function* fewerOptions(testCase: Case): Generator<Candidate> {
  for (const [i, node] of testCase.graph.nodes.entries()) {
    const rules = operators.get(node.operator)!.options;
    const names = Object.keys(node.options);
    const free = names.filter((name) => !rules[name]?.required);
    const without = (left: readonly string[]): Node => ({
      ...node,
      options: Object.fromEntries(Object.entries(node.options).filter(([name]) => !left.includes(name))),
    });
    if (free.length > 1) yield* candidate("without options", withNode(testCase, i, without(free)));
    for (const name of free) {
      yield* candidate(`without ${name}`, withNode(testCase, i, without([name])));
      yield* candidate(
        `without ${name}, the data turned`,
        inDefaultLayout(testCase, without([name]), i, name),
      );
    }
    for (const name of names) {
      for (const value of plainer(node.options[name])) {
        const options = { ...node.options, [name]: value };
        yield* candidate(
          `${name}: ${textOf(node.options[name])} to ${textOf(value)}`,
          withNode(testCase, i, { ...node, options }),
        );
      }
    }
  }
}

function textOf(value: OptionValue): string {
  return Array.isArray(value) ? `[${value.join(",")}]` : String(value);
}

/** Plainer values of the same type: 0, 1, half; of a list, each of its numbers. */
function* plainer(value: OptionValue): Generator<OptionValue> {
  if (typeof value === "bigint" && value !== 0n && value !== 1n) yield* [0n, 1n];
  if (typeof value === "number") yield* plainerNumbers(value);
  if (!Array.isArray(value)) return;
  for (const plain of [0, 1]) {
    const isSame = value.every((each) => each === plain);
    if (value.length > 1 && !isSame && value.every((each) => typeof each === "number")) {
      yield value.map(() => plain);
    }
  }
  for (const [k, each] of value.entries()) {
    if (typeof each !== "number") continue;
    for (const number of plainerNumbers(each)) yield value.with(k, number);
  }
}

function* plainerNumbers(value: number): Generator<number> {
  if (value !== 0 && value !== 1) yield 1;
  if (value !== 0) yield 0;
  if (Number.isInteger(value) && value > 3) yield Math.ceil(value / 2);
  if (Number.isInteger(value) && value > 2) yield value - 1;
  if (Number.isFinite(value) && !Number.isInteger(value)) yield Math.round(value);
}

/** Which operand a layout option is of. */
const layoutsOf: Readonly<Record<string, string>> = {
  inputLayout: "input",
  layout: "input",
  filterLayout: "filter",
};

/** The layout that the option named was, with the operand's axes turned to the default's order. */
function inDefaultLayout(testCase: Case, node: Node, i: number, option: string): Case | undefined {
  const { options } = testCase.graph.nodes[i];
  const given = options[option];
  const letters = operators.get(node.operator)!.options[option]?.default;
  const name = node.operands[layoutsOf[option]];
  if (typeof given !== "string" || typeof letters !== "string" || typeof name !== "string") return undefined;
  if (letters.length !== given.length || !testCase.graph.operands.has(name)) return undefined;
  const order = [...letters].map((letter) => given.indexOf(letter));
  if (order.some((axis) => axis < 0)) return undefined;
  const graph = { ...testCase.graph, nodes: testCase.graph.nodes.with(i, node) };
  return withTensors(testCase, (tensor, one) => one === name ? transposed(tensor, order) : undefined, graph);
}

/** Axis k of the result is axis `order[k]` of the tensor. */
function transposed({ dataType, shape, data }: Tensor, order: readonly number[]): Tensor {
  const turned = order.map((axis) => shape[axis]);
  const strides = rowMajorStrides(shape), steps = order.map((axis) => strides[axis]);
  const to: Elements = createElements(dataType, data.length);
  const sizes = rowMajorStrides(turned);
  for (let at = 0; at < to.length; at++) {
    let from = 0;
    for (const [k, step] of steps.entries()) from += Math.floor(at / sizes[k]) % turned[k] * step;
    to[at] = data[from];
  }
  return { dataType, shape: turned, data: to };
}
