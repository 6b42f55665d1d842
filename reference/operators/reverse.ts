import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator, Options } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { gather, view } from "../view.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-reverse-method. Class X. */
export const reverse: Operator = {
  name: "reverse",
  status: "spec",
  section: "api-mlgraphbuilder-reverse-method",
  arguments: ["input"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: { axes: { type: "sequence<unsigned long>" } },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const axes = axesOf(shape.length, options);
    const require = stepsOf("reverse");
    // Q19
    require(new Set(axes).size === axes.length, "axes-distinct", "options.axes", axes, "every axis once");
    const isInRange = axes.every((axis) => axis < shape.length);
    require(isInRange, "axes-range", "options.axes", axes, `axes below the rank ${shape.length}`);
    return [{ dataType, shape }];
  },
  resolve: ({ input }, options) => ({
    ...options,
    axes: axesOf((input as Descriptor).shape.length, options),
  }),
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const axes = axesOf(ball.shape.length, options);
    const steps = ball.shape.map((_, axis) => axes.includes(axis) ? -1 : 1);
    return [moved(ball, profile, (data) => gather(view(data, ball.shape).step(...steps)))];
  },
};

/** Absent: all axes. */
function axesOf(rank: number, { axes }: Options): readonly number[] {
  return axes as readonly number[] ?? Array.from({ length: rank }, (_, axis) => axis);
}
