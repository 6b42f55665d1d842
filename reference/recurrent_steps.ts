/**
 * One time step of the recurrent operators, as the spec decomposes it (#api-mlgraphbuilder-grucell,
 * #api-mlgraphbuilder-lstmcell). Class T: the decomposition is run with balls, every intermediate stored.
 *
 * @module
 */

import type { Ball } from "./ball.ts";
import { type Arithmetical, binaryOfFloats } from "./binary_floats.ts";
import type { Result } from "./operator.ts";
import { relu } from "./operators/relu.ts";
import { sigmoid } from "./operators/sigmoid.ts";
import { tanh } from "./operators/tanh.ts";
import { biasTerm, type Cell, elementTerm, matrixTerm, sumOfTerms, type Term } from "./recurrent_sums.ts";
import { storeInside } from "./store.ts";

/** An activation by its name in the spec. */
export type Activation = keyof typeof activations;

const activations = { relu, sigmoid, tanh };

/** What does not change from step to step: the parameters of one direction, gates one after the other. */
export interface Parameters {
  /** `[gates · hiddenSize, inputSize]` */
  readonly weight: Ball;
  /** `[gates · hiddenSize, hiddenSize]` */
  readonly recurrentWeight: Ball;
  /** `[gates · hiddenSize]` */
  readonly bias?: Ball;
  readonly recurrentBias?: Ball;
  /** `[3 · hiddenSize]`, of the gates i, o and f. */
  readonly peepholeWeight?: Ball;
  /** The gates by their letter, in the order of `weight`: `zrn`. */
  readonly layout: string;
  readonly activations: readonly Activation[];
  /** Of gru: the reset gate is applied after the matrix product. */
  readonly resetAfter: boolean;
  /** Of lstm: which cell state the output gate's peephole sees. */
  readonly outputPeephole: "old" | "new";
}

/**
 * A step: input `[batches, inputSize]` and states `[batches, hiddenSize]` to the new states, not yet stored. The first is
 * the hidden state.
 */
export type Step = (x: Ball, states: readonly Ball[], parameters: Parameters, cell: Cell) => Result[];

/** `h' = z ⊙ h + n ⊙ (1 - z)` */
export const gruStep: Step = (x, [h], parameters, cell) => {
  const { activations: [gate, candidate], resetAfter } = parameters;
  const terms = gateTerms(parameters, cell);
  const all = (letter: string) => [...terms.ofInput(letter, x), ...terms.ofState(letter, h)];
  const z = activate(gate, sumOfTerms(all("z"), cell), cell);
  const r = activate(gate, sumOfTerms(all("r"), cell), cell);
  const ofState = resetAfter
    ? [elementTerm(r, sumOfTerms(terms.ofState("n", h), cell))]
    : terms.ofState("n", combine("mul", r, h, cell));
  const n = activate(candidate, sumOfTerms([...terms.ofInput("n", x), ...ofState], cell), cell);
  const kept = combine("mul", z, h, cell);
  const added = combine("mul", n, combine("sub", ones(cell), z, cell), cell);
  return [binaryOfFloats("add", kept, added, cell.dataType, cell.profile)];
};

/** `c' = f ⊙ c + i ⊙ g`, `h' = o ⊙ activation(c')` */
export const lstmStep: Step = (x, [h, c], parameters, cell) => {
  const { activations: [gate, candidate, filter], outputPeephole } = parameters;
  const terms = gateTerms(parameters, cell);
  const sum = (letter: string, peephole?: Ball) =>
    sumOfTerms([
      ...terms.ofInput(letter, x),
      ...terms.ofState(letter, h),
      ...(peephole ? terms.ofCell(letter, peephole) : []),
    ], cell);
  const i = activate(gate, sum("i", c), cell);
  const f = activate(gate, sum("f", c), cell);
  const g = activate(candidate, sum("g"), cell);
  const newCell = binaryOfFloats(
    "add",
    combine("mul", f, c, cell),
    combine("mul", i, g, cell),
    cell.dataType,
    cell.profile,
  );
  const stored = stateOf(newCell, cell);
  const o = activate(gate, sum("o", outputPeephole === "new" ? stored : c), cell);
  const filtered = activate(filter, stored, cell);
  return [binaryOfFloats("mul", o, filtered, cell.dataType, cell.profile), newCell];
};

/** A result of `[batches, hiddenSize]`, stored. */
export function stateOf(result: Result, { batches, hiddenSize, dataType, profile }: Cell): Ball {
  return storeInside(result, dataType, [batches, hiddenSize], profile);
}

/** Elements `from` to before `from + count` of a ball, of another shape. */
export function partOf(ball: Ball, from: number, shape: readonly number[]): Ball {
  const to = from + shape.reduce((count, size) => count * size, 1);
  return {
    dataType: ball.dataType,
    shape,
    v: ball.v.subarray(from, to),
    e: ball.e?.subarray(from, to),
    undecided: ball.undecided?.subarray(from, to),
  };
}

const peepholes = "iof";

/** The terms of each gate's sum, by the gate's letter. */
function gateTerms(parameters: Parameters, { hiddenSize }: Cell) {
  const { layout, peepholeWeight } = parameters;
  const of = (letter: string, matrix: Ball, bias: Ball | undefined, x: Ball): Term[] => {
    const [, columns] = x.shape, first = layout.indexOf(letter) * hiddenSize;
    const rows = partOf(matrix, first * columns, [hiddenSize, columns]);
    return [matrixTerm(x, rows), ...(bias ? [biasTerm(partOf(bias, first, [hiddenSize]))] : [])];
  };
  return {
    ofInput: (letter: string, x: Ball) => of(letter, parameters.weight, parameters.bias, x),
    ofState: (letter: string, h: Ball) => of(letter, parameters.recurrentWeight, parameters.recurrentBias, h),
    ofCell: (letter: string, c: Ball) =>
      peepholeWeight
        ? [elementTerm(c, partOf(peepholeWeight, peepholes.indexOf(letter) * hiddenSize, [hiddenSize]))]
        : [],
  };
}

function activate(name: Activation, x: Ball, cell: Cell): Ball {
  return stateOf(activations[name].evaluate({ input: x }, {}, cell.profile)[0], cell);
}

function combine(op: Arithmetical, a: Ball, b: Ball, cell: Cell): Ball {
  return stateOf(binaryOfFloats(op, a, b, cell.dataType, cell.profile), cell);
}

function ones({ batches, hiddenSize, dataType }: Cell): Ball {
  const shape = [batches, hiddenSize];
  return { dataType, shape, v: new Float64Array(batches * hiddenSize).fill(1) };
}
