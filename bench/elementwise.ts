/**
 * Operators that touch every element once: the reference with radii, beside TF.js, and the whole expectation of a graph
 * of one node.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import type { Ball } from "../reference/ball.ts";
import { expectationOf } from "../reference/expect.ts";
import type { Options } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import { atLeast, type Section } from "./line.ts";
import { inMilliseconds, noise, time, timeInTurn, type Times } from "./measure.ts";

const shape: [number, number, number] = [16, 256, 256];
const count = shape[0] * shape[1] * shape[2];

interface Call {
  readonly operator: string;
  readonly operands: readonly string[];
  readonly options?: Options;
  /** Millions of elements a second that the reference is to reach, the whole expectation too. */
  readonly least: number;
  /** The same in TF.js. */
  readonly tfjs: (x: tf.Tensor3D, y: tf.Tensor3D) => tf.Tensor;
}

const calls: readonly Call[] = [
  { operator: "add", operands: ["a", "b"], least: 30, tfjs: (x, y) => tf.add(x, y) },
  { operator: "relu", operands: ["input"], least: 30, tfjs: (x) => tf.relu(x) },
  {
    operator: "transpose",
    operands: ["input"],
    options: { permutation: [2, 0, 1] },
    least: 30,
    tfjs: (x) => tf.transpose(x, [2, 0, 1]),
  },
  { operator: "exp", operands: ["input"], least: 5, tfjs: (x) => tf.exp(x) },
  { operator: "erf", operands: ["input"], least: 5, tfjs: (x) => tf.erf(x) },
  {
    operator: "gelu",
    operands: ["input"],
    least: 5,
    tfjs: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  },
];

/** Millions of elements a second. */
export const elementwise: Section = {
  title: `elementwise on float32 [${shape}], with radii`,
  async *measure() {
    tf.enableProdMode();
    await tf.setBackend("cpu");
    const data = [noise(count, 1), noise(count, 2)];
    const balls = data.map((values): Ball => ({ dataType: "float32", shape, v: Float64Array.from(values) }));
    for (const { operator, operands, options = {}, least, tfjs } of calls) {
      const given = Object.fromEntries(operands.map((name, i) => [name, balls[i]]));
      const [own, peer] = await timeInTurn([
        () => operators.get(operator)!.evaluate(given, options, profiles.ieee),
        () => tf.tidy(() => tfjs(tf.tensor3d(data[0], shape), tf.tensor3d(data[1], shape)).dataSync()),
      ], 5);
      const rate = ({ cost }: Times) => count / cost / 1e3;
      yield {
        what: operator,
        figure: `${rate(own).toFixed(0)} M elements/s, ${inMilliseconds(own)}; TF.js cpu ` +
          `${rate(peer).toFixed(0)} M/s`,
        target: atLeast(rate(own), least, "M/s"),
      };
      const testCase = caseOf(operator, operands, options, data);
      const whole = await time(() => expectationOf(testCase, profiles.ieee), 5);
      yield {
        what: `${operator}, whole expectation`,
        figure: `${rate(whole).toFixed(0)} M elements/s, ${inMilliseconds(whole)}`,
        target: atLeast(rate(whole), least, "M/s"),
      };
    }
  },
};

/** A graph of one node, both of whose data sets are the same. */
function caseOf(
  operator: string,
  names: readonly string[],
  options: Options,
  data: readonly Float32Array<ArrayBuffer>[],
): Case {
  const descriptor = { dataType: "float32", shape } as const;
  const inputs = new Map(names.map((name, i) => [name, { ...descriptor, data: data[i] }]));
  return {
    id: operator,
    graph: {
      operands: new Map(names.map((name) => [name, { kind: "input", ...descriptor }])),
      nodes: [{
        operator,
        operands: Object.fromEntries(names.map((name) => [name, name])),
        options,
        outputs: ["output"],
      }],
      outputs: ["output"],
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "bench" },
  };
}
