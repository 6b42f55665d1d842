/**
 * What the reference's tests share: a graph of one node, and which values an expectation admits.
 *
 * @module
 */

import assert from "node:assert/strict";
import { createElements, type DataType } from "../graph/data_type.ts";
import type { Case } from "../graph/case.ts";
import { type ExpectedOutput, Flag } from "../graph/expectation.ts";
import type { Node, Operand } from "../graph/graph.ts";
import { type Profile, profiles } from "../graph/profile.ts";
import { type Descriptor, elementCount, type Tensor } from "../graph/tensor.ts";
import { checkCall } from "./check_options.ts";
import { expectationOf } from "./expect.ts";
import type { Operands, Options } from "./operator.ts";
import { operators } from "./operators.ts";
import { ValidationError } from "./validation_error.ts";

type Values = readonly number[] | readonly bigint[];

/** A tensor; float32 unless said. */
export function tensor(shape: readonly number[], values: Values, dataType: DataType = "float32"): Tensor {
  const data = createElements(dataType, elementCount(shape));
  assert.equal(values.length, data.length);
  values.forEach((value, i) => data[i] = value);
  return { dataType, shape, data };
}

/** 0, 1, 2, …: every element differs. */
export function counting(shape: readonly number[], dataType: DataType = "float32"): Tensor {
  return tensor(shape, Array.from({ length: elementCount(shape) }, (_, i) => i), dataType);
}

/** A case of one node whose operands are all inputs; its output is called `output`. */
export function caseOf(operator: string, operands: Operands<Tensor>, options: Options = {}): Case {
  const inputs = new Map<string, Tensor>();
  const name = (argument: string, value: Tensor) => {
    inputs.set(argument, value);
    return argument;
  };
  const names: Node["operands"] = Object.fromEntries(
    Object.entries(operands).map(([argument, value]) => [
      argument,
      Array.isArray(value)
        ? value.map((one, i) => name(`${argument}${i}`, one))
        : name(argument, value as Tensor),
    ]),
  );
  return graphCase(inputs, [{ operator, operands: names, options, outputs: ["output"] }], ["output"]);
}

/** A case whose graph's operands are all inputs. */
export function graphCase(
  inputs: ReadonlyMap<string, Tensor>,
  nodes: readonly Node[],
  outputs: string[],
): Case {
  const operands = new Map<string, Operand>(
    [...inputs].map(([name, { dataType, shape }]) => [name, { kind: "input", dataType, shape }]),
  );
  const graph = { operands, nodes, outputs };
  return { id: "test", graph, inputs, secondInputs: inputs, provenance: { source: "test" } };
}

/** What the single output of a node may be. */
export function expected(
  operator: string,
  operands: Operands<Tensor>,
  options: Options = {},
  profile: Profile = profiles.ieee,
): ExpectedOutput {
  return expectationOf(caseOf(operator, operands, options), profile).outputs.get("output")!;
}

/** The values of a node's output, as plain numbers. */
export function values(
  operator: string,
  operands: Operands<Tensor>,
  options: Options = {},
): (number | bigint)[] {
  return [...expected(operator, operands, options).value];
}

/** Positions whose value is outside [lo, hi] and which no flag lets pass. Alternatives are not looked at. */
export function outside({ lo, hi, flags }: ExpectedOutput, actual: ArrayLike<number>): number[] {
  const positions: number[] = [];
  for (let i = 0; i < actual.length; i++) {
    const mark = flags?.[i] ?? 0;
    const passes = mark & (Flag.any | Flag.skip) ||
      mark & (Flag.nan | Flag.orNaN) && Number.isNaN(actual[i]) ||
      mark & Flag.orPositiveInfinity && actual[i] === Infinity ||
      mark & Flag.orNegativeInfinity && actual[i] === -Infinity ||
      lo[i] <= actual[i] && actual[i] <= hi[i];
    if (!passes) positions.push(i);
  }
  return positions;
}

/** Positions whose value is `outside` and which no alternative admits. */
export function refused(output: ExpectedOutput, actual: ArrayLike<number>): number[] {
  const isAdmitted = (i: number) =>
    output.alternatives?.some(({ positions, lo, hi }) => {
      const k = positions.indexOf(i);
      return k >= 0 && lo[k] <= actual[i] && actual[i] <= hi[k];
    });
  return outside(output, actual).filter((i) => !isAdmitted(i));
}

/** Half the widest of all intervals, over the largest expected magnitude. */
export function relativeWidth({ value, lo, hi }: ExpectedOutput): number {
  const magnitudes = [...value].map((x) => Math.abs(Number(x)));
  const widths = magnitudes.map((_, i) => (Number(hi[i]) - Number(lo[i])) / 2);
  return Math.max(...widths) / Math.max(...magnitudes);
}

/** Asserts that a call is refused at `step`. */
export function refuses(
  operator: string,
  step: string,
  operands: Operands<Descriptor>,
  options: Options = {},
) {
  const definition = operators.get(operator)!;
  assert.throws(() => {
    checkCall(definition, operands, options);
    definition.infer(operands, options);
  }, (error) => error instanceof ValidationError && error.operator === operator && error.step === step);
}

/** A descriptor; float32 unless said. */
export function descriptor(shape: readonly number[], dataType: DataType = "float32"): Descriptor {
  return { dataType, shape };
}
