/**
 * What an operator's lowering is given.
 *
 * @module
 */

import type { Descriptor } from "../../graph/tensor.ts";
import { castNumber } from "../../reference/cast_number.ts";
import type { Options } from "../../reference/operator.ts";
import type { Attribute } from "./attributes.ts";
import type { Model, Value } from "./model.ts";

/** A node to be said in ONNX. */
export interface Call {
  readonly operator: string;
  readonly operands: Readonly<Record<string, Value | readonly Value[]>>;
  /** Options as given: what is absent here is left to ONNX where its default is the same. */
  readonly given: Options;
  /** Options with the spec's defaults. */
  readonly options: Options;
  /** Descriptors of the outputs, as the spec's steps give them; `output` is the first. */
  readonly outputs: readonly Descriptor[];
  readonly output: Descriptor;
}

/** Adds to `model` what computes the call's output, or all of its outputs. */
export type Lowering = (call: Call, model: Model) => Value | readonly Value[];

/** The operand called `name`, which is there and is no sequence. */
export function operand(call: Call, name: string): Value {
  return call.operands[name] as Value;
}

/** The operand called `name`, or undefined when the call has none. */
export function optionalOperand(call: Call, name: string): Value | undefined {
  return call.operands[name] as Value | undefined;
}

/** An option that is a list of numbers. */
export function numbers(options: Options, name: string): number[] {
  return [...options[name] as readonly number[]];
}

/** The same, or undefined when it is absent. */
export function optionalNumbers(options: Options, name: string): number[] | undefined {
  return name in options ? numbers(options, name) : undefined;
}

/** An option that is one number, or undefined when it is absent. */
export function optionalNumber(options: Options, name: string): number | undefined {
  return options[name] as number | undefined;
}

/**
 * A number option cast to the operand type, as the spec's steps do. ONNX knows it as float32 only, so an absent option
 * stays absent only where its default is the same in the operand type.
 */
export function floatAttribute(call: Call, name: string): Attribute | undefined {
  const value = optionalNumber(call.options, name);
  if (value === undefined) return undefined;
  const cast = Number(castNumber(value, call.output.dataType));
  return name in call.given || cast !== Math.fround(value) ? { float: cast } : undefined;
}

/** A boolean option as ONNX has it; an absent one stays absent. */
export function flagAttribute({ given }: Call, name: string): Attribute | undefined {
  return name in given ? Number(given[name]) : undefined;
}
