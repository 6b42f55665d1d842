/**
 * What the families of the recurrent operators share: a network or a cell from a row of factor values, and back.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Graph, OptionValue } from "../graph/graph.ts";
import { isInput, operandName } from "./conv_parts.ts";
import type { Row } from "./covering.ts";
import type { Content } from "./data.ts";
import { descriptorOf, type Family, type Group, Sketcher } from "./family.ts";
import type { Random } from "./random.ts";

/** What tells the recurrent operators apart. */
interface Kind {
  readonly gates: number;
  readonly layouts: readonly string[];
  /** Lists of activations by name: the spec's default, other ones, and one without a function that rounds. */
  readonly activations: Readonly<Record<string, readonly string[]>>;
  /** States, as a cell's arguments and as a network's options. */
  readonly states: readonly (readonly [cell: string, network: string])[];
  readonly hasPeephole: boolean;
}

const kinds: Readonly<Record<"gru" | "lstm", Kind>> = {
  gru: {
    gates: 3,
    layouts: ["zrn", "rzn"],
    activations: {
      "actdefault": ["sigmoid", "tanh"],
      "acttanh": ["tanh", "sigmoid"],
      "actsigmoidrelu": ["sigmoid", "relu"],
      "actrelu": ["relu", "relu"],
    },
    states: [["hiddenState", "initialHiddenState"]],
    hasPeephole: false,
  },
  lstm: {
    gates: 4,
    layouts: ["iofg", "ifgo"],
    activations: {
      "actdefault": ["sigmoid", "tanh", "tanh"],
      "acttanh": ["tanh", "relu", "sigmoid"],
      "actsigmoidrelu": ["sigmoid", "sigmoid", "relu"],
      "actrelu": ["relu", "relu", "relu"],
    },
    states: [["hiddenState", "initialHiddenState"], ["cellState", "initialCellState"]],
    hasPeephole: true,
  },
};

const bounded = ["absent", "actdefault"];

/** Sizes that leave a rest of vectors of 4, 8 and 16 elements; the operands are there or not. */
const wide: Group = {
  name: "wide",
  only: {
    activations: ["absent", "acttanh"],
    bias: ["absent", "bias"],
    recurrentBias: ["absent", "rbias"],
    peepholeWeight: ["absent", "peephole"],
    initialHiddenState: ["absent", "h0"],
    initialCellState: ["absent", "c0"],
    steps: ["t-some"],
    batch: ["b-some"],
    inputSize: ["i-some"],
    hiddenSize: ["n-some"],
  },
};

const networkGroups: readonly Group[] = [
  { name: "sequence" },
  // Activations without rounding: most answers of whole numbers are exact, so that any confusion shows. Over more than
  // two steps the states of some would leave float16.
  {
    name: "whole",
    only: { activations: ["actrelu"], steps: ["t-two", "t-one"] },
    kinds: ["integers"],
  },
  // Sums of hundreds, where every gate is open or closed and tanh is one.
  {
    name: "saturated",
    only: {
      activations: bounded,
      bias: ["absent"],
      recurrentBias: ["absent"],
      batch: ["b-some"],
      steps: ["t-some"],
    },
    kinds: ["large", "mixed"],
  },
  wide,
];

const cellGroups: readonly Group[] = [
  { name: "step" },
  { name: "whole", only: { activations: ["actrelu"] }, kinds: ["integers"] },
  {
    name: "saturated",
    only: { activations: bounded, bias: ["absent"], recurrentBias: ["absent"], batch: ["b-some"] },
    kinds: ["large", "mixed"],
  },
  wide,
];

/** Sizes by the name of their class; `some` are other ones in the group `wide`. */
type Sizes = Readonly<Record<string, readonly number[]>>;

const batches: Sizes = { "b-some": [2, 4], "b-one": [1], "b-three": [3] };
const inputSizes: Sizes = { "i-some": [3, 4], "i-one": [1], "i-five": [5] };
const hiddenSizes: Sizes = { "n-some": [5, 3], "n-one": [1], "n-two": [2] };
const stepCounts: Sizes = { "t-some": [3], "t-one": [1], "t-two": [2], "t-four": [4] };

/** The sizes of the group `wide`, of the same classes. */
const wideSizes = { batch: [6, 9], input: [13, 19], hidden: [11, 13] };

/** `absent`, or an operand called `short`, as an input or as a constant. */
const optional = (short: string) => ["absent", short, `const${short}`];

/** Weights and states: in quarters where they are whole, so that sums of a few products stay about one. */
const gate = (whole: Content["whole"]): Content => ({ role: "gate", whole });

/** Least and greatest whole numbers of the operands; of all but the input in quarters. */
const ranges = {
  usual: {
    input: [-2, 2],
    weight: [-2, 2],
    bias: [1, 4],
    recurrentBias: [-4, -1],
    peepholeWeight: [1, 6],
    state: [-5, 5],
  },
  // In the group `whole`: sums above zero more often than not, where relu lets them through.
  open: {
    input: [-1, 2],
    weight: [-1, 3],
    bias: [1, 3],
    recurrentBias: [-1, 1],
    peepholeWeight: [1, 3],
    state: [1, 3],
  },
} as const;

/** The family of `gru`, `gruCell`, `lstm` or `lstmCell`. */
export function recurrentFamily(operator: string, kindName: "gru" | "lstm"): Family {
  const kind = kinds[kindName];
  const isCell = operator.endsWith("Cell");
  const states = kind.states.map(([cell, network]) => isCell ? cell : network);
  return {
    operator,
    factors: [
      { name: "dataType", values: ["float32", "float16"] },
      ...(isCell ? [] : [
        { name: "direction", values: ["absent", "forward", "backward", "both"] },
        { name: "returnSequence", values: ["absent", "last", "sequence"] },
      ]),
      { name: "layout", values: ["absent", ...kind.layouts] },
      { name: "activations", values: ["absent", ...Object.keys(kind.activations)] },
      ...(kindName === "gru" ? [{ name: "resetAfter", values: ["absent", "after", "before"] }] : []),
      { name: "weights", values: ["input", "constw"] },
      { name: "bias", values: optional("bias") },
      { name: "recurrentBias", values: optional("rbias") },
      ...(kind.hasPeephole ? [{ name: "peepholeWeight", values: optional("peephole") }] : []),
      ...states.map((name) => ({
        name,
        values: isCell ? ["input", `const${name[0]}`] : optional(`${name[7].toLowerCase()}0`),
      })),
      ...(isCell ? [] : [{ name: "steps", values: Object.keys(stepCounts) }]),
      { name: "batch", values: Object.keys(batches) },
      { name: "inputSize", values: Object.keys(inputSizes) },
      { name: "hiddenSize", values: Object.keys(hiddenSizes) },
    ],
    groups: isCell ? cellGroups : networkGroups,
    kinds: () => ["integers", "uniform", "integers", "normal", "integers", "subnormal"],
    sketch: (row, sizes, group) =>
      sketch(
        operator,
        kind,
        states,
        row,
        drawSizes(row, sizes, group === "wide"),
        ranges[group === "whole" ? "open" : "usual"],
      ),
    observe: (graph) => observe(graph, kind, states, isCell),
  };
}

interface DrawnSizes {
  readonly batch: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Absent: a cell. */
  readonly steps?: number;
}

function drawSizes(row: Row, random: Random, isWide: boolean): DrawnSizes {
  return {
    batch: random.pick(isWide ? wideSizes.batch : batches[row.batch]),
    inputSize: random.pick(isWide ? wideSizes.input : inputSizes[row.inputSize]),
    hiddenSize: random.pick(isWide ? wideSizes.hidden : hiddenSizes[row.hiddenSize]),
    ...(row.steps === undefined ? {} : { steps: random.pick(stepCounts[row.steps]) }),
  };
}

function sketch(
  operator: string,
  kind: Kind,
  states: readonly string[],
  row: Row,
  { batch, inputSize, hiddenSize, steps }: DrawnSizes,
  range: Readonly<Record<keyof typeof ranges.usual, readonly [number, number]>>,
) {
  const isCell = steps === undefined;
  const dataType = row.dataType as DataType;
  const directions = row.direction === "both" ? 2 : 1;
  const rows = kind.gates * hiddenSize;
  const shaped = (shape: readonly number[]) => ({ dataType, shape: isCell ? shape : [directions, ...shape] });
  const sketcher = new Sketcher();
  const add = (name: string, value: string, shape: readonly number[], content: Content) =>
    sketcher.operand(name, value.startsWith("const") ? "constant" : "input", shaped(shape), content);
  const input = { dataType, shape: isCell ? [batch, inputSize] : [steps, batch, inputSize] };
  const operands: Record<string, string> = {
    input: sketcher.operand("input", "input", input, { role: "values", whole: range.input }),
    weight: add("weight", row.weights, [rows, inputSize], gate(range.weight)),
    recurrentWeight: add("recurrentWeight", row.weights, [rows, hiddenSize], gate(range.weight)),
  };
  const optionalShapes: readonly (readonly [name: string, shape: readonly number[], content: Content])[] = [
    ["bias", [rows], gate(range.bias)],
    ["recurrentBias", [rows], gate(range.recurrentBias)],
    ["peepholeWeight", [3 * hiddenSize], gate(range.peepholeWeight)],
    ...states.map((name) => [name, [batch, hiddenSize], gate(range.state)] as const),
  ];
  for (const [name, shape, content] of optionalShapes) {
    const value = row[name] ?? "absent";
    if (value !== "absent") operands[name] = add(name, value, shape, content);
  }
  const outputs = kind.states.map((_, i) => `output${i}`);
  if (row.returnSequence === "sequence") outputs.push(`output${outputs.length}`);
  const named = outputs.length === 1 ? ["output"] : outputs;
  sketcher.nodes(operator, operands, {
    steps,
    hiddenSize,
    direction: given(row.direction),
    returnSequence: isGiven(row.returnSequence, "sequence"),
    layout: given(row.layout),
    activations: kind.activations[row.activations],
    resetAfter: isGiven(row.resetAfter, "after"),
  }, named);
  return sketcher.end(named);
}

/** A value to be given, or `undefined`. */
function given(value: string | undefined): string | undefined {
  return value === "absent" ? undefined : value;
}

/** Whether the value is `yes`, or `undefined` where there is none. */
function isGiven(value: string | undefined, yes: string): boolean | undefined {
  return given(value) === undefined ? undefined : value === yes;
}

function observe(graph: Graph, kind: Kind, states: readonly string[], isCell: boolean): Row {
  const node = graph.nodes[0], { options } = node;
  const { dataType, shape } = descriptorOf(graph, "input");
  const sourceOf = (argument: string, short: string) => {
    const name = operandName(node, argument);
    return name === undefined ? "absent" : isInput(graph, name) ? short : `const${short}`;
  };
  const flag = (value: OptionValue | undefined, yes: string, no: string) =>
    value === undefined ? "absent" : value ? yes : no;
  const nameOf = (sizes: Sizes, size: number, wide: readonly number[] = []) =>
    Object.keys(sizes).find((name) =>
      sizes[name].includes(size) || name.endsWith("-some") && wide.includes(size)
    ) ?? "other";
  const observedState = (name: string) => {
    if (!isCell) return sourceOf(name, `${name[7].toLowerCase()}0`);
    return isInput(graph, name) ? "input" : `const${name[0]}`;
  };
  const [batch, inputSize] = shape.slice(-2);
  return {
    dataType,
    ...(isCell ? {} : {
      direction: String(options.direction ?? "absent"),
      returnSequence: flag(options.returnSequence, "sequence", "last"),
      steps: nameOf(stepCounts, shape[0]),
    }),
    layout: String(options.layout ?? "absent"),
    activations: options.activations === undefined
      ? "absent"
      : Object.keys(kind.activations).find((name) =>
        kind.activations[name].join() === String(options.activations)
      ) ?? "other",
    ...(kind.hasPeephole ? { peepholeWeight: sourceOf("peepholeWeight", "peephole") } : {
      resetAfter: flag(options.resetAfter, "after", "before"),
    }),
    weights: isInput(graph, "weight") ? "input" : "constw",
    bias: sourceOf("bias", "bias"),
    recurrentBias: sourceOf("recurrentBias", "rbias"),
    ...Object.fromEntries(states.map((name) => [name, observedState(name)])),
    batch: nameOf(batches, batch, wideSizes.batch),
    inputSize: nameOf(inputSizes, inputSize, wideSizes.input),
    hiddenSize: nameOf(hiddenSizes, options.hiddenSize as number, wideSizes.hidden),
  };
}
