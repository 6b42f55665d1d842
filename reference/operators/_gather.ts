/**
 * What the definitions of the gather and scatter family share: operands, and the steps on axes and shapes.
 *
 * @module
 */

import { type DataType, specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { OperandRule, OptionRule, Options } from "../operator.ts";
import type { Require } from "../steps.ts";

const indexTypes: readonly DataType[] = ["int32", "uint32", "int64"];

/** An operand of any data type, of rank `least` or more. */
export function anyOperand(least: number): OperandRule {
  return { dataTypes: specDataTypes, rank: [least, Infinity] };
}

/** Indices of rank `least` or more. */
export function indexOperand(least: number): OperandRule {
  return { dataTypes: indexTypes, rank: [least, Infinity] };
}

/** Indices whose last dimension holds coordinates. */
export const coordinateOperand: OperandRule = { ...indexOperand(1), coordinates: true };

/** The option `axis`. */
export const axisOption: OptionRule = { type: "unsigned long", default: 0 };

/** The axis, which must be one of the input's. */
export function axisOf({ shape }: Descriptor, options: Options, require: Require): number {
  const axis = (options.axis ?? axisOption.default) as number;
  require(axis < shape.length, "axis-range", "options.axis", axis, `0 to ${shape.length - 1}`);
  return axis;
}

/** `gatherElements`, `scatterElements`: the indices have the input's shape except along the axis, which is returned. */
export function elementsAxis(
  input: Descriptor,
  indices: Descriptor,
  updates: Descriptor | undefined,
  options: Options,
  require: Require,
): number {
  const rank = input.shape.length;
  const ofRank = `rank ${rank}, the rank of the input`;
  require(indices.shape.length === rank, "same-rank", "indices", indices.shape, ofRank);
  if (updates) require(updates.shape.length === rank, "same-rank", "updates", updates.shape, ofRank);
  const axis = axisOf(input, options, require);
  const isExpected = indices.shape.every((size, dim) => dim === axis || size === input.shape[dim]);
  const allowed = `[${input.shape.map((size, dim) => (dim === axis ? "any" : size)).join(",")}]`;
  require(isExpected, "indices-shape", "indices", indices.shape, allowed);
  return axis;
}

/** `gatherND`, `scatterND`: the shape of the blocks that the indices name, one after the other. */
export function blocksShape(input: Descriptor, indices: Descriptor, require: Require): number[] {
  const length = indices.shape[indices.shape.length - 1];
  const rank = input.shape.length;
  const allowed = `a last size up to ${rank}, the rank of the input`;
  require(length <= rank, "coordinate-size", "indices", indices.shape, allowed);
  return [...indices.shape.slice(0, -1), ...input.shape.slice(length)];
}

/** `scatterElements`, `scatterND`: the updates have the input's data type. */
export function requireSameDataType(input: Descriptor, updates: Descriptor, require: Require): void {
  const isSame = updates.dataType === input.dataType;
  require(isSame, "same-data-type", "updates", updates.dataType, input.dataType);
}

/** `scatterElements`, `scatterND`: the updates have the shape that the indices ask for. */
export function requireUpdatesShape(updates: Descriptor, shape: readonly number[], require: Require): void {
  const isSame = updates.shape.length === shape.length &&
    updates.shape.every((size, dim) => size === shape[dim]);
  require(isSame, "updates-shape", "updates", updates.shape, `[${shape.join(",")}]`);
}
