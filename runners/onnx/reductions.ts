/**
 * Reductions, the index of an extreme, and cumulative sums in ONNX.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { type Call, flagAttribute, type Lowering, numbers, operand, optionalNumber } from "./call.ts";
import { reshape } from "./layout.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

/** ONNX's reductions, and whether one of a single element is that element. */
const reductionsOf: Readonly<Record<string, readonly [OnnxOperator, keepsOne: boolean]>> = {
  reduceL1: ["ReduceL1", false],
  reduceL2: ["ReduceL2", false],
  reduceLogSum: ["ReduceLogSum", false],
  reduceLogSumExp: ["ReduceLogSumExp", false],
  reduceMax: ["ReduceMax", true],
  reduceMean: ["ReduceMean", true],
  reduceMin: ["ReduceMin", true],
  reduceProduct: ["ReduceProd", true],
  reduceSum: ["ReduceSum", true],
  reduceSumSquare: ["ReduceSumSquare", false],
};

export const reductions: Readonly<Record<string, Lowering>> = {
  ...Object.fromEntries(Object.keys(reductionsOf).map((name): [string, Lowering] => [name, reduce])),
  argMin: (call, model) => extremeIndex("ArgMin", call, model),
  argMax: (call, model) => extremeIndex("ArgMax", call, model),
  cumulativeSum: (call, model) => {
    const axis = model.constant({
      dataType: "int64",
      shape: [],
      data: BigInt64Array.of(BigInt(optionalNumber(call.options, "axis")!)),
    });
    return model.call("CumSum", [operand(call, "input"), axis], call.output.shape, {
      exclusive: flagAttribute(call, "exclusive"),
      reverse: flagAttribute(call, "reversed"),
    });
  },
};

/**
 * ONNX takes an empty list of axes for all of them unless told otherwise, and then does nothing, where WebNN applies
 * the function to each element: that is a reduction over a further axis of size 1.
 */
function reduce(call: Call, model: Model): Value {
  const [operator, keepsOne] = reductionsOf[call.operator];
  const input = operand(call, "input"), { shape } = call.output;
  const keepdims = Number(call.options.keepDimensions);
  if (!("axes" in call.given)) return model.call(operator, [input], shape, { keepdims });
  const axes = numbers(call.given, "axes");
  if (axes.length > 0) return model.call(operator, [input, model.int64s(axes)], shape, { keepdims });
  if (keepsOne) {
    return model.call(operator, [input, model.int64s([])], shape, { keepdims, noop_with_empty_axes: 1 });
  }
  const longer = reshape(model, input, [...input.shape, 1], "input");
  return model.call(operator, [longer, model.int64s([input.shape.length])], shape, { keepdims: 0 });
}

/** ONNX's indices are int64. */
function extremeIndex(operator: OnnxOperator, call: Call, model: Model): Value {
  const { dataType, shape } = call.output;
  const attributes = {
    axis: optionalNumber(call.options, "axis"),
    keepdims: Number(call.options.keepDimensions),
  };
  const input: Value<DataType> = operand(call, "input");
  const [indices] = model.calls(operator, [input], [{ dataType: "int64", shape }], attributes);
  if (dataType === "int64") return indices;
  model.rewrites.push(`indices cast to ${dataType}`);
  return model.cast(indices, dataType);
}
