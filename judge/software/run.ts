/**
 * Graphs computed by software kernels in one arithmetic, as a correct backend might, or as one with a bug would.
 *
 * @module
 */

import type { Outputs } from "../../graph/answer.ts";
import type { Case, Inputs } from "../../graph/case.ts";
import { createElements, type FloatType, isFloat } from "../../graph/data_type.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import { type Descriptor, elementCount, indexAt, type Tensor } from "../../graph/tensor.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { operators } from "../../reference/operators.ts";
import { validate } from "../../reference/validate.ts";
import type { Mutant } from "../mutants/mutant.ts";
import type { Arithmetic } from "./arithmetic.ts";
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
  data[0] = castNumber(value, dataType);
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

/** Moved elements are moved by the reference: there is nothing to round. */
const moves = ["pad", "reshape", "transpose", "concat"];

/** Operators whose kernels compute integers, too. */
const takesIntegers = /^(arg|reduce|cumulativeSum)/;

function evaluate(
  node: Node,
  values: ReadonlyMap<string, Values>,
  descriptors: ReadonlyMap<string, Descriptor>,
  arithmetic: Arithmetic,
  mutant: Mutant | undefined,
): { readonly values: Values[]; readonly isTouched: boolean } | undefined {
  const { operator, options } = node;
  const operands = Object.fromEntries(
    Object.entries(node.operands).map(([argument, name]): [string, Operand] => [
      argument,
      typeof name === "string" ? values.get(name)! : name.map((one) => values.get(one)!),
    ]),
  );
  const outputs = node.outputs.map((name) => descriptors.get(name)!);
  const definition = operators.get(operator)!;
  if (moves.includes(operator)) {
    const results = definition.evaluate(operands, options, profiles.ieee);
    return { values: results.map(({ v }, i) => ({ ...outputs[i], v })), isTouched: false };
  }
  const right = kernels.get(operator);
  if (!right || !takesIntegers.test(operator) && !outputs.every(({ dataType }) => isFloat(dataType))) {
    return undefined;
  }
  const dataType = floatTypeOf([...outputs, ...Object.values(operands).flat()]);
  const call: Call = {
    operator,
    operands,
    options: definition.resolve(operands, options),
    outputs,
    dataType,
    arithmetic,
    round: (x) => arithmetic.round(x, dataType),
  };
  const bug = mutant?.operator === operator ? mutant : undefined;
  const wrong = bug?.kernel(right)(call);
  const elements = [wrong ?? right(call)].flat() as Element[];
  const filledOutputs = wrong && bug?.outputs?.(call) || outputs;
  return {
    values: elements.map((element, i) => filled(element, filledOutputs[i], arithmetic)),
    isTouched: wrong !== undefined,
  };
}

function floatTypeOf(tensors: readonly Descriptor[]): FloatType {
  for (const { dataType } of tensors) if (isFloat(dataType)) return dataType;
  return "float32";
}

function filled(element: Element, { dataType, shape }: Descriptor, arithmetic: Arithmetic): Values {
  const count = elementCount(shape);
  if (isFloat(dataType)) {
    const v = new Float64Array(count);
    for (let at = 0; at < count; at++) {
      v[at] = arithmetic.store(element(indexAt(at, shape)) as number, dataType);
    }
    return { dataType, shape, v };
  }
  const v = createElements(dataType, count);
  for (let at = 0; at < count; at++) v[at] = element(indexAt(at, shape));
  return { dataType, shape, v };
}
