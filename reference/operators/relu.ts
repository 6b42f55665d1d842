import { createElements, isFloat } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import { type Ball, floats } from "../ball.ts";
import type { AlternativeValues, Operator, Result } from "../operator.ts";
import { nanAlternative } from "./_selection.ts";

/** Spec: #api-mlgraphbuilder-relu-method. Class S: selects x or 0. */
export const relu: Operator = {
  name: "relu",
  status: "spec",
  section: "api-mlgraphbuilder-relu-method",
  arguments: ["input"],
  operands: {
    input: { dataTypes: ["float32", "float16", "int64", "int32", "int8"], rank: [0, Infinity] },
  },
  options: {},
  infer: ({ input }) => [input as Descriptor],
  resolve: (_, options) => options,
  evaluate({ input }): Result[] {
    const ball = input as Ball;
    return [isFloat(ball.dataType) ? reluOfFloats(ball) : reluOfIntegers(ball)];
  },
};

function reluOfFloats(ball: Ball): Result {
  const x = floats(ball);
  const v = new Float64Array(x.length);
  let hasNaN = false;
  for (let i = 0; i < v.length; i++) {
    const value = x[i];
    v[i] = value > 0 ? value : 0;
    if (value !== value) {
      v[i] = NaN;
      hasNaN = true;
    }
  }
  const alternatives: AlternativeValues[] | undefined = hasNaN ? [nanAlternative(v, "b", 0)] : undefined;
  const e = ball.e && radius(x, ball.e);
  return { v, rounding: "none", e, undecided: ball.undecided, alternatives, atLeast: 0 };
}

/** Half the distance that the winner can move: x - e.. x + e, cut at 0, seen from max(x, 0). */
function radius(x: Float64Array, e: Float64Array): Float64Array {
  const spread = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const high = x[i] + e[i];
    spread[i] = high <= 0 ? 0 : x[i] > 0 ? e[i] : high;
  }
  return spread;
}

function reluOfIntegers(ball: Ball): Result {
  const v = createElements(ball.dataType, ball.v.length);
  const zero = v[0];
  for (let i = 0; i < v.length; i++) v[i] = ball.v[i] > zero ? ball.v[i] : zero;
  return { v, rounding: "none", undecided: ball.undecided };
}
