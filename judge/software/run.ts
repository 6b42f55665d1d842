/**
 * Graphs computed by software kernels in one arithmetic, as a correct backend might, or as one with a bug would.
 *
 * @module
 */

import type { Outputs } from "../../graph/answer.ts";
import type { Case, Inputs } from "../../graph/case.ts";
import { createElements, type FloatType, isFloat, roundTo } from "../../graph/data_type.ts";
import type { Node } from "../../graph/graph.ts";
import { type Descriptor, elementCount, type Tensor } from "../../graph/tensor.ts";
import { operators } from "../../reference/operators.ts";
import { validate } from "../../reference/validate.ts";
import type { Mutant } from "../mutants/mutant.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { valueOf } from "./casting.ts";
import type { Call, Element, Operand, Values } from "./kernel.ts";
import { kernels } from "./kernels.ts";

/**
 * The outputs of one dispatch.
 *
 * @param mutant A bug in the kernel of its operator, in every node of it.
 * @returns undefined where an operator has no software kernel, or the mutant's bug touches no node.
 */
export function softwareOutputs(
  testCase: Case,
  inputs: Inputs,
  arithmetic: Arithmetic,
  mutant?: Mutant,
): Outputs | undefined {
  const values = softwareValues(testCase, inputs, arithmetic, mutant);
  return values && new Map([...values].map(([name, each]) => [name, tensorOf(each)]));
}

/** The same, floats in float64 as the arithmetic stores them. */
export function softwareValues(
  testCase: Case,
  inputs: Inputs,
  arithmetic: Arithmetic,
  mutant?: Mutant,
): ReadonlyMap<string, Values> | undefined {
  const values = new Map<string, Values>();
  const { operands, nodes, outputs } = testCase.graph;
  const descriptors = validate(testCase.graph);
  for (const [name, operand] of operands) {
    const { dataType, shape } = descriptors.get(name)!;
    const data = operand.kind === "input"
      ? inputs.get(name)!.data
      : operand.kind === "scalarConstant"
      ? scalar(operand)
      : operand.tensor.data;
    values.set(name, { dataType, shape, v: read(data, dataType, arithmetic) });
  }
  let isTouched = mutant === undefined;
  for (const node of nodes) {
    const results = evaluate(node, values, descriptors, arithmetic, mutant);
    if (!results) return undefined;
    isTouched ||= results.isTouched;
    node.outputs.forEach((name, i) => values.set(name, results.values[i]));
  }
  return isTouched ? new Map(outputs.map((name) => [name, values.get(name)!])) : undefined;
}

function scalar({ dataType, value }: { dataType: Descriptor["dataType"]; value: number | bigint }) {
  const data = createElements(dataType, 1);
  data[0] = valueOf(value, dataType);
  return data;
}

function read(data: Tensor["data"], dataType: Descriptor["dataType"], arithmetic: Arithmetic): Values["v"] {
  if (!isFloat(dataType)) return data;
  return Float64Array.from(data as ArrayLike<number>, (x) => arithmetic.store(x, dataType));
}

function tensorOf({ dataType, shape, v }: Values): Tensor {
  if (!isFloat(dataType)) return { dataType, shape, data: v as Tensor["data"] };
  const data = createElements(dataType, v.length);
  data.set(v as Float64Array);
  return { dataType, shape, data };
}

/** Whole numbers are computed exactly: there is nothing to round. */
function unroundedIn(arithmetic: Arithmetic): Arithmetic {
  return { ...arithmetic, round: (x) => x };
}

function evaluate(
  node: Node,
  values: ReadonlyMap<string, Values>,
  descriptors: ReadonlyMap<string, Descriptor>,
  given: Arithmetic,
  mutant: Mutant | undefined,
): { readonly values: Values[]; readonly isTouched: boolean } | undefined {
  const { operator, options } = node;
  const right = kernels.get(operator);
  if (!right) return undefined;
  const operands = Object.fromEntries(
    Object.entries(node.operands).map(([argument, name]): [string, Operand] => [
      argument,
      typeof name === "string" ? values.get(name)! : name.map((one) => values.get(one)!),
    ]),
  );
  const outputs = node.outputs.map((name) => descriptors.get(name)!);
  const floats = [...outputs, ...Object.values(operands).flat()].map(({ dataType }) => dataType).filter(
    isFloat,
  );
  const dataType: FloatType = floats[0] ?? "float32";
  const arithmetic = floats.length > 0 ? given : unroundedIn(given);
  const call: Call = {
    operator,
    operands,
    options: operators.get(operator)!.resolve(operands, options),
    outputs,
    dataType,
    arithmetic,
    round: (x) => arithmetic.round(x, dataType),
    scalar: (option) => roundTo(dataType, option),
  };
  const isWrong = mutant && (mutant.operator === operator || mutant.habitOf?.includes(operator));
  const bug = isWrong ? mutant : undefined;
  const wrong = bug?.kernel(right)(call);
  const elements = [wrong ?? right(call)].flat() as Element[];
  const filledOutputs = wrong && bug?.outputs?.(call) || outputs;
  return {
    values: elements.map((element, i) => filled(element, filledOutputs[i], arithmetic)),
    isTouched: wrong !== undefined,
  };
}

function filled(element: Element, { dataType, shape }: Descriptor, arithmetic: Arithmetic): Values {
  const count = elementCount(shape);
  const indices = indicesOf(shape);
  if (isFloat(dataType)) {
    const v = new Float64Array(count);
    for (let at = 0; at < count; at++) v[at] = arithmetic.store(element(indices()) as number, dataType);
    return { dataType, shape, v };
  }
  const v = createElements(dataType, count), zero = v[0];
  // a mutant may read beyond the end of a tensor, and BigInt arrays refuse undefined
  for (let at = 0; at < count; at++) v[at] = element(indices()) ?? zero;
  return { dataType, shape, v };
}

/** The indices of a shape in row-major order, one a call, in one array that is written anew each time. */
function indicesOf(shape: readonly number[]): () => number[] {
  const next = shape.map(() => 0), index = shape.map(() => 0);
  return () => {
    for (let axis = 0; axis < shape.length; axis++) index[axis] = next[axis];
    for (let axis = shape.length - 1; axis >= 0 && ++next[axis] === shape[axis]; axis--) next[axis] = 0;
    return index;
  };
}
