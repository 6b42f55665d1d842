import type { FloatType } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { castNumber } from "../cast_number.ts";
import { normalizeByStatistics } from "../normalize_batch.ts";
import type { OperandRule, Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";

const dataTypes = ["float32", "float16"] as const;
const perFeature: OperandRule = { dataTypes, rank: [1, 1] };

/** Spec: #api-mlgraphbuilder-batchnorm. Class N. */
export const batchNormalization: Operator = {
  name: "batchNormalization",
  status: "spec",
  section: "api-mlgraphbuilder-batchnorm",
  arguments: ["input", "mean", "variance"],
  operands: {
    input: { dataTypes, rank: [1, Infinity] },
    mean: perFeature,
    variance: perFeature,
    scale: { ...perFeature, optional: true },
    bias: { ...perFeature, optional: true },
  },
  options: {
    axis: { type: "unsigned long", default: 1 },
    epsilon: { type: "double", default: 1e-5 },
  },
  infer(operands, { axis = 1 }) {
    const { dataType, shape } = operands.input as Descriptor;
    const require = stepsOf("batchNormalization");
    require((axis as number) < shape.length, "axis-range", "axis", axis, `0 to ${shape.length - 1}`);
    const features = shape[axis as number];
    for (const argument of ["mean", "variance", "scale", "bias"]) {
      const operand = operands[argument] as Descriptor | undefined;
      if (!operand) continue;
      const { dataType: given, shape: sizes } = operand;
      require(given === dataType, `${argument}-data-type`, argument, given, `${dataType}, as the input`);
      const isOfFeatures = sizes.length === 1 && sizes[0] === features;
      require(isOfFeatures, `${argument}-shape`, argument, sizes, `[${features}]`);
    }
    return [{ dataType, shape }];
  },
  resolve: (_, options) => ({ axis: 1, epsilon: 1e-5, ...options }),
  evaluate({ input, mean, variance, scale, bias }, { axis = 1, epsilon = 1e-5 }, profile) {
    const ball = input as Ball;
    const dataType = ball.dataType as FloatType;
    return [normalizeByStatistics({
      input: ball,
      mean: mean as Ball,
      variance: variance as Ball,
      scale: scale as Ball | undefined,
      bias: bias as Ball | undefined,
      epsilon: castNumber(epsilon as number, dataType) as number,
      features: ball.shape[axis as number],
      inner: elementCount(ball.shape.slice(axis as number + 1)),
      dataType,
      profile,
    })];
  },
};
