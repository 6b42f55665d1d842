import { specDataTypes } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { assign, view } from "../view.ts";
import { movedTogether, sameKind } from "./_movement.ts";

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
    const { shape } = concat.infer({ inputs: balls }, options)[0];
    return [movedTogether(balls, profile, (parts) => {
      const joined = sameKind(parts[0], elementCount(shape));
      const start = shape.map(() => 0);
      balls.forEach((ball, i) => {
        assign(view(joined, shape).lo(...start).hi(...ball.shape), view(parts[i], ball.shape));
        start[axis] += ball.shape[axis];
      });
      return joined;
    })];
  },
};
