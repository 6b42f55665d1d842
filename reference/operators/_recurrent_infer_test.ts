import assert from "node:assert/strict";
import type { Descriptor } from "../../graph/tensor.ts";
import { descriptor, refuses } from "../_testing.ts";
import type { Options } from "../operator.ts";
import { operators } from "../operators.ts";

const steps = 2, batches = 3, inputSize = 5, hiddenSize = 4;

interface Call {
  readonly operands: Readonly<Record<string, Descriptor>>;
  readonly options: Options;
}

/** A valid call with every operand, to be spoiled. */
function validCall(operator: string): Call {
  const isCell = operator.endsWith("Cell"), isLstm = operator.startsWith("lstm");
  const rows = (isLstm ? 4 : 3) * hiddenSize;
  const shaped = (...shape: number[]) => descriptor(isCell ? shape : [1, ...shape]);
  const state = shaped(batches, hiddenSize);
  return {
    operands: {
      input: descriptor(isCell ? [batches, inputSize] : [steps, batches, inputSize]),
      weight: shaped(rows, inputSize),
      recurrentWeight: shaped(rows, hiddenSize),
      bias: shaped(rows),
      recurrentBias: shaped(rows),
      ...(isLstm ? { peepholeWeight: shaped(3 * hiddenSize) } : {}),
      [isCell ? "hiddenState" : "initialHiddenState"]: state,
      ...(isLstm ? { [isCell ? "cellState" : "initialCellState"]: state } : {}),
    },
    options: { ...(isCell ? {} : { steps }), hiddenSize },
  };
}

/** The step that checks the shape of an operand. */
const shapeSteps: Readonly<Record<string, string>> = {
  weight: "weight-shape",
  recurrentWeight: "recurrent-weight-shape",
  hiddenState: "state-shape",
  cellState: "state-shape",
  bias: "bias-shape",
  recurrentBias: "recurrent-bias-shape",
  peepholeWeight: "peephole-weight-shape",
  initialHiddenState: "initial-state-shape",
  initialCellState: "initial-state-shape",
};

const names = ["gru", "gruCell", "lstm", "lstmCell"];

for (const name of names) {
  const { operands, options } = validCall(name);
  const isCell = name.endsWith("Cell");

  Deno.test(`${name}() has the shapes that its steps give`, () => {
    const shapes = (more: Options = {}) =>
      operators.get(name)!.infer(operands, { ...options, ...more }).map(({ shape }) => shape);
    const states = name.startsWith("lstm") ? 2 : 1;
    const state = isCell ? [batches, hiddenSize] : [1, batches, hiddenSize];
    assert.deepEqual(shapes(), new Array(states).fill(state));
    if (isCell) return;
    const sequence = [steps, 1, batches, hiddenSize];
    assert.deepEqual(shapes({ returnSequence: true }), [...new Array(states).fill(state), sequence]);
    assert.deepEqual(shapes({ returnSequence: false }), new Array(states).fill(state));
  });

  Deno.test(`${name}() refuses an operand of another data type, rank or shape`, () => {
    refuses(
      name,
      "allowed-data-type",
      { ...operands, input: { ...operands.input, dataType: "int32" } },
      options,
    );
    refuses(name, "allowed-rank", { ...operands, input: descriptor([2]) }, options);
    for (const [operand, given] of Object.entries(operands).filter(([operand]) => operand !== "input")) {
      const spoiled = (other: Descriptor) => ({ ...operands, [operand]: other });
      refuses(name, "same-data-type", spoiled({ ...given, dataType: "float16" }), options);
      refuses(name, "allowed-rank", spoiled(descriptor([...given.shape, 1])), options);
      for (const axis of given.shape.keys()) {
        const shape = given.shape.with(axis, given.shape[axis] + 1);
        refuses(name, shapeSteps[operand], spoiled(descriptor(shape)), options);
      }
    }
  });

  Deno.test(`${name}() refuses a hidden size whose biases would be too long, whatever the weights`, () => {
    const gates = name.startsWith("lstm") ? 4 : 3;
    const of = (hidden: number) => {
      const shaped = (...shape: number[]) => descriptor(isCell ? shape : [1, ...shape]);
      const state = shaped(batches, hidden);
      return {
        input: operands.input,
        weight: shaped(gates * hidden, inputSize),
        recurrentWeight: shaped(gates * hidden, hidden),
        ...(isCell ? { hiddenState: state, ...(gates === 4 ? { cellState: state } : {}) } : {}),
      };
    };
    const most = Math.floor((2 ** 31 - 1) / (2 * gates));
    assert.ok(operators.get(name)!.infer(of(most), { ...options, hiddenSize: most }));
    refuses(name, "hidden-size-range", of(most + 1), { ...options, hiddenSize: most + 1 });
    refuses(name, "hidden-size-range", of(0), { ...options, hiddenSize: 0 });
  });

  Deno.test(`${name}() refuses options that its steps or its IDL refuse`, () => {
    const count = name.startsWith("lstm") ? 3 : 2;
    for (const length of [0, count - 1, count + 1]) {
      refuses(name, "activations-count", operands, {
        ...options,
        activations: new Array(length).fill("relu"),
      });
    }
    refuses(name, "enum", operands, { ...options, activations: new Array(count).fill("elu") });
    refuses(name, "enum", operands, { ...options, layout: "nzr" });
    refuses(name, "required", operands, { ...options, hiddenSize: undefined! });
    refuses(name, "enforce-range", operands, { ...options, hiddenSize: -1 });
    if (isCell) return;
    refuses(name, "enum", operands, { ...options, direction: "bidirectional" });
    refuses(name, "steps-of-input", operands, { ...options, steps: steps + 1 });
    refuses(name, name === "lstm" ? "steps-positive" : "steps-of-input", operands, { ...options, steps: 0 });
    refuses(name, "weight-shape", operands, { ...options, direction: "both" });
  });
}
