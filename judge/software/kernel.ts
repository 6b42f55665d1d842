/**
 * What a software kernel is: the elements of an operator's outputs by a plain index formula, in one arithmetic.
 *
 * No value comes from the reference: kernels have casts, rounding and functions of their own, so that each checks the
 * other. Two things are the reference's all the same, and an error in them escapes both: the validation of graphs, which
 * says what types and shapes the outputs have, and the defaults of options. The tests against the specification's text
 * check these.
 *
 * @module
 */

import type { Elements, FloatType } from "../../graph/data_type.ts";
import { type Descriptor, rowMajorStrides } from "../../graph/tensor.ts";
import type { Options } from "../../reference/operator.ts";
import type { Arithmetic } from "./arithmetic.ts";

/** A tensor inside the software run, stored in its data type: float64 for floats, the type's own array for integers. */
export interface Values extends Descriptor {
  readonly v: Elements | Float64Array;
}

/** What stands for an argument. */
export type Operand = Values | readonly Values[];

/** What a kernel is given: the options with their defaults, and what it has to fill. */
export interface Call {
  readonly operator: string;
  readonly operands: Readonly<Record<string, Operand>>;
  readonly options: Options;
  /** The outputs' types and shapes. A mutant keeps them when it takes options for others. */
  readonly outputs: readonly Descriptor[];
  /**
   * The float type computed with: that of the first output that is float, else of an operand. Of none it is float32, and
   * the arithmetic rounds nothing.
   */
  readonly dataType: FloatType;
  readonly arithmetic: Arithmetic;
  /** Rounds an intermediate result of tensors of `dataType`. */
  round(x: number): number;
  /** A number of the options as the element of `dataType` that the specification casts it to. */
  scalar(option: number): number;
}

/** One element of an output from its index, before it is stored. The index is the caller's: it changes with the next call. */
export type Element = (index: number[]) => number | bigint;

/** The elements of the output, or of each output of an operator that has several. */
export type Kernel = (call: Call) => Element | readonly Element[];

/** The only tensor of an argument. */
export function tensorOf({ operands, operator }: Call, argument: string): Values {
  const operand = operands[argument];
  if (operand === undefined || !("v" in operand)) {
    throw new TypeError(`${operator} has no tensor ${argument}`);
  }
  return operand;
}

/** The only tensor of an argument, which is of a float type. */
export function floatsOf(call: Call, argument: string): Descriptor & { readonly v: Float64Array } {
  return tensorOf(call, argument) as Descriptor & { readonly v: Float64Array };
}

/** The element at an index, aligned at the last axis, axes of size 1 repeated: numbers of every type but 64-bit ones. */
export function reader({ shape, v }: Values): (index: readonly number[]) => number {
  const read = anyReader({ dataType: "float32", shape, v });
  return read as (index: readonly number[]) => number;
}

/** The same for elements of any type. */
export function anyReader({ shape, v }: Values): (index: readonly number[]) => number | bigint {
  const strides = rowMajorStrides(shape).map((stride, axis) => shape[axis] === 1 ? 0 : stride);
  return (index) => {
    const skipped = index.length - shape.length;
    let at = 0;
    for (let axis = 0; axis < shape.length; axis++) at += index[axis + skipped] * strides[axis];
    return v[at];
  };
}

/** The element at `start + Σ index · step` of the elements. */
export function strided(v: Values["v"], start: number, steps: readonly number[]): Element {
  return (index) => {
    let at = start;
    for (let axis = 0; axis < steps.length; axis++) at += index[axis] * steps[axis];
    return v[at];
  };
}

/** The element of a float tensor that has the output's shape. */
export function floatAt(call: Call, argument: string): (index: number[]) => number {
  const { v, shape } = floatsOf(call, argument);
  return strided(v, 0, rowMajorStrides(shape)) as (index: number[]) => number;
}
