import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator, Options } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { evaluateResample, inferResample, resampleOptions } from "./_resample.ts";

/**
 * `resample2d` along 1 to 3 axes of an input of rank 1 to 5. Proposal: webmachinelearning/webnn's discussion of the
 * ranks of convolution, pooling and resampling.
 */
export const resample: Operator = {
  name: "resample",
  status: "proposal",
  section: "api-mlgraphbuilder-resample2d-method",
  arguments: ["input"],
  operands: { input: { dataTypes: ["float32", "float16", "uint8", "int8"], rank: [1, 5] } },
  options: resampleOptions,
  infer({ input }, options) {
    const descriptor = input as Descriptor;
    const axes = axesOf(descriptor, options);
    const isCount = axes.length >= 1 && axes.length <= 3;
    stepsOf("resample")(isCount, "axes-length", "options.axes", options.axes, "a list of 1 to 3 axes");
    return inferResample("resample", descriptor, options, axes);
  },
  resolve({ input }, options) {
    const axes = axesOf(input as Descriptor, options);
    return { mode: "nearest-neighbor", scales: axes.map(() => 1), axes, ...options };
  },
  evaluate({ input }, options, profile) {
    const [output] = resample.infer({ input: input as Ball }, options);
    return evaluateResample(input as Ball, output, options, axesOf(input as Ball, options), profile);
  },
};

/** Absent: all but the first two. */
function axesOf({ shape }: Descriptor, { axes }: Options): readonly number[] {
  return axes as readonly number[] ?? shape.map((_, axis) => axis).slice(2);
}
