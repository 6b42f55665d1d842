import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import type { Movable } from "../view.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-triangular. Class X. */
export const triangular: Operator = {
  name: "triangular",
  status: "spec",
  section: "api-mlgraphbuilder-triangular",
  arguments: ["input"],
  operands: { input: { dataTypes: specDataTypes, rank: [2, Infinity] } },
  options: {
    upper: { type: "boolean", default: true },
    diagonal: { type: "long", default: 0 },
  },
  infer({ input }) {
    const { dataType, shape } = input as Descriptor;
    return [{ dataType, shape }];
  },
  resolve: (_, options) => ({ upper: true, diagonal: 0, ...options }),
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const { upper, diagonal } = triangular.resolve({ input: ball }, options);
    const [rows, columns] = ball.shape.slice(-2);
    const cut = <T extends Movable>(data: T): T => {
      const kept = data.slice() as T;
      for (let start = 0, row = 0; start < kept.length; start += columns, row = (row + 1) % rows) {
        const first = within(row + (diagonal as number) + (upper ? 0 : 1), columns);
        if (upper) clear(kept, start, start + first);
        else clear(kept, start + first, start + columns);
      }
      return kept;
    };
    const result = moved(ball, profile, cut);
    // Kept zeros have their sign; which zero stands for an element that is cut is not said.
    return [{ ...result, flags: result.flags && cut(result.flags) }];
  },
};

function within(column: number, columns: number): number {
  return Math.min(Math.max(column, 0), columns);
}

function clear(data: Movable, begin: number, end: number) {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(0n, begin, end);
  else data.fill(0, begin, end);
}
