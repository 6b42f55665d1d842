/**
 * Valid calls beside those that families draw, for steps that no small change of a drawn case violates.
 *
 * @module
 */

import type { Descriptor } from "../../graph/tensor.ts";
import type { Call } from "./call.ts";

const float32 = (...shape: readonly number[]): Descriptor => ({ dataType: "float32", shape });

const repeated = (count: number, each: Descriptor): Descriptor[] => Array.from({ length: count }, () => each);

/** By operator. */
export const further: Readonly<Record<string, readonly Call[]>> = {
  // one input less than 2^31 elements along the axis
  concat: [{ operands: { inputs: repeated(31, float32(2 ** 26)) }, options: { axis: 0 }, outputs: 1 }],
};
