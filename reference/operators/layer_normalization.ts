import type { FloatType } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import { type Ball, floats } from "../ball.ts";
import { castNumber } from "../cast_number.ts";
import { movedCertificate } from "../certify.ts";
import { normalize } from "../normalize.ts";
import type { OperandRule, Operator, Options, Result } from "../operator.ts";
import { permuted } from "../rows.ts";
import { stepsOf } from "../steps.ts";
import { gather, type Movable, view } from "../view.ts";

const dataTypes = ["float32", "float16"] as const;
const perElement: OperandRule = { dataTypes, rank: [0, Infinity], optional: true };

/** Spec: #api-mlgraphbuilder-layernorm. Class N. */
export const layerNormalization: Operator = {
  name: "layerNormalization",
  status: "spec",
  section: "api-mlgraphbuilder-layernorm",
  arguments: ["input"],
  operands: {
    input: { dataTypes, rank: [0, Infinity] },
    scale: perElement,
    bias: perElement,
  },
  options: {
    axes: { type: "sequence<unsigned long>" },
    epsilon: { type: "double", default: 1e-5 },
  },
  infer(operands, options) {
    const { dataType, shape } = operands.input as Descriptor;
    const require = stepsOf("layerNormalization");
    const axes = axesOf(shape, options);
    require(new Set(axes).size === axes.length, "axes-distinct", "axes", axes, "each axis once");
    const areInRange = axes.every((axis) => axis < shape.length);
    require(
      areInRange,
      "axes-range",
      "axes",
      axes,
      `axes of [${shape.join(",")}], which has ${shape.length}`,
    );
    for (const argument of ["scale", "bias"]) {
      const operand = operands[argument] as Descriptor | undefined;
      if (!operand) continue;
      const { dataType: given, shape: sizes } = operand;
      require(given === dataType, `${argument}-data-type`, argument, given, `${dataType}, as the input`);
      require(sizes.length === axes.length, `${argument}-rank`, argument, sizes, `${axes.length} sizes`);
      const wanted = axes.map((axis) => shape[axis]);
      const isEqual = sizes.every((size, index) => size === wanted[index]);
      require(isEqual, `${argument}-shape`, argument, sizes, `[${wanted.join(",")}]`);
    }
    return [{ dataType, shape }];
  },
  resolve: ({ input }, options) => ({
    epsilon: 1e-5,
    ...options,
    axes: axesOf((input as Descriptor).shape, options),
  }),
  evaluate(operands, options, profile) {
    const input = operands.input as Ball;
    const dataType = input.dataType as FloatType;
    const axes = axesOf(input.shape, options);
    const kept = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const order = [...kept, ...axes];
    const isMoved = order.some((axis, index) => axis !== index);
    const arranged = isMoved ? permuted(input, order) : input;
    const size = elementCount(axes.map((axis) => input.shape[axis]));
    const result = normalize({
      input: arranged,
      scale: operands.scale as Ball | undefined,
      bias: operands.bias as Ball | undefined,
      perElement: true,
      epsilon: castNumber(options.epsilon as number ?? 1e-5, dataType) as number,
      batches: floats(input).length / size,
      channels: 1,
      size,
      step: 1,
      dataType,
      profile,
    });
    return [isMoved ? movedBack(result, arranged.shape, order) : result];
  },
};

/** Absent axes are all but the first. */
function axesOf(shape: readonly number[], { axes }: Options): number[] {
  return axes === undefined ? shape.map((_, axis) => axis).slice(1) : [...axes as number[]];
}

/** Every part of a result whose axis i is axis `order[i]` of the output. */
function movedBack(result: Result, shape: readonly number[], order: readonly number[]): Result {
  const back = order.map((_, axis) => order.indexOf(axis));
  const move = <T extends Movable>(data: T) => gather(view(data, shape).transpose(...back));
  let places: Int32Array | undefined;
  const from = (i: number) =>
    (places ??= move(Int32Array.from({ length: result.v.length }, (_, at) => at)))[i];
  return {
    ...result,
    certificate: result.certificate && movedCertificate(result.certificate, from),
    v: move(result.v),
    e: result.e && move(result.e),
    flags: result.flags && move(result.flags),
    undecided: result.undecided && move(result.undecided),
  };
}
