/**
 * Recurrent networks unit by unit, in any arithmetic: a second path beside `recurrence.ts`, and the proof of its values
 * (tolerance.md, sections 8.2, 8.7).
 *
 * @module
 */

import { type Ball, floats as valuesOf } from "./ball.ts";
import type { Certificate } from "./certify.ts";
import { type FloatBall, floats, type StepReals } from "./reals/floats.ts";
import { refined } from "./reals/refine.ts";
import type { Left, Recurrence } from "./recurrence.ts";
import type { Activation, Parameters } from "./recurrent_steps.ts";

/** What a network leaves behind, as in `recurrence.ts`. */
interface Enclosures<T> {
  readonly states: readonly (readonly T[])[];
  readonly sequence: readonly T[];
}

/** The certificates of the states and of the sequence that the network left. */
export function recurrenceCertificates(
  kind: "gru" | "lstm",
  recurrence: Recurrence,
  left: Left,
): { readonly states: readonly Certificate[]; readonly sequence: Certificate } {
  const networks = new Map<unknown, unknown>();
  /** The network in an arithmetic, run once for all outputs. */
  const networkIn = <T>(reals: StepReals<T>): Enclosures<T> => {
    if (!networks.has(reals)) networks.set(reals, new Network(kind, recurrence, reals).run());
    return networks.get(reals) as Enclosures<T>;
  };
  const certificateOf = (
    v: Float64Array,
    pick: <T>(enclosures: Enclosures<T>) => readonly T[],
  ): Certificate => {
    let proven: readonly FloatBall[] | undefined;
    return {
      mayOverflow: true,
      radius(i) {
        proven ??= pick(networkIn(floats));
        return Math.abs(v[i] - proven[i].v) + proven[i].radius;
      },
      ...refined((reals) => {
        const enclosures = pick(networkIn(reals));
        return (i) => enclosures[i];
      }, recurrence.cell.dataType),
    };
  };
  return {
    states: left.states.map(({ v }, state) =>
      certificateOf(v as Float64Array, ({ states }) => states[state])
    ),
    sequence: certificateOf(left.sequence.v as Float64Array, ({ sequence }) => sequence),
  };
}

/** Exact numbers by their place. */
type Numbers<T> = (at: number) => T;

/** One network in one arithmetic. */
class Network<T> {
  readonly #kind: "gru" | "lstm";
  readonly #recurrence: Recurrence;
  readonly #reals: StepReals<T>;

  constructor(kind: "gru" | "lstm", recurrence: Recurrence, reals: StepReals<T>) {
    this.#kind = kind;
    this.#recurrence = recurrence;
    this.#reals = reals;
  }

  run(): Enclosures<T> {
    const { cell: { batches, hiddenSize }, steps, inputSize, direction, states, parameters } =
      this.#recurrence;
    const directions = parameters.length;
    const last = states.map((): T[] => []), sequence: T[] = [];
    const input = this.#exactly(this.#recurrence.input), initial = states.map((ball) => this.#exactly(ball));
    for (let d = 0; d < directions; d++) {
      const step = this.#step(parameters[d]);
      const isBackward = direction === "backward" || d === 1;
      for (let batch = 0; batch < batches; batch++) {
        const first = (d * batches + batch) * hiddenSize;
        let current = initial.map((state) => elements(state, first, hiddenSize));
        for (let s = 0; s < steps; s++) {
          const time = isBackward ? steps - 1 - s : s;
          current = step(elements(input, (time * batches + batch) * inputSize, inputSize), current);
          const at = ((time * directions + d) * batches + batch) * hiddenSize;
          current[0].forEach((value, unit) => sequence[at + unit] = value);
        }
        current.forEach((state, k) => state.forEach((value, unit) => last[k][first + unit] = value));
      }
    }
    return { states: last, sequence };
  }

  #exactly(ball: Ball): Numbers<T> {
    const v = valuesOf(ball);
    return (at) => this.#reals.of(v[at]);
  }

  /** From the input and the states of one batch to its new states. */
  #step(parameters: Parameters): (x: readonly T[], states: readonly (readonly T[])[]) => T[][] {
    const { add, negate, multiply, of } = this.#reals;
    const { hiddenSize } = this.#recurrence.cell;
    const { layout, peepholeWeight, resetAfter, outputPeephole } = parameters;
    const [gate, candidate, filter] = parameters.activations.map((name) => this.#activation(name));
    const units = Array.from({ length: hiddenSize }, (_, unit) => unit);
    const row = (letter: string, unit: number) => layout.indexOf(letter) * hiddenSize + unit;
    const sum = (matrix: Ball, bias: Ball | undefined) => {
      const weights = this.#exactly(matrix), added = bias && this.#exactly(bias);
      return (at: number, x: readonly T[]) =>
        x.reduce(
          (total, value, k) => add(total, multiply(weights(at * x.length + k), value)),
          added ? added(at) : of(0),
        );
    };
    const ofInput = sum(parameters.weight, parameters.bias);
    const ofState = sum(parameters.recurrentWeight, parameters.recurrentBias);
    const both = (letter: string, unit: number, x: readonly T[], h: readonly T[]) =>
      add(ofInput(row(letter, unit), x), ofState(row(letter, unit), h));
    if (this.#kind === "gru") {
      return (x, [h]) => {
        const z = units.map((unit) => gate(both("z", unit, x, h)));
        const r = units.map((unit) => gate(both("r", unit, x, h)));
        const reset = units.map((unit) => multiply(r[unit], h[unit]));
        const n = units.map((unit) => {
          const at = row("n", unit);
          const rest = resetAfter ? multiply(r[unit], ofState(at, h)) : ofState(at, reset);
          return candidate(add(ofInput(at, x), rest));
        });
        // z·h + n·(1 - z), which is n exactly where h is n
        return [units.map((unit) => add(n[unit], multiply(z[unit], add(h[unit], negate(n[unit])))))];
      };
    }
    const peepholes = peepholeWeight && this.#exactly(peepholeWeight);
    const peep = (letter: string, unit: number, c: readonly T[]) =>
      peepholes ? multiply(peepholes("iof".indexOf(letter) * hiddenSize + unit), c[unit]) : of(0);
    return (x, [h, c]) => {
      const i = units.map((unit) => gate(add(both("i", unit, x, h), peep("i", unit, c))));
      const f = units.map((unit) => gate(add(both("f", unit, x, h), peep("f", unit, c))));
      const g = units.map((unit) => candidate(both("g", unit, x, h)));
      const newCell = units.map((unit) => add(multiply(f[unit], c[unit]), multiply(i[unit], g[unit])));
      const seen = outputPeephole === "new" ? newCell : c;
      const o = units.map((unit) => gate(add(both("o", unit, x, h), peep("o", unit, seen))));
      return [units.map((unit) => multiply(o[unit], filter(newCell[unit]))), newCell];
    };
  }

  #activation(name: Activation): (x: T) => T {
    return this.#reals[name];
  }
}

function elements<T>(numbers: Numbers<T>, from: number, count: number): T[] {
  return Array.from({ length: count }, (_, k) => numbers(from + k));
}
