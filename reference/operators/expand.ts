import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { unidirectionallyBroadcast } from "../broadcast.ts";
import type { Operator } from "../operator.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { broadcastView, gather } from "../view.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-expand. Class X. */
export const expand: Operator = {
  name: "expand",
  status: "spec",
  section: "api-mlgraphbuilder-expand",
  arguments: ["input", "newShape"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: { newShape: { type: "sequence<unsigned long>", required: true } },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const newShape = options.newShape as readonly number[];
    const require = stepsOf("expand");
    const expanded = unidirectionallyBroadcast(shape, newShape);
    const allowed = `a shape that [${shape.join(",")}] can be broadcast to`;
    require(expanded !== undefined, "broadcastable", "newShape", newShape, allowed);
    // Q18
    const isValid = newShape.every(isValidDimension);
    require(isValid, "valid-dimension", "newShape", newShape, "sizes from 1 to 2147483647");
    return [{ dataType, shape: [...newShape] }];
  },
  resolve: (_, options) => options,
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const newShape = options.newShape as readonly number[];
    return [moved(ball, profile, (data) => gather(broadcastView(data, ball.shape, newShape)))];
  },
};
