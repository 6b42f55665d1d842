/**
 * Operators that touch every element once, with radii.
 *
 * @module
 */

import { profiles } from "../graph/profile.ts";
import type { Ball } from "../reference/ball.ts";
import type { Options } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import type { Section } from "./line.ts";
import { inMilliseconds, noise, time } from "./measure.ts";

const shape = [16, 256, 256];

const calls: readonly {
  readonly operator: string;
  readonly operands: string[];
  readonly options: Options;
}[] = [
  { operator: "add", operands: ["a", "b"], options: {} },
  { operator: "relu", operands: ["input"], options: {} },
  { operator: "transpose", operands: ["input"], options: { permutation: [2, 0, 1] } },
];

/** Millions of elements a second. */
export const elementwise: Section = {
  title: `elementwise on float32 [${shape}], with radii`,
  async *measure() {
    const count = shape.reduce((product, size) => product * size, 1);
    for (const { operator, operands, options } of calls) {
      const balls = Object.fromEntries(operands.map((name, i): [string, Ball] => {
        return [name, { dataType: "float32", shape, v: Float64Array.from(noise(count, i)) }];
      }));
      const times = await time(() => operators.get(operator)!.evaluate(balls, options, profiles.ieee));
      yield {
        what: operator,
        figure: `${(count / times.cost / 1e3).toFixed(0)} M elements/s, ${inMilliseconds(times)}`,
      };
    }
  },
};
