import type { FloatType } from "../../graph/data_type.ts";
import { type Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { castNumber } from "../cast_number.ts";
import { normalize } from "../normalize.ts";
import type { OperandRule, Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";

const perChannel: OperandRule = { dataTypes: ["float32", "float16"], rank: [1, 1], optional: true };

/** Spec: #api-mlgraphbuilder-instancenorm. Class N. */
export const instanceNormalization: Operator = {
  name: "instanceNormalization",
  status: "spec",
  section: "api-mlgraphbuilder-instancenorm",
  arguments: ["input"],
  operands: {
    input: { dataTypes: ["float32", "float16"], rank: [4, 4] },
    scale: perChannel,
    bias: perChannel,
  },
  options: {
    epsilon: { type: "double", default: 1e-5 },
    layout: { type: { enum: ["nchw", "nhwc"] }, default: "nchw" },
  },
  infer(operands, options) {
    const { dataType, shape } = operands.input as Descriptor;
    const axis = channelAxis(options.layout);
    const require = stepsOf("instanceNormalization");
    for (const argument of ["scale", "bias"]) {
      const operand = operands[argument] as Descriptor | undefined;
      if (!operand) continue;
      require(
        operand.dataType === dataType,
        "same-data-type",
        argument,
        operand.dataType,
        `${dataType}, as the input`,
      );
      const isOfChannels = operand.shape.length === 1 && operand.shape[0] === shape[axis];
      require(isOfChannels, "one-a-channel", argument, operand.shape, `[${shape[axis]}]`);
    }
    return [{ dataType, shape }];
  },
  resolve: (_, options) => ({ epsilon: 1e-5, layout: "nchw", ...options }),
  evaluate(operands, options, profile) {
    const input = operands.input as Ball;
    const dataType = input.dataType as FloatType;
    const [batches, ...rest] = input.shape;
    const isLast = channelAxis(options.layout) === 3;
    const [channels, size] = isLast ? [rest[2], rest[0] * rest[1]] : [rest[0], rest[1] * rest[2]];
    return [normalize({
      input,
      scale: operands.scale as Ball | undefined,
      bias: operands.bias as Ball | undefined,
      epsilon: castNumber(options.epsilon as number ?? 1e-5, dataType) as number,
      batches,
      channels,
      size,
      step: isLast ? channels : 1,
      dataType,
      profile,
    })];
  },
};

function channelAxis(layout: unknown): number {
  return layout === "nhwc" ? 3 : 1;
}
