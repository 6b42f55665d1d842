/**
 * The method steps of the recurrent operators.
 *
 * @module
 */

import type { Descriptor } from "../../graph/tensor.ts";
import type { Operands, Options } from "../operator.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { initial, type Kind } from "./_recurrent_rules.ts";

/** Sizes and output descriptors of the operator `name`. */
export function inferRecurrent(
  name: string,
  { gates, states, activations, hasPeephole }: Kind,
  isCell: boolean,
  operands: Operands<Descriptor>,
  options: Options,
) {
  const require = stepsOf(name);
  const { dataType, shape } = operands.input as Descriptor;
  const hiddenSize = options.hiddenSize as number;
  const directions = options.direction === "both" ? 2 : 1;
  const [batches, inputSize] = shape.slice(-2);
  const steps = isCell ? 1 : options.steps as number;
  const withDirections = (sizes: readonly number[]) => isCell ? sizes : [directions, ...sizes];
  const requireType = (operand: string, argument = operand) => {
    const given = (operands[operand] as Descriptor).dataType;
    require(given === dataType, "same-data-type", argument, given, `${dataType}, as the input`);
  };
  const requireShape = (step: string, operand: string, sizes: readonly number[], argument = operand) => {
    const given = (operands[operand] as Descriptor).shape, wanted = withDirections(sizes);
    require(given.join() === wanted.join(), step, argument, given, `[${wanted}]`);
  };
  for (const operand of ["weight", "recurrentWeight", ...(isCell ? states : [])]) requireType(operand);
  if (!isCell) {
    if (hasPeephole) require(steps !== 0, "steps-positive", "steps", steps, "1 or more");
    require(shape[0] === steps, "steps-of-input", "steps", steps, `${shape[0]}, the first size of the input`);
  }
  requireShape("weight-shape", "weight", [gates * hiddenSize, inputSize]);
  requireShape("recurrent-weight-shape", "recurrentWeight", [gates * hiddenSize, hiddenSize]);
  if (isCell) { for (const state of states) requireShape("state-shape", state, [batches, hiddenSize]); }
  require(
    isValidDimension(2 * gates * hiddenSize),
    "hidden-size-range",
    "hiddenSize",
    hiddenSize,
    `a number whose ${2 * gates}-fold is from 1 to 2147483647`,
  );
  const optional: readonly (readonly [operand: string, step: string, sizes: readonly number[]])[] = [
    ["bias", "bias-shape", [gates * hiddenSize]],
    ["recurrentBias", "recurrent-bias-shape", [gates * hiddenSize]],
    ["peepholeWeight", "peephole-weight-shape", [3 * hiddenSize]],
    ...states.map((state) => [initial(state), "initial-state-shape", [batches, hiddenSize]] as const),
  ];
  for (const [operand, step, sizes] of optional) {
    if (!operands[operand]) continue;
    requireType(operand, `options.${operand}`);
    requireShape(step, operand, sizes, `options.${operand}`);
  }
  const given = options.activations as readonly string[] | undefined;
  const count = activations.length;
  require(
    given === undefined || given.length === count,
    "activations-count",
    "options.activations",
    given,
    `${count} activations`,
  );
  const state = { dataType, shape: withDirections([batches, hiddenSize]) };
  const sequence = { dataType, shape: [steps, directions, batches, hiddenSize] };
  const outputs = [...states.map(() => state), ...(options.returnSequence === true ? [sequence] : [])];
  return { directions, steps, batches, inputSize, hiddenSize, outputs };
}
