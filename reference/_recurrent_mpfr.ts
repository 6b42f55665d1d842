/**
 * For tests: recurrent operators in MPFR, written from the spec's decomposition (#api-mlgraphbuilder-grucell,
 * #api-mlgraphbuilder-lstmcell) with matrices, apart from the reference's code.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import { Mpfr } from "./_mpfr_numbers.ts";

type Vector = readonly Mpfr[];
type Matrix = readonly Vector[];

const add = (a: Vector, b: Vector) => a.map((one, k) => one.add(b[k]));
const multiply = (a: Vector, b: Vector) => a.map((one, k) => one.mul(b[k]));
const product = (w: Matrix, x: Vector) =>
  w.map((row) => row.reduce((sum, one, k) => sum.add(one.mul(x[k])), Mpfr.of(0)));

/** The outputs of a case of one recurrent node, in their order; a peephole of the output gate sees the old cell state. */
export function exactOutputs({ graph }: Case, inputs: Inputs): Mpfr[][] {
  const [{ operator, operands, options, outputs }] = graph.nodes;
  const isLstm = operator.startsWith("lstm"), isCell = operator.endsWith("Cell");
  const tensorOf = (argument: string) => {
    const name = operands[argument] as string | undefined;
    if (name === undefined) return undefined;
    const operand = graph.operands.get(name)!;
    const { shape, data } = operand.kind === "constant" ? operand.tensor : inputs.get(name)!;
    return { shape, numbers: Array.from(data as Float32Array, (one) => Mpfr.of(one)) };
  };
  const H = options.hiddenSize as number, layout = String(options.layout ?? (isLstm ? "iofg" : "zrn"));
  const { shape, numbers: x } = tensorOf("input")!;
  const [B, I] = shape.slice(-2), steps = isCell ? 1 : shape[0];
  const names = options.activations as ("relu" | "sigmoid" | "tanh")[] | undefined ??
    ["sigmoid", "tanh", "tanh"] as const;
  const [gate, candidate, filter] = names.map((name) => (v: Vector) => v.map((one) => one[name]()));
  const directions = options.direction === "both" ? [false, true] : [options.direction === "backward"];
  const given = (argument: string) => tensorOf(argument)?.numbers;
  const states = isCell ? ["hiddenState", "cellState"] : ["initialHiddenState", "initialCellState"];
  const initial = states.slice(0, isLstm ? 2 : 1).map(given);
  const [W, R, b, rb, p] = ["weight", "recurrentWeight", "bias", "recurrentBias", "peepholeWeight"].map(
    given,
  );
  const last: Mpfr[][] = initial.map(() => []), sequence: Mpfr[] = [];
  directions.forEach((isBackward, d) => {
    const part = (numbers: Vector | undefined, from: number, count: number): Vector =>
      numbers?.slice(from, from + count) ?? Array.from({ length: count }, () => Mpfr.of(0));
    const gateOf = (letter: string) => {
      const first = (d * layout.length + layout.indexOf(letter)) * H;
      const matrix = (numbers: Vector | undefined, columns: number): Matrix =>
        Array.from({ length: H }, (_, j) => part(numbers, (first + j) * columns, columns));
      const [w, r] = [matrix(W, I), matrix(R, H)],
        [bias, recurrentBias] = [b, rb].map((v) => part(v, first, H));
      return {
        input: (v: Vector) => add(product(w, v), bias),
        state: (v: Vector) => add(product(r, v), recurrentBias),
        peephole: (v: Vector) => multiply(part(p, (3 * d + "iof".indexOf(letter)) * H, H), v),
      };
    };
    const gates = Object.fromEntries([...layout].map((letter) => [letter, gateOf(letter)]));
    const before = (letter: string, v: Vector, h: Vector) =>
      add(gates[letter].input(v), gates[letter].state(h));
    const gru = (v: Vector, h: Vector): Vector[] => {
      const z = gate(before("z", v, h)), r = gate(before("r", v, h));
      const recurrent = options.resetAfter ?? true
        ? multiply(r, gates.n.state(h))
        : gates.n.state(multiply(r, h));
      const n = candidate(add(gates.n.input(v), recurrent));
      return [add(multiply(z, h), multiply(n, z.map((one) => Mpfr.of(1).sub(one))))];
    };
    const lstm = (v: Vector, h: Vector, c: Vector): Vector[] => {
      const peeping = (letter: string) => gate(add(before(letter, v, h), gates[letter].peephole(c)));
      const [i, f, o] = ["i", "f", "o"].map(peeping), g = candidate(before("g", v, h));
      const next = add(multiply(f, c), multiply(i, g));
      return [multiply(o, filter(next)), next];
    };
    for (let batch = 0; batch < B; batch++) {
      let state = initial.map((numbers) => part(numbers, (d * B + batch) * H, H));
      for (let s = 0; s < steps; s++) {
        const time = isBackward ? steps - 1 - s : s;
        const v = part(x, (time * B + batch) * I, I);
        state = isLstm ? lstm(v, state[0], state[1]) : gru(v, state[0]);
        state[0].forEach((one, j) => sequence[((time * directions.length + d) * B + batch) * H + j] = one);
      }
      state.forEach((vector, k) => last[k].push(...vector));
    }
  });
  return outputs.length > last.length ? [...last, sequence] : last;
}
