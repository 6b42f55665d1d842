/**
 * Calls taken for others: with other options, operands or outputs.
 *
 * @module
 */

import { type Descriptor, elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import type { OptionValue } from "../../graph/graph.ts";
import { operators } from "../../reference/operators.ts";
import type { Options } from "../../reference/operator.ts";
import { ValidationError } from "../../reference/validation_error.ts";
import { type Call, floatsOf, type Operand, tensorOf, type Values } from "../software/kernel.ts";
import { type Bug, rewritten } from "./mutant.ts";

type Numbers = readonly number[];
type Floats = ReturnType<typeof floatsOf>;

/** An option that is a list of numbers; none where it is absent. */
export const list = (value: OptionValue | undefined) => value as Numbers | undefined ?? [];

/** Other options in place of the call's; undefined where none differs. */
export function withOptions({ options }: Call, change: Options): Partial<Call> | undefined {
  const differs = Object.entries(change).some(([name, value]) => String(value) !== String(options[name]));
  return differs ? { options: { ...options, ...change } } : undefined;
}

/** Another operand, or none; undefined where its elements and its shape are the same. */
export function withOperand(
  call: Call,
  argument: string,
  change: Values | undefined,
): Partial<Call> | undefined {
  const before = call.operands[argument];
  if (before === undefined) return undefined;
  const { [argument]: _, ...others } = call.operands;
  if (!change) return { operands: others };
  const { shape, v } = tensorOf(call, argument);
  const isSame = String(shape) === String(change.shape) && change.v.every((x, i) => Object.is(x, v[i]));
  return isSame ? undefined : { operands: { ...others, [argument]: change } };
}

/** The operand with the elements that `change` gives; `at` reads those it has. */
export function mapped(
  values: Floats,
  change: (at: (index: Numbers) => number, index: number[]) => number,
): Floats {
  const { shape, v } = values;
  const strides = rowMajorStrides(shape);
  const at = (index: Numbers) => v[index.reduce((sum, i, axis) => sum + i * strides[axis], 0)];
  return { ...values, v: Float64Array.from(v, (_, i) => change(at, indexAt(i, shape))) };
}

/** The elements taken to lie in the order of other axes: `order[0]` outermost. */
export function reread(values: Floats, order: Numbers): Floats {
  const sizes = order.map((axis) => values.shape[axis]);
  const steps = rowMajorStrides(sizes);
  return mapped(
    values,
    (_, index) => values.v[order.reduce((sum, axis, i) => sum + index[axis] * steps[i], 0)],
  );
}

/** A tensor of another shape: at each index the element at the index that `pick` gives. */
export function picked(values: Floats, shape: Numbers, pick: (index: number[]) => Numbers): Floats {
  const strides = rowMajorStrides(values.shape);
  const read = (index: Numbers) => values.v[index.reduce((at, i, axis) => at + i * strides[axis], 0)];
  const v = Float64Array.from({ length: elementCount(shape) }, (_, i) => read(pick(indexAt(i, shape))));
  return { ...values, shape, v };
}

/** Every axis but that two are exchanged. */
export function axesExchanged(rank: number, first: number, second: number): number[] {
  return Array.from({ length: rank }, (_, i) => i === first ? second : i === second ? first : i);
}

/** The outputs that the operator would have with other options; undefined where they are the same, or it refuses. */
export function otherOutputs(call: Call, options: Options): readonly Descriptor[] | undefined {
  try {
    const outputs = operators.get(call.operator)!.infer(call.operands as Record<string, Operand>, options);
    const isSame = outputs.every(({ shape }, i) => String(shape) === String(call.outputs[i].shape));
    return isSame || outputs.some(({ shape }) => elementCount(shape) > 1e6) ? undefined : outputs;
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
}

/** The output has the values and the shape that other options, all of them, give it. */
export function otherShape(
  name: string,
  sentence: string,
  change: (call: Call) => Options | undefined,
): Bug {
  return rewritten(name, sentence, (call) => {
    const options = change(call);
    const outputs = options && otherOutputs(call, options);
    return outputs && { options, outputs };
  });
}
