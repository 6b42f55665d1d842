/**
 * For tests: recurrent operators as a backend computes them, in float32 or float16 and in several orders, right or with
 * one seeded bug. Written from the method's prose, apart from the reference's code.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import type { Operand } from "../graph/graph.ts";

/** `[a, b]` stands for a · b. */
type Product = readonly [number, number];

/** How a correct backend may compute. */
export interface Manner {
  readonly name: string;
  /** Sum of products in the accumulator. */
  readonly dot: (products: readonly Product[]) => number;
  /** Rounding of an intermediate result. */
  readonly keep: (x: number) => number;
  /** All terms of a gate in one sum, or a sum for each matrix product. */
  readonly fused: boolean;
  readonly sigmoid: (x: number) => number;
  readonly tanh: (x: number) => number;
}

/** What a backend may do wrong. */
export type Bug =
  | "gates in the other order"
  | "layout ignored"
  | "bias missing"
  | "recurrent bias missing"
  | "peephole missing"
  | "peepholes in gate order"
  | "resetAfter toggled"
  | "stale cell state"
  | "forget gate missing"
  | "update gate inverted"
  | "direction ignored"
  | "second direction forward"
  | "sequence in step order"
  | "last step returned twice"
  | "last state of the first step"
  | "initial state ignored"
  | "activations ignored";

/** Which cell state the output gate's peephole sees. */
export type Peephole = "old" | "new";

/** The outputs by name, rounded to the data type. */
export function simulate(
  { graph }: Case,
  inputs: Inputs,
  manner: Manner,
  { bug, peephole = "old" }: { bug?: Bug; peephole?: Peephole } = {},
): Map<string, number[]> {
  const [{ operator, operands, options, outputs }] = graph.nodes;
  const elements = (argument: string): { shape: readonly number[]; data: number[] } | undefined => {
    const name = operands[argument] as string | undefined;
    if (name === undefined) return undefined;
    const operand: Operand = graph.operands.get(name)!;
    const tensor = operand.kind === "constant" ? operand.tensor : inputs.get(name)!;
    return { shape: tensor.shape, data: Array.from(tensor.data, Number) };
  };
  const isLstm = operator.startsWith("lstm"), isCell = operator.endsWith("Cell");
  const { keep } = manner;
  const H = Number(options.hiddenSize);
  const { shape, data: x } = elements("input")!;
  const [B, I] = shape.slice(-2), steps = isCell ? 1 : shape[0];
  const [usual, other] = isLstm ? ["iofg", "ifgo"] : ["zrn", "rzn"];
  const given = String(options.layout ?? usual);
  const layout = bug === "layout ignored"
    ? usual
    : bug === "gates in the other order"
    ? (given === usual ? other : usual)
    : given;
  const gates = layout.length, rows = gates * H;
  const direction = options.direction ?? "forward";
  const directions = direction === "both" ? 2 : 1;
  const names = bug === "activations ignored" ? undefined : options.activations as string[] | undefined;
  const acts = (names ?? ["sigmoid", "tanh", "tanh"]).map((name) => {
    if (name === "relu") return (value: number) => Math.max(0, value);
    return name === "sigmoid" ? manner.sigmoid : manner.tanh;
  });
  const W = elements("weight")!.data, R = elements("recurrentWeight")!.data;
  const bias = bug === "bias missing" ? undefined : elements("bias")?.data;
  const recurrentBias = bug === "recurrent bias missing" ? undefined : elements("recurrentBias")?.data;
  const P = bug === "peephole missing" ? undefined : elements("peepholeWeight")?.data;
  const peepholes = bug === "peepholes in gate order" ? "ifo" : "iof";
  const stateNames = isCell ? ["hiddenState", "cellState"] : ["initialHiddenState", "initialCellState"];
  const initial = stateNames.map((name) =>
    bug === "initial state ignored" && !isCell ? undefined : elements(name)
  );
  const after = (options.resetAfter ?? true) !== (bug === "resetAfter toggled");
  const last = [new Array<number>(directions * B * H), new Array<number>(directions * B * H)];
  const sequence = new Array<number>(steps * directions * B * H);

  for (let d = 0; d < directions; d++) {
    const backward = bug !== "direction ignored" &&
      (direction === "backward" || d === 1 && bug !== "second direction forward");
    for (let b = 0; b < B; b++) {
      const start = (state: number) =>
        Array.from({ length: H }, (_, j) => initial[state]?.data[(d * B + b) * H + j] ?? 0);
      let h = start(0), c = start(1);
      for (let s = 0; s < steps; s++) {
        const time = backward ? steps - 1 - s : s;
        const input = x.slice((time * B + b) * I, (time * B + b + 1) * I);
        const row = (gate: string, j: number) => d * rows + layout.indexOf(gate) * H + j;
        const ofInput = (gate: string, j: number) =>
          input.map((v, k): Product => [v, W[row(gate, j) * I + k]]);
        const ofState = (gate: string, j: number, state: number[]) =>
          state.map((v, k): Product => [v, R[row(gate, j) * H + k]]);
        const one = (value: number | undefined): Product[] => value === undefined ? [] : [[value, 1]];
        const biases = (
          gate: string,
          j: number,
        ) => [one(bias?.[row(gate, j)]), one(recurrentBias?.[row(gate, j)])];
        const peep = (gate: string, j: number, cell: number[]): Product[] =>
          P ? [[cell[j], P[d * 3 * H + peepholes.indexOf(gate) * H + j]]] : [];
        const units = (of: (j: number) => number) => Array.from({ length: H }, (_, j) => of(j));
        if (isLstm) {
          const gate = (name: string, act: number, cell?: number[]) =>
            units((j) =>
              keep(acts[act](
                sum(manner, [
                  ofInput(name, j),
                  ofState(name, j, h),
                  ...biases(name, j),
                  cell ? peep(name, j, cell) : [],
                ]),
              ))
            );
          const i = gate("i", 0, c), f = gate("f", 0, c), g = gate("g", 1);
          const next = units((j) => {
            const kept = bug === "forget gate missing" ? c[j] : keep(f[j] * c[j]);
            return keep(kept + keep(i[j] * g[j]));
          });
          const o = gate("o", 0, peephole === "new" ? next : c);
          h = units((j) => keep(o[j] * keep(acts[2](bug === "stale cell state" ? c[j] : next[j]))));
          c = next;
        } else {
          const gate = (name: string) =>
            units((j) =>
              keep(acts[0](sum(manner, [ofInput(name, j), ofState(name, j, h), ...biases(name, j)])))
            );
          const z = gate("z"), r = gate("r");
          const reset = units((j) => keep(r[j] * h[j]));
          const n = units((j) => {
            const [ofBias, ofRecurrent] = biases("n", j);
            const terms = after
              ? [ofBias, ofInput("n", j), [[r[j], sum(manner, [ofState("n", j, h), ofRecurrent])] as const]]
              : [ofBias, ofRecurrent, ofInput("n", j), ofState("n", j, reset)];
            return keep(acts[1](sum(manner, terms)));
          });
          h = units((j) => {
            const rest = keep(1 - z[j]);
            const [kept, added] = bug === "update gate inverted" ? [rest, z[j]] : [z[j], rest];
            return keep(keep(kept * h[j]) + keep(n[j] * added));
          });
        }
        const at = bug === "sequence in step order" ? s : time;
        for (let j = 0; j < H; j++) {
          sequence[((at * directions + d) * B + b) * H + j] = h[j];
          if (bug === "last state of the first step" && s > 0) continue;
          last[0][(d * B + b) * H + j] = h[j];
          last[1][(d * B + b) * H + j] = c[j];
        }
      }
    }
  }
  if (bug === "last step returned twice" && steps > 1) {
    const size = directions * B * H;
    for (let k = 0; k < size; k++) sequence[(steps - 2) * size + k] = sequence[(steps - 1) * size + k];
  }
  const states = isLstm ? last : [last[0]];
  const all = outputs.length > states.length ? [...states, sequence] : states;
  return new Map(outputs.map((name, k) => [name, all[k]]));
}

/** Sum of groups of products: in one accumulation, or a group at a time with every result kept. */
function sum({ dot, keep, fused }: Manner, groups: readonly (readonly Product[])[]): number {
  if (fused) return keep(dot(groups.flat()));
  const parts = groups.filter(({ length }) => length > 0).map((group) => keep(dot(group)));
  return parts.reduce((total, part) => keep(dot([[total, 1], [part, 1]])));
}

/** Rounding of every result. */
export type Round = (x: number) => number;

/** Sums of products in six orders, rounded at every step. */
export function ordersIn(f: Round): Readonly<Record<string, Manner["dot"]>> {
  const pairwise = (values: readonly number[]): number => {
    if (values.length <= 1) return values[0] ?? 0;
    const half = values.length >> 1;
    return f(pairwise(values.slice(0, half)) + pairwise(values.slice(half)));
  };
  const rounded = (products: readonly Product[]) => products.map(([a, b]) => f(a * b));
  return {
    forward: (products) => rounded(products).reduce((total, p) => f(total + p), 0),
    backward: (products) => rounded(products).reduceRight((total, p) => f(total + p), 0),
    sorted: (products) =>
      rounded(products).sort((p, q) => Math.abs(p) - Math.abs(q)).reduce((total, p) => f(total + p), 0),
    pairwise: (products) => pairwise(rounded(products)),
    lanes: (products) => {
      const lanes = [0, 0, 0, 0];
      rounded(products).forEach((p, k) => lanes[k % 4] = f(lanes[k % 4] + p));
      return f(f(lanes[0] + lanes[2]) + f(lanes[1] + lanes[3]));
    },
    fused: (products) => products.reduce((total, [a, b]) => f(total + a * b), 0),
  };
}

/** Two algebraic forms; below -32 the first is exp(x), which does not overflow. */
export function sigmoidsIn(f: Round): readonly Round[] {
  return [
    (x) => x < -32 ? f(Math.exp(x)) : f(1 / f(1 + f(Math.exp(-x)))),
    (x) => {
      const power = f(Math.exp(-Math.abs(x)));
      return f((x < 0 ? power : 1) / f(1 + power));
    },
  ];
}

/** The function itself and a form by expm1. */
export function tanhsIn(f: Round): readonly Round[] {
  return [
    (x) => f(Math.tanh(x)),
    (x) => {
      const power = f(Math.expm1(f(-2 * Math.abs(x))));
      return Math.sign(x) * f(-power / f(2 + power));
    },
  ];
}
