import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator, Options } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { evaluateResample, inferResample, resampleOptions } from "./_resample.ts";

/** Spec: #api-mlgraphbuilder-resample2d-method. Class X for nearest-neighbor, A for linear. */
export const resample2d: Operator = {
  name: "resample2d",
  status: "spec",
  section: "api-mlgraphbuilder-resample2d-method",
  arguments: ["input"],
  operands: { input: { dataTypes: ["float32", "float16", "uint8", "int8"], rank: [4, 4] } },
  options: resampleOptions,
  infer({ input }, options) {
    const axes = axesOf(options);
    stepsOf("resample2d")(axes.length === 2, "axes-length", "options.axes", axes, "a list of 2 axes");
    return inferResample("resample2d", input as Descriptor, options, axes);
  },
  resolve: (_, options) => ({ mode: "nearest-neighbor", scales: [1, 1], axes: [2, 3], ...options }),
  evaluate({ input }, options, profile) {
    const [output] = resample2d.infer({ input: input as Ball }, options);
    return evaluateResample(input as Ball, output, options, axesOf(options), profile);
  },
};

function axesOf({ axes }: Options): readonly number[] {
  return axes as readonly number[] ?? [2, 3];
}
