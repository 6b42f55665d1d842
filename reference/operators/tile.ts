import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { gather, view } from "../view.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-tile. Class X. */
export const tile: Operator = {
  name: "tile",
  status: "spec",
  section: "api-mlgraphbuilder-tile",
  arguments: ["input", "repetitions"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  // Without [EnforceRange]: Q20
  options: { repetitions: { type: "sequence<unsigned long>", required: true } },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const repetitions = options.repetitions as readonly number[];
    const require = stepsOf("tile");
    const check = (step: string, holds: boolean, allowed: string) =>
      require(holds, step, "repetitions", repetitions, allowed);
    const rank = shape.length;
    check(
      "repetitions-length",
      repetitions.length === rank,
      `a list of ${rank} numbers, as many as the rank`,
    );
    check("repetitions-not-zero", repetitions.every((count) => count > 0), "counts from 1");
    const tiled = shape.map((size, axis) => size * repetitions[axis]);
    // Q18
    check("valid-dimension", tiled.every(isValidDimension), "sizes up to 2147483647 in all");
    return [{ dataType, shape: tiled }];
  },
  resolve: (_, options) => options,
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const repetitions = options.repetitions as readonly number[];
    const shape = ball.shape.flatMap((size, axis) => [repetitions[axis], size]);
    return [moved(ball, profile, (data) => {
      const { stride } = view(data, ball.shape);
      return gather(view(data, shape, stride.flatMap((step) => [0, step])));
    })];
  },
};
