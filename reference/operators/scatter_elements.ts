import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import {
  anyOperand,
  axisOf,
  axisOption,
  elementsAxis,
  indexOperand,
  requireSameDataType,
  requireUpdatesShape,
} from "./_gather.ts";
import { elementPlaces } from "./_indices.ts";
import { scattered } from "./_scatter.ts";

const require = stepsOf("scatterElements");

/** Spec: #api-mlgraphbuilder-scatterelements. Class X. */
export const scatterElements: Operator = {
  name: "scatterElements",
  status: "spec",
  section: "api-mlgraphbuilder-scatterelements",
  arguments: ["input", "indices", "updates"],
  operands: { input: anyOperand(1), indices: indexOperand(1), updates: anyOperand(1) },
  options: { axis: axisOption },
  infer(operands, options) {
    const [input, indices, updates] = [operands.input, operands.indices, operands.updates] as Descriptor[];
    requireSameDataType(input, updates, require);
    elementsAxis(input, indices, updates, options, require);
    requireUpdatesShape(updates, indices.shape, require);
    return [{ dataType: input.dataType, shape: input.shape }];
  },
  resolve: (_, options) => ({ axis: axisOption.default!, ...options }),
  evaluate(operands, options, profile) {
    const [input, indices, updates] = [operands.input, operands.indices, operands.updates] as Ball[];
    const places = elementPlaces(input.shape, indices, axisOf(input, options, require));
    return [scattered(input, updates, places, 1, profile)];
  },
};
