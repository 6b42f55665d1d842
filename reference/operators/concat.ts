import { createElements, isFloat, specDataTypes } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import { type Ball, floats } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { magnitudes } from "../radius.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { assign, type Movable, view } from "../view.ts";
import { zeroSigns } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-concat. Class X. */
export const concat: Operator = {
  name: "concat",
  status: "spec",
  section: "api-mlgraphbuilder-concat",
  arguments: ["inputs", "axis"],
  operands: { inputs: { dataTypes: specDataTypes, rank: [1, Infinity], sequence: true } },
  options: { axis: { type: "unsigned long", required: true } },
  infer({ inputs }, options) {
    const given = inputs as readonly Descriptor[];
    const axis = options.axis as number;
    const require = stepsOf("concat");
    const isValidCount = given.length > 0 && given.length <= 8192;
    require(isValidCount, "valid-tensor-count", "inputs", `a list of ${given.length}`, "1 to 8192 operands");
    const [first, ...rest] = given;
    const rank = first.shape.length;
    require(axis < rank, "axis-range", "axis", axis, `0 to ${rank - 1}`);
    const shape = [...first.shape];
    rest.forEach((input, i) => {
      const argument = `inputs[${i + 1}]`;
      require(input.dataType === first.dataType, "same-data-type", argument, input.dataType, first.dataType);
      require(input.shape.length === rank, "same-rank", argument, input.shape, `a shape of ${rank} sizes`);
      const isSame = input.shape.every((size, dim) => dim === axis || size === first.shape[dim]);
      const allowed = `[${first.shape.map((size, dim) => (dim === axis ? "any" : size)).join(",")}]`;
      require(isSame, "same-shape", argument, input.shape, allowed);
      shape[axis] += input.shape[axis];
      require(isValidDimension(shape[axis]), "valid-dimension", argument, input.shape, "2147483647 in all");
    });
    return [{ dataType: first.dataType, shape }];
  },
  resolve: (_, options) => options,
  evaluate({ inputs }, options, profile) {
    const balls = inputs as readonly Ball[];
    const axis = options.axis as number;
    const { dataType, shape } = concat.infer({ inputs: balls }, options)[0];
    const count = elementCount(shape);
    const join = <T extends Movable>(joined: T, part: (ball: Ball) => T | undefined): T => {
      const start = shape.map(() => 0);
      for (const ball of balls) {
        const data = part(ball);
        if (data) assign(view(joined, shape).lo(...start).hi(...ball.shape), view(data, ball.shape));
        start[axis] += ball.shape[axis];
      }
      return joined;
    };
    const v = join(
      isFloat(dataType) ? new Float64Array(count) : createElements(dataType, count),
      (ball) => ball.v,
    );
    const has = (part: "e" | "M" | "undecided") => balls.some((ball) => ball[part]);
    return [{
      v,
      rounding: "none",
      e: has("e") ? join(new Float64Array(count), (ball) => ball.e) : undefined,
      M: has("M") ? join(new Float64Array(count), (ball) => ball.M ?? magnitudes(floats(ball))) : undefined,
      terms: Math.max(...balls.map((ball) => ball.terms ?? 1)),
      undecided: has("undecided") ? join(new Uint8Array(count), (ball) => ball.undecided) : undefined,
      flags: zeroSigns(v, profile),
    }];
  },
};
