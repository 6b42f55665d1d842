import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import {
  anyOperand,
  blocksShape,
  coordinateOperand,
  requireSameDataType,
  requireUpdatesShape,
} from "./_gather.ts";
import { coordinatePlaces } from "./_indices.ts";
import { scattered } from "./_scatter.ts";

/** Spec: #api-mlgraphbuilder-scatternd. Class X. */
export const scatterND: Operator = {
  name: "scatterND",
  status: "spec",
  section: "api-mlgraphbuilder-scatternd",
  arguments: ["input", "indices", "updates"],
  operands: { input: anyOperand(1), indices: coordinateOperand, updates: anyOperand(0) },
  options: {},
  infer(operands) {
    const [input, indices, updates] = [operands.input, operands.indices, operands.updates] as Descriptor[];
    const require = stepsOf("scatterND");
    requireSameDataType(input, updates, require);
    requireUpdatesShape(updates, blocksShape(input, indices, require), require);
    return [{ dataType: input.dataType, shape: input.shape }];
  },
  resolve: (_, options) => options,
  evaluate(operands, _, profile) {
    const [input, indices, updates] = [operands.input, operands.indices, operands.updates] as Ball[];
    const places = coordinatePlaces(input.shape, indices);
    return [scattered(input, updates, places, places.size, profile)];
  },
};
