import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";

/** 1 for 0, 0 for any other value. Class L. Spec: #api-mlgraphbuilder-logical. */
export const logicalNot: Operator = {
  name: "logicalNot",
  status: "spec",
  section: "api-mlgraphbuilder-logical",
  arguments: ["a"],
  operands: { a: { dataTypes: ["uint8"], rank: [0, Infinity] } },
  options: {},
  infer: ({ a }) => [a as Descriptor],
  resolve: (_, options) => options,
  evaluate({ a }) {
    const { v: x, undecided } = a as Ball;
    const v = new Uint8Array(x.length);
    for (let i = 0; i < v.length; i++) v[i] = x[i] === 0 ? 1 : 0;
    return [{ v, rounding: "none", undecided }];
  },
};
