import type { FloatType } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { blockwise } from "../blockwise.ts";
import type { Operator } from "../operator.ts";
import { quantize } from "../quantize.ts";
import { stepsOf } from "../steps.ts";
import { checkShapes, quantizedTypes } from "./_quantization.ts";

const floatTypes = ["float32", "float16"] as const;

/** Spec: #api-mlgraphbuilder-quantizelinear. Class Q: clamp(roundEven(input / scale) + zeroPoint). */
export const quantizeLinear: Operator = {
  name: "quantizeLinear",
  status: "spec",
  section: "api-mlgraphbuilder-quantizelinear",
  arguments: ["input", "scale", "zeroPoint"],
  operands: {
    input: { dataTypes: floatTypes, rank: [0, Infinity] },
    scale: { dataTypes: floatTypes, rank: [0, Infinity] },
    zeroPoint: { dataTypes: quantizedTypes, rank: [0, Infinity] },
  },
  options: {},
  infer(operands) {
    const given = operands as Record<string, Descriptor>;
    const { input, scale, zeroPoint } = given;
    const require = stepsOf("quantizeLinear");
    const isSame = scale.dataType === input.dataType;
    require(isSame, "same-data-type", "scale", scale.dataType, `${input.dataType}, as input`);
    checkShapes(require, given);
    return [{ dataType: zeroPoint.dataType, shape: input.shape }];
  },
  resolve: (_, options) => options,
  evaluate(operands, _, profile) {
    const { input, scale, zeroPoint } = operands as Record<string, Ball>;
    const [factors, zeros] = [scale, zeroPoint].map((ball) => blockwise(ball, input.shape));
    return [quantize(input, factors, zeros, input.dataType as FloatType, profile)];
  },
};
