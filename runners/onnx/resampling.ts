/**
 * Resampling in ONNX.
 *
 * `Resize` has WebNN's coordinates (`half_pixel`) and WebNN's choice of the nearest sample, ceil(c - 0.5)
 * (`round_prefer_floor`), as its defaults.
 *
 * @module
 */

import { type Call, type Lowering, numbers, operand } from "./call.ts";
import type { Model, Value } from "./model.ts";

export const resampling: Readonly<Record<string, Lowering>> = { resample2d: lower, resample: lower };

const modes: Readonly<Record<string, string>> = { "nearest-neighbor": "nearest", linear: "linear" };

function lower(call: Call, model: Model): Value {
  const input = operand(call, "input");
  const { shape } = call.output;
  const mode = call.given.mode === undefined ? undefined : modes[String(call.given.mode)];
  const [scales, sizes] = factors(call, model, input);
  return model.call("Resize", [input, undefined, scales, sizes], shape, { mode });
}

/**
 * The inputs `scales` and `sizes`, one of them absent. WebNN's coordinates come from output size / input size; ONNX
 * takes the given scales themselves, so scales go there only where the two are the same.
 */
function factors(call: Call, model: Model, input: Value): [Value | undefined, Value | undefined] {
  const { shape } = call.output;
  const given = "sizes" in call.given ? undefined : call.given.scales;
  if (given === undefined) return [undefined, model.int64s(shape)];
  const axes = numbers(call.options, "axes");
  const scales = shape.map((_, axis) =>
    axes.includes(axis) ? (given as readonly number[])[axes.indexOf(axis)] : 1
  );
  if (scales.every((scale, axis) => Math.fround(scale) === shape[axis] / input.shape[axis])) {
    return [
      model.constant({ dataType: "float32", shape: [scales.length], data: Float32Array.from(scales) }),
      undefined,
    ];
  }
  model.rewrites.push(`scales as sizes [${shape.join(",")}]`);
  return [undefined, model.int64s(shape)];
}
