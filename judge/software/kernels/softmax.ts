/**
 * The software kernel of softmax.
 *
 * @module
 */

import { exponential } from "../activations.ts";
import { sum } from "../arithmetic.ts";
import { type Call, floatsOf, type Kernel } from "../kernel.ts";
import { inOrder, rowReader, rowsOver } from "../rows.ts";

type Numbers = readonly number[];

/** The softmax of a row. */
export type RowFunction = (row: Numbers, call: Call) => Numbers;

/** What is taken from the elements of a row before they are exponents. */
export function greatestOf(row: Numbers): number {
  let greatest = -Infinity;
  for (const x of row) if (!(x <= greatest)) greatest = x;
  return greatest;
}

/** Exponentials shifted by the greatest element, divided by their sum or multiplied by its reciprocal. */
export function softmaxOf(row: Numbers, call: Call, shift = greatestOf(row)): Numbers {
  const { dataType, arithmetic, round } = call;
  const powers = row.map((x) => exponential(round(x - shift), call));
  const total = sum(powers, dataType, arithmetic);
  const inverse = round(1 / total);
  return powers.map((power) => arithmetic.folds ? round(power * inverse) : round(power / total));
}

/** By operator. */
export const softmaxKernels: Readonly<Record<string, Kernel>> = {
  softmax: byRows((row, call) => softmaxOf(row, call)),
};

/** The kernel that applies a function to the rows along the axis, or over several. */
export function byRows(
  f: RowFunction,
  axesOf = ({ options }: Call): Numbers => [options.axis as number],
): Kernel {
  return (call) => {
    const { v, shape } = floatsOf(call, "input");
    const rows = rowsOver(shape, axesOf(call)), rowFrom = rowReader(v, rows);
    const results = new Float64Array(v.length);
    for (const start of rows.starts) {
      f(rowFrom(start), call).forEach((y, j) => results[start + rows.offsets[j]] = y);
    }
    return inOrder(results, call.outputs[0].shape);
  };
}
