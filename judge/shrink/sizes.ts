/**
 * Shrinking sizes: axes of operands, and the options that hold sizes.
 *
 * Nothing here knows an operator. An axis is made shorter, and if the spec refuses that, other axes and whole numbers among
 * the options that are multiples of its size are made smaller in the same proportion, until the spec accepts the graph.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import { createElements, isFloat, isInt64 } from "../../graph/data_type.ts";
import type { Graph, Node, Operand, OptionValue } from "../../graph/graph.ts";
import { InputError } from "../../graph/input_error.ts";
import { elementCount, type Tensor } from "../../graph/tensor.ts";
import { validate } from "../../reference/validate.ts";
import { ValidationError } from "../../reference/validation_error.ts";
import { type Candidate, candidate, tensorOf, withTensors } from "./candidate.ts";

/** Something that holds a size: an axis of an operand, or a whole number among a node's options. */
type Place =
  | { readonly operand: string; readonly axis: number; readonly size: number }
  | { readonly node: number; readonly option: string; readonly at?: number; readonly size: number };

/** A place, and the size it gets. */
type Sizes = ReadonlyMap<Place, number>;

/** Shorter axes, the boldest first: of size 1, of small sizes, half as long, shorter by one. */
export function* smallerSizes(testCase: Case): Generator<Candidate> {
  const places = placesOf(testCase);
  const axes = places.filter((place) => "operand" in place && place.size > 1);
  for (const place of axes) {
    for (const size of shorter(place.size)) {
      for (const sizes of together(testCase.graph, places, place, size)) {
        const what = `${[...sizes.keys()].map(textOf).join(", ")}: ${place.size} to ${size}`;
        yield* cut(testCase, sizes, what);
      }
    }
  }
}

function textOf(place: Place): string {
  return "operand" in place ? `axis ${place.axis} of ${place.operand}` : place.option;
}

function shorter(size: number): number[] {
  const sizes = [1, 2, 3, Math.ceil(size / 4), Math.ceil(size / 2), Math.ceil(size * 3 / 4), size - 1];
  return [...new Set(sizes)].filter((each) => each < size);
}

function placesOf({ graph }: Case): Place[] {
  const places: Place[] = [];
  for (const [operand, descriptor] of graph.operands) {
    if (descriptor.kind === "scalarConstant") continue;
    const { shape } = descriptor.kind === "input" ? descriptor : descriptor.tensor;
    shape.forEach((size, axis) => places.push({ operand, axis, size }));
  }
  graph.nodes.forEach((each, node) => {
    for (const [option, value] of Object.entries(each.options)) {
      if (isSize(value)) places.push({ node, option, size: value });
      if (!Array.isArray(value)) continue;
      value.forEach((size, at) => isSize(size) && places.push({ node, option, at, size }));
    }
  });
  return places;
}

function isSize(value: OptionValue): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 1;
}

/** Graphs that are asked for a target before it is given up. */
const patience = 400;

/** Sets of places that the spec lets shrink together with one, the fewest first; at most two of them. */
function* together(graph: Graph, places: readonly Place[], place: Place, size: number): Generator<Sizes> {
  const tied = places.filter((other) =>
    other !== place && other.size > 1 && other.size * size % place.size === 0
  );
  const sizeOf = (other: Place) => other.size * size / place.size;
  const sized = (chosen: readonly Place[]): Sizes =>
    new Map([place, ...chosen].map((each) => [each, sizeOf(each)]));
  let asked = 0, found = 0;
  const faultOf = (chosen: readonly Place[]) => {
    asked++;
    return fault(resized(graph, sized(chosen)));
  };
  for (const chosen of subsets(tied)) {
    if (asked >= patience || found === 2) return;
    if (faultOf(chosen) !== undefined) continue;
    found++;
    yield sized(chosen);
  }
  if (found > 0) return;
  // The fault moves on when a place is right: follow it.
  const chosen: Place[] = [];
  const seen = new Set([faultOf(chosen)]);
  while (asked < 2 * patience) {
    const next = tied.find((other) => {
      if (chosen.includes(other)) return false;
      const moved = faultOf([...chosen, other]);
      if (seen.has(moved)) return false;
      seen.add(moved);
      return true;
    });
    if (!next) return;
    chosen.push(next);
    if (!seen.has(undefined)) continue;
    yield sized(chosen);
    return;
  }
}

/** All subsets of up to three, then all but one, then all. */
function* subsets<T>(items: readonly T[]): Generator<T[]> {
  yield [];
  for (const a of items) yield [a];
  for (const [i, a] of items.entries()) for (const b of items.slice(i + 1)) yield [a, b];
  yield [...items];
  for (const item of items) yield items.filter((other) => other !== item);
  for (const [i, a] of items.entries()) {
    for (const [k, b] of items.entries()) {
      if (k > i) { for (const c of items.slice(k + 1)) yield [a, b, c]; }
    }
  }
}

/** Why the spec refuses a graph, in words that differ where the step or the argument does. */
function fault(graph: Graph): string | undefined {
  try {
    validate(graph);
    return undefined;
  } catch (error) {
    if (error instanceof ValidationError) return `${error.operator} ${error.step} ${error.argument}`;
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The graph with other sizes; constants are cut without their data, of which `validate` reads the number only. */
function resized(graph: Graph, sizes: Sizes): Graph {
  const operands = new Map([...graph.operands].map(([name, operand]): [string, Operand] => {
    if (operand.kind === "scalarConstant") return [name, operand];
    const descriptor = operand.kind === "input" ? operand : operand.tensor;
    const { dataType } = descriptor;
    const shape = newShape(name, descriptor.shape, sizes);
    if (operand.kind === "input") return [name, { kind: "input", dataType, shape }];
    const data = operand.tensor.data.subarray(0, elementCount(shape)) as Tensor["data"];
    return [name, { ...operand, tensor: { dataType, shape, data } }];
  }));
  return { ...graph, operands, nodes: newNodes(graph.nodes, sizes) };
}

function newShape(operand: string, shape: readonly number[], sizes: Sizes): number[] {
  const cut = [...shape];
  for (const [place, size] of sizes) {
    if ("operand" in place && place.operand === operand) cut[place.axis] = size;
  }
  return cut;
}

function newNodes(nodes: readonly Node[], sizes: Sizes): Node[] {
  const changed = [...nodes];
  for (const [place, size] of sizes) {
    if ("operand" in place) continue;
    const { node, option, at } = place;
    const { options } = changed[node];
    const value = at === undefined ? size : (options[option] as readonly number[]).with(at, size);
    changed[node] = { ...changed[node], options: { ...options, [option]: value } };
  }
  return changed;
}

/** The case with the beginning of each axis that is cut, then with its end; whole numbers also within the new size. */
function* cut(testCase: Case, sizes: Sizes, what: string): Generator<Candidate> {
  const graph = { ...testCase.graph, nodes: newNodes(testCase.graph.nodes, sizes) };
  const kept = (atEnd: boolean, most: number) =>
    withTensors(testCase, (tensor, name) => {
      const shape = newShape(name, tensor.shape, sizes);
      const isSame = shape.every((size, axis) => size === tensor.shape[axis]);
      const part = isSame ? tensor : partOf(tensor, shape, atEnd);
      return within(part, most);
    }, graph);
  const least = Math.min(...sizes.values());
  yield* candidate(what, kept(false, Infinity));
  yield* candidate(`${what}, the end kept`, kept(true, Infinity));
  const hasIndices = [...testCase.graph.operands.keys()].some((name) => {
    const tensor = tensorOf(testCase, name);
    return tensor && !isFloat(tensor.dataType) && tensor.data.some((x) => Number(x) >= least);
  });
  if (hasIndices) yield* candidate(`${what}, indices within`, kept(false, least));
}

function partOf({ dataType, shape, data }: Tensor, smaller: readonly number[], atEnd: boolean): Tensor {
  const part = createElements(dataType, elementCount(smaller));
  const index = smaller.map(() => 0);
  for (let to = 0; to < part.length; to++) {
    let from = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      from = from * shape[axis] + index[axis] + (atEnd ? shape[axis] - smaller[axis] : 0);
    }
    part[to] = data[from];
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === smaller[axis]; axis--) index[axis] = 0;
  }
  return { dataType, shape: smaller, data: part };
}

/** Whole numbers made less than `most` by taking the remainder. */
function within(tensor: Tensor, most: number): Tensor {
  if (most === Infinity || isFloat(tensor.dataType)) return tensor;
  const data = createElements(tensor.dataType, tensor.data.length);
  for (let i = 0; i < data.length; i++) {
    const rest = Number(tensor.data[i]) % most;
    data[i] = isInt64(tensor.dataType) ? BigInt(rest) : rest;
  }
  return { ...tensor, data };
}
