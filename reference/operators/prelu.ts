import { isFloat } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { preluOfFloats, preluOfIntegers } from "../parametric.ts";
import { stepsOf } from "../steps.ts";
import { stretch } from "../stretch.ts";
import { broadcastShape } from "./_binary.ts";

const dataTypes = ["float32", "float16", "int64", "int32", "int8"] as const;

/** Spec: #api-mlgraphbuilder-prelu. Class C: x, or slope·x rounded once where x < 0. */
export const prelu: Operator = {
  name: "prelu",
  status: "spec",
  section: "api-mlgraphbuilder-prelu",
  arguments: ["input", "slope"],
  operands: { input: { dataTypes, rank: [0, Infinity] }, slope: { dataTypes, rank: [0, Infinity] } },
  options: {},
  infer(operands) {
    const { input, slope } = operands as { input: Descriptor; slope: Descriptor };
    const { dataType } = input;
    const require = stepsOf("prelu");
    require(slope.dataType === dataType, "same-data-type", "slope", slope.dataType, `${dataType}, as input`);
    return [{ dataType, shape: broadcastShape(require, input.shape, "slope", slope.shape) }];
  },
  resolve: (_, options) => options,
  evaluate(operands, options, profile) {
    const [{ dataType, shape }] = this.infer(operands, options);
    const input = stretch(operands.input as Ball, shape);
    const slope = stretch(operands.slope as Ball, shape);
    if (!isFloat(dataType)) return [preluOfIntegers(input, slope)];
    return [preluOfFloats(input, slope, dataType, profile)];
  },
};
