/**
 * What radii cost: an operator's evaluation against a plain float64 loop of the same formula that knows nothing of them
 * (tolerance.md, section 2.1). At most twice as much on exact inputs, four times where every input has a radius.
 *
 * @module
 */

import type { OptionValue } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Ball } from "../reference/ball.ts";
import { convolve } from "../reference/convolve.ts";
import { operators } from "../reference/operators.ts";
import { slidingTaps } from "../reference/taps.ts";
import { view } from "../reference/view.ts";
import { atMost, type Line } from "./line.ts";
import { compare, noise } from "./measure.ts";

/** The values of an operator's operands, in the order of its shapes, to those of its outputs. */
type Values = (...operands: Float64Array[]) => unknown;

interface Workload {
  readonly operator: string;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly options?: Readonly<Record<string, OptionValue>>;
  readonly values: Values;
}

const rows = 128, columns = 256, elements = [rows, columns];
const side = 28, channels = 32;
const order = 128;
const batches = 16, hiddenSize = 96;

const workloads: readonly Workload[] = [
  {
    operator: "conv2d",
    shapes: { input: [1, channels, side, side], filter: [channels, channels, 3, 3] },
    options: { padding: [1, 1, 1, 1] },
    values: convolution,
  },
  { operator: "matmul", shapes: { a: [order, order], b: [order, order] }, values: product },
  { operator: "add", shapes: { a: elements, b: elements }, values: sum },
  { operator: "sqrt", shapes: { input: elements }, values: root },
  { operator: "exp", shapes: { input: elements }, values: exponential },
  { operator: "sigmoid", shapes: { input: elements }, values: logistic },
  { operator: "tanh", shapes: { input: elements }, values: hyperbolic },
  { operator: "softmax", shapes: { input: elements }, options: { axis: 1 }, values: softmax },
  { operator: "layerNormalization", shapes: { input: elements }, options: { axes: [1] }, values: normalized },
  {
    operator: "lstmCell",
    shapes: {
      input: [batches, hiddenSize],
      weight: [4 * hiddenSize, hiddenSize],
      recurrentWeight: [4 * hiddenSize, hiddenSize],
      hiddenState: [batches, hiddenSize],
      cellState: [batches, hiddenSize],
    },
    options: { hiddenSize },
    values: cell,
  },
];

/** A line for every operator on exact inputs, then one for each on inputs with radii. */
export function* radii(): Generator<Line> {
  for (const hasRadii of [false, true]) {
    for (const workload of workloads) yield radiiOf(workload, hasRadii);
  }
}

function radiiOf(
  { operator, shapes, options = {}, values }: Workload,
  hasRadii: boolean,
): Line {
  const balls = Object.entries(shapes).map(([name, shape], k): [string, Ball] => {
    const count = elementCount(shape), isPositive = operator === "sqrt";
    const v = Float64Array.from(noise(count, k + 1), (x) => isPositive ? x + 1 : x);
    const e = hasRadii ? Float64Array.from(noise(count, k + 11), (x) => (x + 1) * 1e-6) : undefined;
    return [name, { dataType: "float32", shape, v, e }];
  });
  const operands = Object.fromEntries(balls), plain = balls.map(([, { v }]) => v as Float64Array);
  const definition = operators.get(operator)!;
  const { run, other, ratio } = compare(
    () => definition.evaluate(operands, options, profiles.ieee),
    () => values(...plain),
    41,
  );
  return {
    what: `${operator}, ${hasRadii ? "inputs with radii" : "exact inputs"}`,
    figure: `${run.toFixed(2)} ms; values only ${other.toFixed(2)} ms; median ratio ${ratio.toFixed(2)}`,
    target: atMost(ratio, hasRadii ? 4 : 2, "×"),
  };
}

function convolution(x: Float64Array, w: Float64Array) {
  const y = new Float64Array(x.length);
  const taps = slidingTaps({ input: side, taps: 3, outputs: side, begin: 1, stride: 1, dilation: 1 });
  convolve({
    x: view(x, [1, 1, channels, side, side]),
    w: view(w, [1, channels, channels, 3, 3]),
    y: view(y, [1, 1, channels, side, side]),
    axes: [taps, taps],
  });
  return y;
}

function product(a: Float64Array, b: Float64Array) {
  const y = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let k = 0; k < order; k++) {
      const factor = a[i * order + k];
      for (let j = 0; j < order; j++) y[i * order + j] += factor * b[k * order + j];
    }
  }
  return y;
}

function sum(a: Float64Array, b: Float64Array) {
  const y = new Float64Array(a.length);
  for (let i = 0; i < y.length; i++) y[i] = a[i] + b[i];
  return y;
}

function root(x: Float64Array) {
  const y = new Float64Array(x.length);
  for (let i = 0; i < y.length; i++) y[i] = Math.sqrt(x[i]);
  return y;
}

function exponential(x: Float64Array) {
  const y = new Float64Array(x.length);
  for (let i = 0; i < y.length; i++) y[i] = Math.exp(x[i]);
  return y;
}

function logistic(x: Float64Array) {
  const y = new Float64Array(x.length);
  for (let i = 0; i < y.length; i++) y[i] = 1 / (1 + Math.exp(-x[i]));
  return y;
}

function hyperbolic(x: Float64Array) {
  const y = new Float64Array(x.length);
  for (let i = 0; i < y.length; i++) y[i] = Math.tanh(x[i]);
  return y;
}

function softmax(x: Float64Array) {
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += columns) {
    const end = start + columns;
    let maximum = -Infinity, sum = 0;
    for (let i = start; i < end; i++) if (x[i] > maximum) maximum = x[i];
    for (let i = start; i < end; i++) sum += y[i] = Math.exp(x[i] - maximum);
    for (let i = start; i < end; i++) y[i] /= sum;
  }
  return y;
}

function normalized(x: Float64Array) {
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += columns) {
    const end = start + columns;
    let sum = 0, squares = 0;
    for (let i = start; i < end; i++) sum += x[i];
    const mean = sum / columns;
    for (let i = start; i < end; i++) squares += (x[i] - mean) ** 2;
    const root = Math.sqrt(squares / columns + 1e-5);
    for (let i = start; i < end; i++) y[i] = (x[i] - mean) / root;
  }
  return y;
}

/** Gates in the order `iofg`. */
function cell(x: Float64Array, w: Float64Array, r: Float64Array, h: Float64Array, c: Float64Array) {
  const hidden = new Float64Array(h.length), state = new Float64Array(c.length);
  for (let batch = 0; batch < batches; batch++) {
    for (let unit = 0; unit < hiddenSize; unit++) {
      const [i, o, f, g] = [0, 1, 2, 3].map((gate) => {
        const row = (gate * hiddenSize + unit) * hiddenSize, from = batch * hiddenSize;
        let sum = 0;
        for (let k = 0; k < hiddenSize; k++) {
          sum += x[from + k] * w[row + k] + h[from + k] * r[row + k];
        }
        return gate === 3 ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
      });
      const at = batch * hiddenSize + unit;
      state[at] = f * c[at] + i * g;
      hidden[at] = o * Math.tanh(state[at]);
    }
  }
  return [hidden, state];
}
