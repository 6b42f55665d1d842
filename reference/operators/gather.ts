import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { anyOperand, axisOf, axisOption, indexOperand } from "./_gather.ts";
import { gathered, slicePlaces } from "./_indices.ts";

/** Spec: #api-mlgraphbuilder-gather. Class X. */
export const gather: Operator = {
  name: "gather",
  status: "spec",
  section: "api-mlgraphbuilder-gather",
  arguments: ["input", "indices"],
  operands: { input: anyOperand(1), indices: indexOperand(0) },
  options: { axis: axisOption },
  infer({ input, indices }, options) {
    const { dataType, shape } = input as Descriptor;
    const axis = axisOf(input as Descriptor, options, stepsOf("gather"));
    return [{
      dataType,
      shape: [...shape.slice(0, axis), ...(indices as Descriptor).shape, ...shape.slice(axis + 1)],
    }];
  },
  resolve: (_, options) => ({ axis: axisOption.default!, ...options }),
  evaluate({ input, indices }, options, profile) {
    const ball = input as Ball;
    const axis = axisOf(ball, options, stepsOf("gather"));
    const places = slicePlaces(ball.shape, indices as Ball, axis);
    return [gathered(ball, places, elementCount(ball.shape.slice(axis + 1)), profile)];
  },
  mayReject(operands, options) {
    const [{ shape }] = gather.infer(operands, options);
    if (shape.length === 0) return { question: "Q35", answer: "b" };
  },
};
