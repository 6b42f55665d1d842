/**
 * Mutants of the recurrent operators that take operands for others, or leave them out.
 *
 * @module
 */

import { type Call, floatsOf } from "../software/kernel.ts";
import { withOptions } from "./change.ts";
import { storedInOrder, withFloats, without } from "./misreading.ts";
import { type Bug, type Mutant, mutantsOf, rewritten } from "./mutant.ts";

const all = ["gru", "gruCell", "lstm", "lstmCell"], networks = ["gru", "lstm"];

/** The layouts of the spec: the usual one first. */
const layoutsOf = ({ operator }: Call) => operator.startsWith("gru") ? ["zrn", "rzn"] : ["iofg", "ifgo"];

const otherLayout = (call: Call) => layoutsOf(call).find((layout) => layout !== call.options.layout)!;

/** Two gates of the layout exchanged. */
function gatesExchanged(a: string, b: string): Bug {
  return rewritten(`gates-${a}-${b}-exchanged`, `the gates ${a} and ${b} were exchanged`, (call) => {
    const layout = call.options.layout as string;
    return withOptions(call, {
      layout: [...layout].map((gate) => gate === a ? b : gate === b ? a : gate).join(""),
    });
  });
}

/** The gates of one operand stand in the layout that is not asked for, those of the others in the right one. */
function inOtherLayout(argument: string): Bug {
  return rewritten(
    `${argument}-in-the-other-layout`,
    `the gates of ${argument} stood in the other layout, those of the other operands in the one asked for`,
    (call) => {
      if (!call.operands[argument]) return undefined;
      const layout = call.options.layout as string, other = otherLayout(call);
      const hiddenSize = call.options.hiddenSize as number;
      const rows = layout.length * hiddenSize;
      const columns = argument === "weight" || argument === "recurrentWeight"
        ? floatsOf(call, argument).shape.at(-1)!
        : 1;
      return withFloats(call, argument, (v, at) => {
        const column = at % columns, row = Math.floor(at / columns), first = row - row % rows;
        const gate = layout[Math.floor(row % rows / hiddenSize)];
        const from = first + other.indexOf(gate) * hiddenSize + row % hiddenSize;
        return v[from * columns + column];
      });
    },
  );
}

/** The last two axes of a tensor are stored in the other order. */
function transposed(argument: string): Bug {
  return rewritten(
    `${argument}-transposed`,
    `${argument} were stored with its last two axes in the other order`,
    (call) => {
      const { shape } = floatsOf(call, argument), rank = shape.length;
      const order = [...shape.keys()].map((axis) => axis < rank - 2 ? axis : 2 * rank - 3 - axis);
      const positions = storedInOrder(shape, order);
      return withFloats(call, argument, (v, at) => v[positions[at]]);
    },
  );
}

function missing(argument: string): Bug {
  return rewritten(`${argument}-missing`, `${argument} were missing`, (call) => without(call, argument));
}

/** The peephole weights of each direction stand in an order of their own. */
function peepholesIn(name: string, sentence: string, orderOf: (call: Call) => string): Bug {
  return rewritten(name, sentence, (call) => {
    const hiddenSize = call.options.hiddenSize as number, size = 3 * hiddenSize;
    return withFloats(call, "peepholeWeight", (v, at) => {
      const gate = "iof"[Math.floor(at % size / hiddenSize)];
      return v[at - at % size + orderOf(call).indexOf(gate) * hiddenSize + at % hiddenSize];
    });
  });
}

/** The first batch's state is that of all. */
function ofTheFirstBatch(argument: string): Bug {
  return rewritten(
    `${argument}-of-the-first-batch`,
    `all batches had the ${argument} of the first`,
    (call) => {
      if (!call.operands[argument]) return undefined;
      const [batches, hiddenSize] = floatsOf(call, argument).shape.slice(-2), size = batches * hiddenSize;
      return withFloats(call, argument, (v, at) => v[at - at % size + at % hiddenSize]);
    },
  );
}

const operandBugs: readonly Bug[] = [
  rewritten(
    "layout-usual",
    "the gates stood in the usual layout, whatever is asked",
    (call) => withOptions(call, { layout: layoutsOf(call)[0] }),
  ),
  rewritten(
    "layout-other",
    "the gates stood in the layout that is not asked for",
    (call) => withOptions(call, { layout: otherLayout(call) }),
  ),
  ...["weight", "recurrentWeight", "bias", "recurrentBias"].map(inOtherLayout),
  transposed("weight"),
  transposed("recurrentWeight"),
  missing("bias"),
  missing("recurrentBias"),
  rewritten("recurrentBias-as-bias", "the recurrent bias were the bias", (call) => {
    const { bias, recurrentBias } = call.operands;
    return bias && recurrentBias && { operands: { ...call.operands, recurrentBias: bias } };
  }),
];

const inputTransposed = rewritten(
  "batches-before-steps",
  "the input were stored with its batches before its steps",
  (call) => {
    const positions = storedInOrder(floatsOf(call, "input").shape, [1, 0, 2]);
    return withFloats(call, "input", (v, at) => v[positions[at]]);
  },
);

export const recurrentOperandMutants: readonly Mutant[] = [
  ...mutantsOf(all, operandBugs),
  ...mutantsOf(["gru", "gruCell"], [["z", "n"], ["r", "n"]].map(([a, b]) => gatesExchanged(a, b))),
  ...mutantsOf(
    ["lstm", "lstmCell"],
    [["i", "o"], ["i", "f"], ["i", "g"], ["o", "f"], ["o", "g"], ["f", "g"]].map(([a, b]) =>
      gatesExchanged(a, b)
    ),
  ),
  ...mutantsOf(["lstm", "lstmCell"], [
    missing("peepholeWeight"),
    peepholesIn("peepholes-ifo", "peephole weights were those of the gates i, f, o", () => "ifo"),
    peepholesIn(
      "peepholes-in-the-layout",
      "peephole weights stood in the layout's order of the gates",
      (call) => (call.options.layout as string).replace("g", ""),
    ),
  ]),
  ...mutantsOf(networks, [
    inputTransposed,
    missing("initialHiddenState"),
    ofTheFirstBatch("initialHiddenState"),
  ]),
  ...mutantsOf(["lstm"], [missing("initialCellState"), ofTheFirstBatch("initialCellState")]),
  ...mutantsOf(["gruCell", "lstmCell"], [missing("hiddenState"), ofTheFirstBatch("hiddenState")]),
  ...mutantsOf(["lstmCell"], [missing("cellState"), ofTheFirstBatch("cellState")]),
];
