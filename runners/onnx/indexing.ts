/**
 * Operators that pick, repeat or overwrite elements by their index, in ONNX.
 *
 * @module
 */

import { type Call, type Lowering, numbers, operand, optionalNumber, optionalNumbers } from "./call.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

export const indexing: Readonly<Record<string, Lowering>> = {
  expand: (call, model) => {
    const newShape = numbers(call.options, "newShape");
    return model.call("Expand", [operand(call, "input"), model.int64s(newShape)], newShape);
  },
  gather: along("Gather"),
  gatherElements: along("GatherElements"),
  gatherND: (call, model) =>
    model.call("GatherND", [operand(call, "input"), int64Indices(call, model)], call.output.shape),
  scatterElements: along("ScatterElements", "updates"),
  scatterND: (call, model) => {
    const inputs = [operand(call, "input"), int64Indices(call, model), operand(call, "updates")] as const;
    return model.call("ScatterND", inputs, call.output.shape);
  },
  reverse: (call, model) => {
    const axes = numbers(call.options, "axes");
    if (axes.length === 0) return unchanged(call, model);
    model.rewrites.push("reverse as Slice with steps of -1");
    const each = (value: number) => model.int64s(axes.map(() => value));
    const inputs = [
      operand(call, "input"),
      each(-1),
      each(-(2 ** 31)),
      model.int64s(axes),
      each(-1),
    ] as const;
    return model.call("Slice", inputs, call.output.shape);
  },
  slice: (call, model) => {
    const starts = numbers(call.options, "starts");
    if (starts.length === 0) return unchanged(call, model);
    const sizes = numbers(call.options, "sizes");
    const strides = optionalNumbers(call.given, "strides");
    const ends = starts.map((start, axis) => start + sizes[axis]);
    const steps = strides && model.int64s(strides);
    const axes = steps && model.int64s(starts.map((_, axis) => axis));
    const inputs = [operand(call, "input"), model.int64s(starts), model.int64s(ends), axes, steps] as const;
    return model.call("Slice", inputs, call.output.shape);
  },
  split: (call, model) => {
    const axis = optionalNumber(call.options, "axis")!;
    const sizes = model.int64s(call.outputs.map(({ shape }) => shape[axis]));
    return model.calls("Split", [operand(call, "input"), sizes], call.outputs, { axis });
  },
  tile: (call, model) => {
    const repetitions = numbers(call.options, "repetitions");
    if (repetitions.length === 0) return unchanged(call, model);
    return model.call("Tile", [operand(call, "input"), model.int64s(repetitions)], call.output.shape);
  },
  triangular: (call, model) => {
    const diagonal = optionalNumber(call.given, "diagonal");
    const k = diagonal === undefined ? undefined : model.constant({
      dataType: "int64",
      shape: [],
      data: BigInt64Array.of(BigInt(diagonal)),
    });
    const upper = call.options.upper ? 1 : 0;
    return model.call("Trilu", [operand(call, "input"), k], call.output.shape, { upper });
  },
};

/** An operator that goes along an axis by int32 or int64 indices. */
function along(operator: OnnxOperator, updates?: string): Lowering {
  return (call, model) => {
    const indices = operand(call, "indices");
    const taken = indices.dataType === "uint32" ? int64Indices(call, model) : indices;
    const inputs = [operand(call, "input"), taken, updates ? operand(call, updates) : undefined] as const;
    return model.call(operator, inputs, call.output.shape, { axis: optionalNumber(call.given, "axis") });
  };
}

/** The indices in the type that ONNX has for them everywhere. */
function int64Indices(call: Call, model: Model): Value {
  const indices = operand(call, "indices");
  if (indices.dataType === "int64") return indices;
  model.rewrites.push(`${indices.dataType} indices cast to int64`);
  return model.cast(indices, "int64");
}

/** What ONNX's operator says of axes where there are none. */
function unchanged(call: Call, model: Model): Value {
  model.rewrites.push(`${call.operator} along no axis as Identity`);
  return model.call("Identity", [operand(call, "input")], call.output.shape);
}
