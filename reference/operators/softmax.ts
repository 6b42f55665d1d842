import type { FloatType } from "../../graph/data_type.ts";
import { type Descriptor } from "../../graph/tensor.ts";
import { type Ball, floats } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { readRadius } from "../read.ts";
import { rowsAlong } from "../rows.ts";
import { softmaxRows } from "../softmax_rows.ts";
import { stepsOf } from "../steps.ts";

/** Spec: #api-mlgraphbuilder-softmax-method. Class A. */
export const softmax: Operator = {
  name: "softmax",
  status: "spec",
  section: "api-mlgraphbuilder-softmax-method",
  arguments: ["input", "axis"],
  operands: { input: { dataTypes: ["float32", "float16"], rank: [1, Infinity] } },
  options: { axis: { type: "unsigned long", required: true } },
  infer({ input }, { axis }) {
    const { dataType, shape } = input as Descriptor;
    stepsOf("softmax")(
      (axis as number) < shape.length,
      "axis-range",
      "axis",
      axis,
      `0 to ${shape.length - 1}`,
    );
    return [{ dataType, shape }];
  },
  resolve: (_, options) => options,
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const dataType = ball.dataType as FloatType;
    const rows = rowsAlong(ball.shape, options.axis as number);
    return [
      softmaxRows(floats(ball), readRadius(ball, dataType, profile), rows, dataType, profile, ball.undecided),
    ];
  },
};
