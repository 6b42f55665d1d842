import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { cumulate } from "../cumulate.ts";
import type { Operator } from "../operator.ts";
import { rowsAlong } from "../rows.ts";
import { stepsOf } from "../steps.ts";
import { numbers } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-cumulativesum. Class A: `m·u·S_m` for the m terms of a prefix. */
export const cumulativeSum: Operator = {
  name: "cumulativeSum",
  status: "spec",
  section: "api-mlgraphbuilder-cumulativesum",
  arguments: ["input", "axis"],
  operands: { input: { dataTypes: numbers, rank: [1, Infinity] } },
  options: {
    axis: { type: "unsigned long", required: true },
    exclusive: { type: "boolean", default: false },
    reversed: { type: "boolean", default: false },
  },
  infer({ input }, { axis }) {
    const { dataType, shape } = input as Descriptor;
    const require = stepsOf("cumulativeSum");
    require((axis as number) < shape.length, "axis-range", "axis", axis, `0 to ${shape.length - 1}`);
    return [{ dataType, shape }];
  },
  resolve: (_, options) => ({ exclusive: false, reversed: false, ...options }),
  evaluate({ input }, { axis, exclusive = false, reversed = false }, profile) {
    const ball = input as Ball;
    const prefixes = { exclusive: exclusive as boolean, reversed: reversed as boolean };
    return [cumulate(ball, rowsAlong(ball.shape, axis as number), prefixes, profile)];
  },
};
