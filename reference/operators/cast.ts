import { type DataType, specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { casting } from "../casting.ts";
import type { Operator } from "../operator.ts";

/** Spec: #api-mlgraphbuilder-cast. Class C to floats; truncation and lowest bits to integers. */
export const cast: Operator = {
  name: "cast",
  status: "spec",
  section: "api-mlgraphbuilder-cast",
  arguments: ["input", "dataType"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: { dataType: { type: { enum: specDataTypes }, required: true } },
  infer: ({ input }, { dataType }) => [
    { dataType: dataType as DataType, shape: (input as Descriptor).shape },
  ],
  resolve: (_, options) => options,
  evaluate: ({ input }, { dataType }, profile) => [casting(input as Ball, dataType as DataType, profile)],
};
