/**
 * The spec's emulations of split and of quantization, which repeats its scales in blocks.
 *
 * @module
 */

import { integerRange } from "../../graph/data_type.ts";
import type { Emulation, Recorder, Ref } from "./recorder.ts";

/** Every element repeated along each axis until the operand has the shape. */
function inBlocks(b: Recorder, operand: Ref, shape: readonly number[]): Ref {
  let output = operand;
  shape.forEach((size, axis) => {
    const from = output.shape;
    if (size === from[axis]) return;
    const count = (sizes: readonly number[]) => sizes.reduce((a, size) => a * size, 1);
    const [before, after] = [count(from.slice(0, axis)), count(from.slice(axis + 1))];
    const open = b.call("reshape", [output, [before, from[axis], 1, after]]);
    const repeated = b.call("expand", [open, [before, from[axis], size / from[axis], after]]);
    output = b.call("reshape", [repeated, from.with(axis, size)]);
  });
  return output;
}

export const movement: Readonly<Record<string, Emulation>> = {
  split: (b, { operands, options }) => {
    const x = operands.input as Ref;
    const axis = options.axis as number;
    const { splits } = options;
    const sizes = typeof splits === "number"
      ? new Array<number>(splits).fill(x.shape[axis] / splits)
      : splits as readonly number[];
    let start = 0;
    return sizes.map((size) => {
      const starts = x.shape.map((_, i) => i === axis ? start : 0);
      start += size;
      return b.call("slice", [x, starts, x.shape.with(axis, size)]);
    });
  },
  dequantizeLinear: (b, { operands }) => {
    const { input, scale, zeroPoint } = operands as Readonly<Record<string, Ref>>;
    const [x, zero] = [input, zeroPoint].map((each) => b.call("cast", [each, scale.dataType]));
    const shifted = b.call("sub", [x, inBlocks(b, zero, input.shape)]);
    return b.call("mul", [shifted, inBlocks(b, scale, input.shape)]);
  },
  quantizeLinear: (b, { operands }) => {
    const { input, scale, zeroPoint } = operands as Readonly<Record<string, Ref>>;
    const { dataType } = zeroPoint;
    if (dataType !== "int8" && dataType !== "uint8") return undefined;
    const [minValue, maxValue] = integerRange[dataType].map(Number);
    const zero = inBlocks(b, b.call("cast", [zeroPoint, scale.dataType]), input.shape);
    const whole = b.call("roundEven", [b.call("div", [input, inBlocks(b, scale, input.shape)])]);
    const clamped = b.call("clamp", [b.call("add", [whole, zero])], { minValue, maxValue });
    return b.call("cast", [clamped, dataType]);
  },
};
