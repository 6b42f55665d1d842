/**
 * Software kernels of gru, gruCell, lstm and lstmCell, written from the methods' prose.
 *
 * @module
 */

import { sigmoid, tanh } from "../activations.ts";
import { dot } from "../arithmetic.ts";
import { type Call, floatsOf, type Kernel } from "../kernel.ts";
import { inOrder } from "../rows.ts";

type Numbers = readonly number[];

/** A sum of products of two lists of the same length. */
type Products = readonly [Numbers, Numbers];

/** What a network does beside its sums, each of which a bug may do otherwise. Functions work on one unit. */
export interface Habits {
  /** Of which time a step reads the input; `direction` is 0 or 1. */
  time(step: number, steps: number, isBackward: boolean, direction: number): number;
  /** Where the state of a step stands in the sequence. */
  place(step: number, time: number, steps: number): number;
  /** Whether the states after a step are the last ones. */
  isLast(step: number, time: number, steps: number): boolean;
  /** Which direction's parameters and initial states a direction takes. */
  parametersOf(direction: number): number;
  statesOf(direction: number): number;
  /** The state that a step begins with. */
  carried(state: Numbers, initial: Numbers): Numbers;
  activation(name: string, call: Call): (x: number) => number;
  /** c' of lstm. */
  cellState(f: number, c: number, i: number, g: number, keep: Round): number;
  /** h' of lstm. */
  filtered(o: number, newCell: number, oldCell: number, activate: Round, keep: Round): number;
  /** h' of gru. */
  blended(z: number, h: number, n: number, keep: Round): number;
  /** What the reset gate multiplies where it is applied after the product: the sums without and with the bias. */
  reset: "sum and bias" | "sum" | "nothing";
}

type Round = (x: number) => number;

export const habits: Habits = {
  time: (step, steps, isBackward) => isBackward ? steps - 1 - step : step,
  place: (_, time) => time,
  isLast: (step, _, steps) => step === steps - 1,
  parametersOf: (direction) => direction,
  statesOf: (direction) => direction,
  carried: (state) => state,
  activation: (name, call) => {
    if (name === "relu") return (x) => Math.max(0, x);
    const f = name === "sigmoid" ? sigmoid : tanh;
    return (x) => f(x, call);
  },
  cellState: (f, c, i, g, keep) => keep(keep(f * c) + keep(i * g)),
  filtered: (o, newCell, _, activate, keep) => keep(o * keep(activate(newCell))),
  blended: (z, h, n, keep) => keep(keep(z * h) + keep(n * keep(1 - z))),
  reset: "sum and bias",
};

/** By operator. */
export const recurrentKernels: Readonly<Record<string, Kernel>> = {
  gru: recurring({}),
  gruCell: recurring({}),
  lstm: recurring({}),
  lstmCell: recurring({}),
};

/** The gates whose sums have a peephole, in the order of its weights. */
const peepholes = "iof";

/**
 * The kernel of all four, with some habits changed. Where the arithmetic folds, every term of a gate's sum and every result
 * is stored in the data type, as if each were an operator; else a gate's terms are one sum in the accumulator.
 */
export function recurring(others: Partial<Habits>): Kernel {
  const own: Habits = { ...habits, ...others };
  return (call) => {
    const sizes = sizesOf(call);
    const { steps, batches, inputSize, hiddenSize, directions, direction } = sizes;
    const x = floatsOf(call, "input").v;
    const size = batches * hiddenSize;
    const last = sizes.states.map(() => new Float64Array(directions * size));
    const sequence = new Float64Array(steps * directions * size);
    for (let d = 0; d < directions; d++) {
      const isBackward = direction === "backward" || d === 1;
      const step = stepOf(call, own, sizes, own.parametersOf(d));
      for (let b = 0; b < batches; b++) {
        const from = (own.statesOf(d) * batches + b) * hiddenSize, to = (d * batches + b) * hiddenSize;
        const initial = sizes.states.map((name) =>
          call.operands[name]
            ? Array.from(floatsOf(call, name).v.subarray(from, from + hiddenSize))
            : new Array<number>(hiddenSize).fill(0)
        );
        let states: readonly Numbers[] = initial;
        for (let s = 0; s < steps; s++) {
          const time = own.time(s, steps, isBackward, d), first = (time * batches + b) * inputSize;
          states = step(
            Array.from(x.subarray(first, first + inputSize)),
            states.map((state, i) => own.carried(state, initial[i])),
          );
          sequence.set(states[0], own.place(s, time, steps) * directions * size + to);
          if (own.isLast(s, time, steps)) last.forEach((state, i) => state.set(states[i], to));
        }
      }
    }
    return [...last, sequence].slice(0, call.outputs.length).map((values, i) =>
      inOrder(values, call.outputs[i].shape)
    );
  };
}

interface Sizes {
  readonly steps: number;
  readonly batches: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly directions: number;
  readonly direction: unknown;
  /** Names of the states' operands. */
  readonly states: readonly string[];
}

function sizesOf(call: Call): Sizes {
  const { operator, options } = call;
  const isCell = operator.endsWith("Cell");
  const states = operator.startsWith("gru") ? ["hiddenState"] : ["hiddenState", "cellState"];
  const { shape } = floatsOf(call, "input");
  const [batches, inputSize] = shape.slice(-2);
  return {
    steps: isCell ? 1 : shape[0],
    batches,
    inputSize,
    hiddenSize: options.hiddenSize as number,
    directions: options.direction === "both" ? 2 : 1,
    direction: options.direction,
    states: isCell ? states : states.map((name) => `initial${name[0].toUpperCase()}${name.slice(1)}`),
  };
}

type Step = (x: Numbers, states: readonly Numbers[]) => Numbers[];

/** A step of one batch, with the parameters of a direction. */
function stepOf(call: Call, own: Habits, { inputSize, hiddenSize }: Sizes, direction: number): Step {
  const { operator, options, operands, dataType, arithmetic, round } = call;
  const layout = options.layout as string, rows = layout.length * hiddenSize;
  const keep: Round = arithmetic.folds ? (x) => arithmetic.store(round(x), dataType) : round;
  const matrix = (name: string, columns: number): number[][] => {
    const { v } = floatsOf(call, name);
    return Array.from({ length: rows }, (_, row) => {
      const first = (direction * rows + row) * columns;
      return Array.from(v.subarray(first, first + columns));
    });
  };
  const weights = matrix("weight", inputSize), recurrentWeights = matrix("recurrentWeight", hiddenSize);
  const vector = (name: string, length: number) =>
    operands[name] &&
    Array.from(floatsOf(call, name).v.subarray(direction * length, (direction + 1) * length));
  const bias = vector("bias", rows), recurrentBias = vector("recurrentBias", rows);
  const peephole = vector("peepholeWeight", 3 * hiddenSize);
  const activations = (options.activations as string[]).map((name) => own.activation(name, call));
  const one = [1];
  const units = (of: (j: number) => number) => Array.from({ length: hiddenSize }, (_, j) => of(j));
  const rowOf = (gate: string, j: number) => layout.indexOf(gate) * hiddenSize + j;
  const dotOf = ([a, b]: Products) => dot(a, b, dataType, arithmetic);
  const total = (terms: readonly Products[]) => {
    if (!arithmetic.folds) return keep(dotOf([terms.flatMap(([a]) => a), terms.flatMap(([, b]) => b)]));
    return terms.map((term) => keep(dotOf(term))).reduce((sum, part) => keep(sum + part));
  };
  const ofInput = (gate: string, j: number, x: Numbers): Products[] => {
    const row = rowOf(gate, j);
    return bias ? [[one, [bias[row]]], [x, weights[row]]] : [[x, weights[row]]];
  };
  const ofState = (
    gate: string,
    j: number,
    h: Numbers,
  ): Products[] => [[h, recurrentWeights[rowOf(gate, j)]]];
  const ofBias = (gate: string, j: number): Products[] =>
    recurrentBias ? [[one, [recurrentBias[rowOf(gate, j)]]]] : [];
  const ofCell = (gate: string, j: number, c: Numbers): Products[] =>
    peephole ? [[[c[j]], [peephole[peepholes.indexOf(gate) * hiddenSize + j]]]] : [];
  const gate = (name: string, which: number, x: Numbers, h: Numbers, c?: Numbers) =>
    units((j) => {
      const terms = [...ofInput(name, j, x), ...ofState(name, j, h), ...ofBias(name, j)];
      return keep(activations[which](total(c ? [...terms, ...ofCell(name, j, c)] : terms)));
    });

  if (operator.startsWith("lstm")) {
    return (x, [h, c]) => {
      const i = gate("i", 0, x, h, c), f = gate("f", 0, x, h, c), g = gate("g", 1, x, h);
      const next = units((j) => own.cellState(f[j], c[j], i[j], g[j], keep));
      const o = gate("o", 0, x, h, arithmetic.form === 2 ? next : c);
      return [units((j) => own.filtered(o[j], next[j], c[j], activations[2], keep)), next];
    };
  }
  return (x, [h]) => {
    const z = gate("z", 0, x, h), r = own.reset === "nothing" ? h.map(() => 1) : gate("r", 0, x, h);
    const candidate = (j: number): readonly Products[] => {
      if (!options.resetAfter) {
        return [
          ...ofInput("n", j, x),
          ...ofState("n", j, h.map((state, k) => keep(r[k] * state))),
          ...ofBias("n", j),
        ];
      }
      const isWhole = own.reset !== "sum";
      const state = total(isWhole ? [...ofState("n", j, h), ...ofBias("n", j)] : ofState("n", j, h));
      return [...ofInput("n", j, x), [[r[j]], [state]], ...(isWhole ? [] : ofBias("n", j))];
    };
    const n = units((j) => keep(activations[1](total(candidate(j)))));
    return [units((j) => own.blended(z[j], h[j], n[j], keep))];
  };
}
