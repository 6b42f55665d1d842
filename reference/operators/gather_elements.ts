import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { anyOperand, axisOf, axisOption, elementsAxis, indexOperand } from "./_gather.ts";
import { elementPlaces, gathered } from "./_indices.ts";

const require = stepsOf("gatherElements");

/** Spec: #api-mlgraphbuilder-gatherelements. Class X. */
export const gatherElements: Operator = {
  name: "gatherElements",
  status: "spec",
  section: "api-mlgraphbuilder-gatherelements",
  arguments: ["input", "indices"],
  operands: { input: anyOperand(1), indices: indexOperand(1) },
  options: { axis: axisOption },
  infer({ input, indices }, options) {
    elementsAxis(input as Descriptor, indices as Descriptor, undefined, options, require);
    // Q17
    return [{ dataType: (input as Descriptor).dataType, shape: (indices as Descriptor).shape }];
  },
  resolve: (_, options) => ({ axis: axisOption.default!, ...options }),
  evaluate({ input, indices }, options, profile) {
    const ball = input as Ball;
    const places = elementPlaces(ball.shape, indices as Ball, axisOf(ball, options, require));
    return [gathered(ball, places, 1, profile)];
  },
};
