import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { anyOperand, blocksShape, coordinateOperand } from "./_gather.ts";
import { coordinatePlaces, gathered } from "./_indices.ts";

/** Spec: #api-mlgraphbuilder-gathernd. Class X. */
export const gatherND: Operator = {
  name: "gatherND",
  status: "spec",
  section: "api-mlgraphbuilder-gathernd",
  arguments: ["input", "indices"],
  operands: { input: anyOperand(1), indices: coordinateOperand },
  options: {},
  infer({ input, indices }) {
    const shape = blocksShape(input as Descriptor, indices as Descriptor, stepsOf("gatherND"));
    return [{ dataType: (input as Descriptor).dataType, shape }];
  },
  resolve: (_, options) => options,
  evaluate({ input, indices }, _, profile) {
    const ball = input as Ball;
    const places = coordinatePlaces(ball.shape, indices as Ball);
    return [gathered(ball, places, places.size, profile)];
  },
};
