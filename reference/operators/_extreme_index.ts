/**
 * argMin and argMax (spec: #api-mlgraphbuilder-argminmax).
 *
 * @module
 */

import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { extremeIndices } from "../extreme_index.ts";
import type { Operator } from "../operator.ts";
import { rowsAlong } from "../rows.ts";
import { stepsOf } from "../steps.ts";
import { reducedShape } from "./_reduction.ts";

const outputDataTypes = ["int32", "int64"] as const;
type OutputDataType = (typeof outputDataTypes)[number];

/** The definition of one of them: the index of the largest (`sign` 1) or least (-1) element. */
export function extremeIndex(name: string, sign: 1 | -1): Operator {
  return {
    name,
    status: "spec",
    section: "api-mlgraphbuilder-argminmax",
    arguments: ["input", "axis"],
    operands: { input: { dataTypes: specDataTypes, rank: [1, Infinity] } },
    options: {
      axis: { type: "unsigned long", required: true },
      keepDimensions: { type: "boolean", default: false },
      outputDataType: { type: { enum: specDataTypes }, default: "int32" },
    },
    infer({ input }, options) {
      const { shape } = input as Descriptor;
      const axis = options.axis as number;
      const { keepDimensions = false, outputDataType = "int32" } = options;
      const require = stepsOf(name);
      require(axis < shape.length, "axis-range", "axis", axis, `0 to ${shape.length - 1}`);
      const isAllowed = outputDataTypes.includes(outputDataType as OutputDataType);
      require(isAllowed, "output-data-type", "outputDataType", outputDataType, outputDataTypes.join(" or "));
      // A size is less than 2^31 ("valid dimension"), so no index can pass int32's greatest value.
      require(shape[axis] < 2 ** 31, "size-countable", "input", shape, "at most 2147483647 along the axis");
      return [{
        dataType: outputDataType as OutputDataType,
        shape: reducedShape(name, shape, [axis], keepDimensions as boolean),
      }];
    },
    resolve: (_, options) => ({ keepDimensions: false, outputDataType: "int32", ...options }),
    evaluate({ input }, { axis, outputDataType = "int32" }, profile) {
      const ball = input as Ball;
      const rows = rowsAlong(ball.shape, axis as number);
      return [extremeIndices(sign, ball, rows, outputDataType as OutputDataType, profile)];
    },
  };
}
