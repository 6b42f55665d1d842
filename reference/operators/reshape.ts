import { specDataTypes } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-reshape-method. Class X. */
export const reshape: Operator = {
  name: "reshape",
  status: "spec",
  section: "api-mlgraphbuilder-reshape-method",
  arguments: ["input", "newShape"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: { newShape: { type: "sequence<unsigned long>", required: true } },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const newShape = options.newShape as readonly number[];
    const require = stepsOf("reshape");
    const isValid = newShape.every(isValidDimension);
    require(isValid, "valid-dimension", "newShape", newShape, "sizes from 1 to 2147483647");
    const count = elementCount(shape);
    const isSame = elementCount(newShape) === count;
    require(isSame, "same-element-count", "newShape", newShape, `a shape of ${count} elements`);
    return [{ dataType, shape: [...newShape] }];
  },
  resolve: (_, options) => options,
  evaluate: ({ input }, _, profile) => [moved(input as Ball, profile, (data) => data)],
};
