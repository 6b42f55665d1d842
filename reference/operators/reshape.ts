import { specDataTypes } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { isValidDimension } from "../dimension.ts";
import type { Operator } from "../operator.ts";
import { ValidationError } from "../validation_error.ts";
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
    const check = (step: string, holds: boolean, allowed: string) => {
      if (holds) return;
      const given = `[${newShape.join(",")}]`;
      throw new ValidationError({ operator: "reshape", step, argument: "newShape", given, allowed });
    };
    check("valid-dimension", newShape.every(isValidDimension), "sizes from 1 to 2147483647");
    const count = elementCount(shape);
    check("same-element-count", elementCount(newShape) === count, `a shape of ${count} elements`);
    return [{ dataType, shape: [...newShape] }];
  },
  resolve: (_, options) => options,
  evaluate: ({ input }, _, profile) => [moved(input as Ball, profile, (data) => data)],
};
