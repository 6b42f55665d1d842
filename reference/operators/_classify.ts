/**
 * What `isNaN` and `isInfinite` share (spec: #api-mlgraphbuilder-logical).
 *
 * @module
 */

import { isFloat, specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import { type Ball, floats } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";

/** The definition of one of them, which is 1 where `mark` sets it. */
export function classifying(name: string, mark: (x: Float64Array, v: Uint8Array) => void): Operator {
  return {
    name,
    status: "spec",
    section: "api-mlgraphbuilder-logical",
    arguments: ["a"],
    operands: { a: { dataTypes: specDataTypes, rank: [0, Infinity] } },
    options: {},
    infer({ a }) {
      const { dataType, shape } = a as Descriptor;
      stepsOf(name)(isFloat(dataType), "float-data-type", "a", dataType, "float32 or float16");
      return [{ dataType: "uint8", shape }];
    },
    resolve: (_, options) => options,
    evaluate({ a }) {
      const ball = a as Ball;
      const x = floats(ball);
      const v = new Uint8Array(x.length);
      mark(x, v);
      return [{ v, rounding: "none", undecided: ball.undecided }];
    },
  };
}
