import type { FloatType } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { blockwise } from "../blockwise.ts";
import { dequantize } from "../dequantize.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { checkShapes, quantizedTypes } from "./_quantization.ts";

/** Spec: #api-mlgraphbuilder-dequantizelinear. Class C: (input - zeroPoint) · scale. */
export const dequantizeLinear: Operator = {
  name: "dequantizeLinear",
  status: "spec",
  section: "api-mlgraphbuilder-dequantizelinear",
  arguments: ["input", "scale", "zeroPoint"],
  operands: {
    input: { dataTypes: quantizedTypes, rank: [0, Infinity] },
    scale: { dataTypes: ["float32", "float16"], rank: [0, Infinity] },
    zeroPoint: { dataTypes: quantizedTypes, rank: [0, Infinity] },
  },
  options: {},
  infer(operands) {
    const given = operands as Record<string, Descriptor>;
    const { input, scale, zeroPoint } = given;
    const require = stepsOf("dequantizeLinear");
    const isSame = zeroPoint.dataType === input.dataType;
    require(isSame, "same-data-type", "zeroPoint", zeroPoint.dataType, `${input.dataType}, as input`);
    checkShapes(require, given);
    return [{ dataType: scale.dataType, shape: input.shape }];
  },
  resolve: (_, options) => options,
  evaluate(operands, _, profile) {
    const { input, scale, zeroPoint } = operands as Record<string, Ball>;
    const [factors, zeros] = [scale, zeroPoint].map((ball) => blockwise(ball, input.shape));
    return [dequantize(input, factors, zeros, scale.dataType as FloatType, profile)];
  },
};
