/**
 * Resampling in ONNX.
 *
 * `Resize` has WebNN's coordinates (`half_pixel`) and WebNN's choice of the nearest sample, ceil(c - 0.5)
 * (`round_prefer_floor`), as its defaults.
 *
 * @module
 */

import { type Call, type Lowering, numbers, operand, optionalNumbers } from "./call.ts";
import { canonicalShape, channelsFirst, channelsWhereTheyWere } from "./layout.ts";
import type { Model, Value } from "./model.ts";

export const resampling: Readonly<Record<string, Lowering>> = { resample2d: lower, resample: lower };

const modes: Readonly<Record<string, string>> = { "nearest-neighbor": "nearest", linear: "linear" };

function lower(call: Call, model: Model): Value {
  const whole = operand(call, "input");
  const { shape } = call.output;
  const mode = call.given.mode === undefined ? undefined : modes[String(call.given.mode)];
  const resized = shape.flatMap((size, axis) => size === whole.shape[axis] ? [] : [axis]);
  if (mode !== "linear" || linearTakes(resized, shape.length)) {
    const given = shape.map((_, axis) => scaleOf(call, axis));
    return model.call("Resize", [whole, undefined, ...factors(model, whole.shape, shape, given)], shape, {
      mode,
    });
  }
  const axes = { spatial: resized };
  const input = channelsFirst(model, whole, axes, "input");
  const sizes = canonicalShape(shape, axes);
  const given = [1, 1, ...resized.map((axis) => scaleOf(call, axis))];
  const result = model.call(
    "Resize",
    [input, undefined, ...factors(model, input.shape, sizes, given)],
    sizes,
    { mode },
  );
  return channelsWhereTheyWere(model, result, axes, shape);
}

/**
 * Whether the linear kernels of ONNX Runtime resize these axes of a tensor of this rank where they lie; other axes go
 * to the end, after batch and channels.
 */
function linearTakes(resized: readonly number[], rank: number): boolean {
  if (rank === 2 || rank === 3) return true;
  if (rank === 5) return resized.every((axis) => axis > 1);
  return rank === 4 &&
    (resized.every((axis) => axis > 1) || resized.every((axis) => axis === 1 || axis === 2));
}

/** The scale that is given for an axis: 1 for one that is not resampled, undefined where sizes are given. */
function scaleOf({ given, options }: Call, axis: number): number | undefined {
  const place = numbers(options, "axes").indexOf(axis);
  if (place < 0) return 1;
  return "sizes" in given ? undefined : optionalNumbers(given, "scales")?.[place];
}

/**
 * The inputs `scales` and `sizes`, one of them absent. WebNN's coordinates come from output size / input size; ONNX
 * takes the given scales themselves, so scales go there only where the two are the same.
 */
function factors(
  model: Model,
  from: readonly number[],
  to: readonly number[],
  scales: readonly (number | undefined)[],
): [Value | undefined, Value | undefined] {
  const given = scales.filter((scale) => scale !== undefined);
  if (given.length < scales.length) return [undefined, model.int64s(to)];
  if (given.every((scale, axis) => Math.fround(scale) === to[axis] / from[axis])) {
    const data = Float32Array.from(given);
    return [model.constant({ dataType: "float32", shape: [data.length], data }), undefined];
  }
  model.rewrites.push(`scales as sizes [${to.join(",")}]`);
  return [undefined, model.int64s(to)];
}
