/**
 * What quantizeLinear and dequantizeLinear share.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import { isBlockwiseBroadcastable } from "../blockwise.ts";
import type { Require } from "../steps.ts";

/** The data types of quantized tensors. */
export const quantizedTypes: readonly DataType[] = ["uint8", "int8", "uint32", "int32"];

/** The steps about `scale` and `zeroPoint` that follow those about data types. */
export function checkShapes(
  require: Require,
  { input, scale, zeroPoint }: Readonly<Record<string, Descriptor>>,
): void {
  const rank = input.shape.length;
  const allowed = `rank ${rank}, as input`;
  require(scale.shape.length === rank, "same-rank", "scale", scale.shape, allowed);
  require(zeroPoint.shape.length === rank, "same-rank", "zeroPoint", zeroPoint.shape, allowed);
  const isSame = scale.shape.every((size, axis) => size === zeroPoint.shape[axis]);
  require(isSame, "same-shape", "zeroPoint", zeroPoint.shape, `[${scale.shape.join(",")}], as scale`);
  for (const [argument, { shape }] of Object.entries({ scale, zeroPoint })) {
    const isBlockwise = isBlockwiseBroadcastable(shape, input.shape);
    const divides = `sizes that divide [${input.shape.join(",")}]`;
    require(isBlockwise, "blockwise-broadcastable", argument, shape, divides);
  }
}
