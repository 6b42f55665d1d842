import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { gather, view } from "../view.ts";
import { axisOf, axisOption } from "./_gather.ts";
import { moved } from "./_movement.ts";

const require = stepsOf("split");

/** Spec: #api-mlgraphbuilder-split. Class X. */
export const split: Operator = {
  name: "split",
  status: "spec",
  section: "api-mlgraphbuilder-split",
  arguments: ["input", "splits"],
  operands: { input: { dataTypes: specDataTypes, rank: [1, Infinity] } },
  options: {
    splits: { type: "unsigned long or sequence<unsigned long>", required: true },
    axis: axisOption,
  },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const axis = axisOf(input as Descriptor, options, require);
    const splits = options.splits as number | readonly number[];
    const check = (step: string, holds: boolean, allowed: string) =>
      require(holds, step, "splits", splits, allowed);
    const count = typeof splits === "number" ? splits : splits.length;
    check("valid-tensor-count", count > 0 && count <= 8192, "1 to 8192 parts");
    if (typeof splits === "number") {
      check("splits-divide-size", shape[axis] % splits === 0, `a divisor of ${shape[axis]}`);
    } else {
      check("splits-not-zero", splits.every((size) => size > 0), "sizes from 1");
      const sum = splits.reduce((total, size) => total + size, 0);
      check("splits-sum", sum === shape[axis], `sizes that add up to ${shape[axis]}`);
    }
    return sizesOf(shape[axis], splits).map((size) => ({ dataType, shape: shape.with(axis, size) }));
  },
  resolve: (_, options) => ({ axis: axisOption.default!, ...options }),
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const axis = axisOf(ball, options, require);
    const sizes = sizesOf(ball.shape[axis], options.splits as number | readonly number[]);
    const start = ball.shape.map(() => 0);
    return sizes.map((size) => {
      const part = moved(
        ball,
        profile,
        (data) => gather(view(data, ball.shape).lo(...start).hi(...ball.shape.with(axis, size))),
      );
      start[axis] += size;
      return part;
    });
  },
};

function sizesOf(size: number, splits: number | readonly number[]): readonly number[] {
  return typeof splits === "number" ? new Array<number>(splits).fill(size / splits) : splits;
}
