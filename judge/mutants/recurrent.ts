/**
 * Mutants of gru, gruCell, lstm and lstmCell: wrong steps, states and directions.
 *
 * @module
 */

import { floatsOf } from "../software/kernel.ts";
import { type Habits, habits, recurring } from "../software/kernels/recurrent.ts";
import { inputBugs, storeBugs, sumBugs } from "./arithmetic.ts";
import { withOptions } from "./change.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";
import { recurrentOperandMutants } from "./recurrent_operands.ts";

/** Some habits are others. */
function instead(name: string, sentence: string, others: Partial<Habits>): Bug {
  return replaced(name, sentence, recurring(others));
}

/** One activation is computed otherwise. */
function activated(name: string, sentence: string, which: string, f: (x: number) => number): Bug {
  return instead(name, sentence, {
    activation: (given, call) => given === which ? (x) => call.round(f(x)) : habits.activation(given, call),
  });
}

const cells = ["gruCell", "lstmCell"], networks = ["gru", "lstm"];

const activationBugs: readonly Bug[] = [
  ...["sigmoid", "tanh", "relu"].map((only) =>
    instead(`always-${only}`, `every activation were ${only}`, {
      activation: (_, call) => habits.activation(only, call),
    })
  ),
  rewritten(
    "activations-reversed",
    "the list of activations were read from its end",
    (call) => withOptions(call, { activations: (call.options.activations as string[]).toReversed() }),
  ),
  rewritten(
    "activations-shifted",
    "each activation were the next one of the list",
    ({ options, ...call }) => {
      const [first, ...others] = options.activations as string[];
      return withOptions({ options, ...call }, { activations: [...others, first] });
    },
  ),
  rewritten(
    "activations-default",
    "the list of activations were the default one",
    (call) =>
      withOptions(call, {
        activations: ["sigmoid", "tanh", "tanh"].slice(0, (call.options.activations as string[]).length),
      }),
  ),
  activated(
    "hard-sigmoid",
    "sigmoid were 0.2 x + 0.5 between 0 and 1",
    "sigmoid",
    (x) => Math.max(0, Math.min(1, 0.2 * x + 0.5)),
  ),
  activated(
    "sigmoid-in-float16",
    "sigmoid were rounded to float16",
    "sigmoid",
    (x) => Math.f16round(1 / (1 + Math.exp(-x))),
  ),
  activated("tanh-overflows", "tanh were the quotient of exponentials that overflow", "tanh", (x) => {
    const power = Math.fround(Math.exp(2 * x));
    return Math.fround(power - 1) / Math.fround(power + 1);
  }),
  activated(
    "sigmoid-overflows",
    "sigmoid were the quotient of exponentials that overflow",
    "sigmoid",
    (x) => {
      const power = Math.fround(Math.exp(x));
      return power / Math.fround(power + 1);
    },
  ),
];

const gruBugs: readonly Bug[] = [
  rewritten(
    "resetAfter-inverted",
    "`resetAfter` were the other way round",
    (call) => withOptions(call, { resetAfter: !call.options.resetAfter }),
  ),
  rewritten(
    "always-resetAfter",
    "`resetAfter` were always set",
    (call) => withOptions(call, { resetAfter: true }),
  ),
  rewritten(
    "never-resetAfter",
    "`resetAfter` were never set",
    (call) => withOptions(call, { resetAfter: false }),
  ),
  instead("update-gate-inverted", "the update gate kept what it should renew", {
    blended: (z, h, n, keep) => habits.blended(keep(1 - z), h, n, keep),
  }),
  instead("update-gate-missing", "the candidate were the new state", { blended: (_, __, n) => n }),
  instead("old-state-missing", "nothing of the old state were kept", {
    blended: (z, _, n, keep) => keep(n * keep(1 - z)),
  }),
  instead("reset-gate-missing", "the reset gate were always 1", { reset: "nothing" }),
  replaced(
    "reset-gate-without-bias",
    "the reset gate multiplied the product without its bias",
    (call) =>
      call.options.resetAfter && call.operands.recurrentBias ? recurring({ reset: "sum" })(call) : undefined,
  ),
];

const lstmBugs: readonly Bug[] = [
  instead("cell-state-stale", "the hidden state were that of the old cell state", {
    filtered: (o, _, oldCell, activate, keep) => habits.filtered(o, oldCell, oldCell, activate, keep),
  }),
  instead("forget-gate-missing", "the forget gate were always 1", {
    cellState: (_, c, i, g, keep) => habits.cellState(1, c, i, g, keep),
  }),
  instead("input-gate-missing", "the input gate were always 1", {
    cellState: (f, c, _, g, keep) => habits.cellState(f, c, 1, g, keep),
  }),
  instead("output-gate-missing", "the output gate were always 1", {
    filtered: (_, newCell, oldCell, activate, keep) => habits.filtered(1, newCell, oldCell, activate, keep),
  }),
  instead("gates-coupled", "the input gate were what the forget gate leaves", {
    cellState: (f, c, _, g, keep) => habits.cellState(f, c, keep(1 - f), g, keep),
  }),
  instead("old-cell-state-missing", "nothing of the old cell state were kept", {
    cellState: (_, __, i, g, keep) => keep(i * g),
  }),
  instead("cell-state-not-activated", "the cell state were not activated", {
    filtered: (o, newCell, _, __, keep) => keep(o * newCell),
  }),
  replaced("states-exchanged", "hidden state and cell state were exchanged among the outputs", (call) => {
    const [h, c, ...sequence] = [recurring({})(call)].flat();
    return [c, h, ...sequence];
  }),
];

const networkBugs: readonly Bug[] = [
  rewritten(
    "always-forward",
    "the direction were always forward",
    (call) => call.options.direction === "backward" ? withOptions(call, { direction: "forward" }) : undefined,
  ),
  rewritten(
    "always-backward",
    "the direction were always backward",
    (call) => call.options.direction === "forward" ? withOptions(call, { direction: "backward" }) : undefined,
  ),
  instead("second-direction-forward", "the second direction read the sequence from its beginning", {
    time: (step, steps, isBackward, direction) => isBackward && direction === 0 ? steps - 1 - step : step,
  }),
  instead(
    "sequence-in-order-of-steps",
    "the states of a backward direction stood in the order of its steps",
    {
      place: (step) => step,
    },
  ),
  instead("last-in-time", "the last state were that of the last element, in a backward direction too", {
    isLast: (_, time, steps) => time === steps - 1,
  }),
  instead("state-of-the-first-step", "the last state were that of the first step", {
    isLast: (step) => step === 0,
  }),
  replaced(
    "last-step-twice",
    "the sequence had the state of the last element twice, and not the one before",
    (call) => {
      const elements = [recurring({})(call)].flat(), steps = floatsOf(call, "input").shape[0];
      if (call.options.returnSequence !== true || steps < 2) return undefined;
      const sequence = elements[elements.length - 1];
      return elements.with(
        -1,
        ([time, ...rest]) => sequence([time === steps - 2 ? steps - 1 : time, ...rest]),
      );
    },
  ),
  replaced("sequence-of-last-states", "the sequence had the last state at every element", (call) => {
    const elements = [recurring({})(call)].flat();
    if (call.options.returnSequence !== true) return undefined;
    return elements.with(-1, ([_, ...rest]) => elements[0](rest));
  }),
  instead("state-not-carried", "every step began with the initial state", {
    carried: (_, initial) => initial,
  }),
  instead("last-step-missing", "the last step were left out", {
    isLast: (step, _, steps) => step === Math.max(0, steps - 2),
  }),
  instead("parameters-of-the-first-direction", "both directions had the parameters of the first", {
    parametersOf: () => 0,
  }),
  instead("states-of-the-first-direction", "both directions began with the states of the first", {
    statesOf: () => 0,
  }),
  replaced("second-direction-missing", "the second direction gave zeros", (call) => {
    const elements = [recurring({})(call)].flat();
    if (call.options.direction !== "both") return undefined;
    return elements.map((element, i) => (index) => {
      const isSequence = call.options.returnSequence === true && i === elements.length - 1;
      return index[isSequence ? 1 : 0] === 1 ? 0 : element(index);
    });
  }),
  replaced("directions-exchanged", "the two directions were exchanged among the outputs", (call) => {
    const elements = [recurring({})(call)].flat();
    if (call.options.direction !== "both") return undefined;
    return elements.map((element, i) => (index) => {
      const at = call.options.returnSequence === true && i === elements.length - 1 ? 1 : 0;
      return element(index.with(at, 1 - index[at]));
    });
  }),
  instead("states-in-float16", "states were kept in float16 from step to step", {
    carried: (state) => state.map(Math.f16round),
  }),
];

export const recurrentMutants: readonly Mutant[] = [
  ...mutantsOf([...networks, ...cells], [
    ...activationBugs,
    ...sumBugs.filter(({ name }) => !name.includes("truncated")),
    ...inputBugs,
    ...storeBugs,
  ]),
  ...mutantsOf(["gru", "gruCell"], gruBugs),
  ...mutantsOf(["lstm", "lstmCell"], lstmBugs),
  ...mutantsOf(networks, networkBugs),
  ...recurrentOperandMutants,
];
