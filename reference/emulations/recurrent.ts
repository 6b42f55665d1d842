/**
 * The spec's emulations of recurrent networks: cells from their gates, networks from their cells.
 *
 * @module
 */

import type { Emulated, Emulation, Recorder, Ref } from "./recorder.ts";

/** Terms of a gate; absent ones are left out. */
function sum(b: Recorder, ...terms: (Ref | undefined)[]): Ref {
  return terms.filter((term) => term !== undefined).reduce((a, term) => b.call("add", [a, term]));
}

/** The parts of weights and biases that belong to a gate, in the order of `layout`. */
class Gates {
  constructor(
    readonly b: Recorder,
    readonly call: Emulated,
    readonly layout: string,
  ) {}

  get #size(): number {
    return this.call.options.hiddenSize as number;
  }

  operand(name: string): Ref | undefined {
    return this.call.operands[name] as Ref | undefined;
  }

  /** `operand · transpose(rows of the gate)` */
  product(operand: Ref, weight: string, gate: string): Ref {
    const whole = this.operand(weight)!;
    const starts = [this.layout.indexOf(gate) * this.#size, 0];
    const rows = this.b.call("slice", [whole, starts, [this.#size, whole.shape[1]]]);
    return this.b.call("matmul", [operand, this.b.call("transpose", [rows])]);
  }

  /** The gate's part of a bias; `layout` is that of peephole weights where it is given. */
  bias(name: string, gate: string, layout = this.layout): Ref | undefined {
    const whole = this.operand(name);
    return whole && this.b.call("slice", [whole, [layout.indexOf(gate) * this.#size], [this.#size]]);
  }
}

const gruCell: Emulation = (b, call) => {
  const { operands, options } = call;
  const gates = new Gates(b, call, String(options.layout));
  const [ofGates, ofNew] = options.activations as readonly string[];
  const [x, h] = [operands.input as Ref, operands.hiddenState as Ref];
  const biases = (gate: string) => [gates.bias("bias", gate), gates.bias("recurrentBias", gate)];
  const gate = (name: string) => {
    const products = [gates.product(x, "weight", name), gates.product(h, "recurrentWeight", name)];
    return b.call(ofGates, [sum(b, ...biases(name), sum(b, ...products))]);
  };
  const [z, r] = [gate("z"), gate("r")];
  const [bias, recurrentBias] = biases("n");
  const ofInput = gates.product(x, "weight", "n");
  const before = options.resetAfter
    ? sum(
      b,
      bias,
      ofInput,
      b.call("mul", [r, sum(b, recurrentBias, gates.product(h, "recurrentWeight", "n"))]),
    )
    : sum(b, bias, recurrentBias, ofInput, gates.product(b.call("mul", [r, h]), "recurrentWeight", "n"));
  const n = b.call(ofNew, [before]);
  const rest = b.call("sub", [b.constant(x.dataType, 1), z]);
  return b.call("add", [b.call("mul", [z, h]), b.call("mul", [n, rest])]);
};

const lstmCell: Emulation = (b, call) => {
  const { operands, options } = call;
  const gates = new Gates(b, call, String(options.layout));
  const [ofGates, ofCell, ofHidden] = options.activations as readonly string[];
  const [x, h, c] = [operands.input as Ref, operands.hiddenState as Ref, operands.cellState as Ref];
  const gate = (name: string, activation: string) => {
    const peephole = name === "g" ? undefined : gates.bias("peepholeWeight", name, "iof");
    const products = [gates.product(x, "weight", name), gates.product(h, "recurrentWeight", name)];
    return b.call(activation, [
      sum(
        b,
        peephole && b.call("mul", [c, peephole]),
        gates.bias("bias", name),
        gates.bias("recurrentBias", name),
        sum(b, ...products),
      ),
    ]);
  };
  const [i, f, g, o] = [gate("i", ofGates), gate("f", ofGates), gate("g", ofCell), gate("o", ofGates)];
  const cell = b.call("add", [b.call("mul", [f, c]), b.call("mul", [i, g])]);
  return [b.call("mul", [o, b.call(ofHidden, [cell])]), cell];
};

/** A network from its cell: one direction after the other, step by step. */
function network(cell: Emulation, states: readonly (readonly [initial: string, state: string])[]): Emulation {
  return (b, { operands, options }) => {
    const x = operands.input as Ref;
    const [steps, batches, inputs] = x.shape;
    const size = options.hiddenSize as number;
    const directions = options.direction === "both" ? 2 : 1;
    const part = (whole: Ref, starts: readonly number[], sizes: readonly number[]) =>
      b.call("reshape", [b.call("slice", [whole, starts, sizes]), sizes.slice(1)]);
    const ofDirection = (name: string, direction: number): [string, Ref][] => {
      const whole = operands[name] as Ref | undefined;
      const starts = whole?.shape.map((_, axis) => axis === 0 ? direction : 0);
      return whole ? [[name, part(whole, starts!, [1, ...whole.shape.slice(1)])]] : [];
    };
    const zeros = () => {
      const zero = b.constant(x.dataType, 0);
      return b.call("expand", [zero, [batches, size]]);
    };
    const last: Ref[][] = states.map(() => []);
    const sequences: Ref[] = [];
    for (let direction = 0; direction < directions; direction++) {
      const parameters = ["weight", "recurrentWeight", "bias", "recurrentBias", "peepholeWeight"]
        .flatMap((name) => ofDirection(name, direction));
      let current = states.map(([initial]) => ofDirection(initial, direction)[0]?.[1] ?? zeros());
      const hidden: Ref[] = [];
      const backward = direction === 1 || options.direction === "backward";
      for (let step = 0; step < steps; step++) {
        const at = backward ? steps - step - 1 : step;
        const input = part(x, [at, 0, 0], [1, batches, inputs]);
        const state = states.map(([, name], i): [string, Ref] => [name, current[i]]);
        const given = Object.fromEntries([["input", input], ...parameters, ...state]);
        current = [cell(b, { operands: given, options })!].flat();
        hidden[at] = b.call("reshape", [current[0], [1, 1, batches, size]]);
      }
      current.forEach((state, i) => last[i].push(b.call("reshape", [state, [1, batches, size]])));
      sequences.push(b.call("concat", [hidden, 0]));
    }
    const outputs = last.map((each) => b.call("concat", [each, 0]));
    return options.returnSequence ? [...outputs, b.call("concat", [sequences, 1])] : outputs;
  };
}

export const recurrent: Readonly<Record<string, Emulation>> = {
  gruCell,
  lstmCell,
  gru: network(gruCell, [["initialHiddenState", "hiddenState"]]),
  lstm: network(lstmCell, [["initialHiddenState", "hiddenState"], ["initialCellState", "cellState"]]),
};
