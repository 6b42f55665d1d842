/**
 * What the recurrent operators take: operands, options and their defaults, which a network and its cell share.
 *
 * @module
 */

import type { OperandRule, OptionRule, Options } from "../operator.ts";
import type { Activation } from "../recurrent_steps.ts";

/** What the spec calls the parts of a recurrent operator. */
export interface Kind {
  readonly gates: number;
  readonly layouts: readonly string[];
  readonly activations: readonly Activation[];
  /** Names of the states as a cell's arguments; a network's options put `initial` before. */
  readonly states: readonly string[];
  readonly hasPeephole: boolean;
}

/** By the name of the whole network. */
export const kinds = {
  gru: {
    gates: 3,
    layouts: ["zrn", "rzn"],
    activations: ["sigmoid", "tanh"],
    states: ["hiddenState"],
    hasPeephole: false,
  },
  lstm: {
    gates: 4,
    layouts: ["iofg", "ifgo"],
    activations: ["sigmoid", "tanh", "tanh"],
    states: ["hiddenState", "cellState"],
    hasPeephole: true,
  },
} satisfies Record<string, Kind>;

/** The option that gives a state of a network before its first step. */
export function initial(state: string): string {
  return `initial${state[0].toUpperCase()}${state.slice(1)}`;
}

/** The columns "allowed" of the tables. */
export function operandRules({ states, hasPeephole }: Kind, isCell: boolean): Record<string, OperandRule> {
  const rank = isCell ? 2 : 3;
  const matrix: OperandRule = { dataTypes: ["float32", "float16"], rank: [rank, rank] };
  const vector: OperandRule = { dataTypes: matrix.dataTypes, rank: [rank - 1, rank - 1], optional: true };
  return {
    input: matrix,
    weight: matrix,
    recurrentWeight: matrix,
    ...(isCell ? Object.fromEntries(states.map((state) => [state, matrix])) : {}),
    bias: vector,
    recurrentBias: vector,
    ...(hasPeephole ? { peepholeWeight: vector } : {}),
    ...(isCell
      ? {}
      : Object.fromEntries(states.map((state) => [initial(state), { ...matrix, optional: true }]))),
  };
}

/** Plain arguments and options. */
export function optionRules(
  { layouts }: Kind,
  isCell: boolean,
  defaults: Options,
): Record<string, OptionRule> {
  const types: Record<string, OptionRule["type"]> = {
    resetAfter: "boolean",
    returnSequence: "boolean",
    direction: { enum: ["forward", "backward", "both"] },
    layout: { enum: layouts },
  };
  return {
    ...(isCell ? {} : { steps: { type: "unsigned long", required: true } }),
    hiddenSize: { type: "unsigned long", required: true },
    ...Object.fromEntries(
      Object.entries(defaults).map(([option, value]) => [option, { type: types[option], default: value }]),
    ),
    activations: { type: { sequenceOf: ["relu", "sigmoid", "tanh"] } },
  };
}

/** Defaults that the dictionary states. */
export function defaultsOf(kind: keyof typeof kinds, isCell: boolean): Options {
  return {
    ...(kind === "gru" ? { resetAfter: true } : {}),
    ...(isCell ? {} : { returnSequence: false, direction: "forward" }),
    layout: kinds[kind].layouts[0],
  };
}
