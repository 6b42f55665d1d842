import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator, Options } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { gather, view } from "../view.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-transpose. Class X. */
export const transpose: Operator = {
  name: "transpose",
  status: "spec",
  section: "api-mlgraphbuilder-transpose",
  arguments: ["input"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: { permutation: { type: "sequence<unsigned long>" } },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const permutation = permutationOf(shape.length, options);
    const require = stepsOf("transpose");
    const check = (step: string, holds: boolean, allowed: string) =>
      require(holds, step, "options.permutation", permutation, allowed);
    const rank = shape.length;
    check("permutation-length", permutation.length === rank, `${rank} axes, the rank of the input`);
    check("permutation-range", permutation.every((axis) => axis < rank), `axes from 0 to ${rank - 1}`);
    check("permutation-distinct", new Set(permutation).size === rank, "every axis once");
    return [{ dataType, shape: permutation.map((axis) => shape[axis]) }];
  },
  resolve: ({ input }, options) => ({
    ...options,
    permutation: permutationOf((input as Descriptor).shape.length, options),
  }),
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const permutation = permutationOf(ball.shape.length, options);
    return [moved(ball, profile, (data) => gather(view(data, ball.shape).transpose(...permutation)))];
  },
};

/** Absent: all axes reversed. */
function permutationOf(rank: number, { permutation }: Options): readonly number[] {
  return permutation as readonly number[] ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}
