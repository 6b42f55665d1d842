/**
 * Recurrent networks and cells in ONNX. ONNX's gates stand in the order z, r, h (GRU: WebNN's zrn) and i, o, f, c (LSTM:
 * WebNN's iofg); its output gate's peephole sees the new cell state, which is answer b of question Q29.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
import { type Call, type Lowering, operand, optionalOperand } from "./call.ts";
import type { Attributes } from "./attributes.ts";
import type { Model, Value } from "./model.ts";

const orders: Readonly<Record<"GRU" | "LSTM", string>> = { GRU: "zrn", LSTM: "iofg" };

const activationNames: Readonly<Record<string, string>> = { relu: "Relu", sigmoid: "Sigmoid", tanh: "Tanh" };

const directionNames: Readonly<Record<string, string>> = {
  forward: "forward",
  backward: "reverse",
  both: "bidirectional",
};

export const recurrent: Readonly<Record<string, Lowering>> = {
  gru: (call, model) => {
    const [Y, hidden] = network("GRU", call, model, ["initialHiddenState"]);
    return call.outputs.length === 2 ? [hidden, Y] : hidden;
  },
  gruCell: (call, model) => {
    const [, hidden] = network("GRU", call, model, ["hiddenState"]);
    return withoutDirections(model, hidden);
  },
  lstm: (call, model) => {
    const [Y, ...states] = network("LSTM", call, model, ["initialHiddenState", "initialCellState"]);
    return call.outputs.length === 3 ? [...states, Y] : states;
  },
  lstmCell: (call, model) => {
    const [, ...states] = network("LSTM", call, model, ["hiddenState", "cellState"]);
    return states.map((state) => withoutDirections(model, state));
  },
};

/** Adds the ONNX operator: the hidden state of every step, then the last states. A cell is a network of one step. */
function network(
  operator: "GRU" | "LSTM",
  call: Call,
  model: Model,
  stateNames: readonly string[],
): readonly Value[] {
  const { given, options } = call;
  const isCell = !("steps" in options);
  if (isCell) model.rewrites.push(`a cell as ${operator} of one step`);
  const asNetwork = (value: Value | undefined) =>
    value && isCell ? withSize(model, value, [1, ...value.shape]) : value;
  const inOrder = (value: Value | undefined) =>
    value && ordered(model, value, String(options.layout), orders[operator]);
  const input = asNetwork(operand(call, "input"))!;
  const weights = ["weight", "recurrentWeight"].map((name) => inOrder(asNetwork(operand(call, name))));
  const biases = ["bias", "recurrentBias"].map((name) => inOrder(asNetwork(optionalOperand(call, name))));
  const states = stateNames.map((name) => asNetwork(optionalOperand(call, name)));
  const peephole = asNetwork(optionalOperand(call, "peepholeWeight"));
  if (peephole) model.rewrites.push("the output gate's peephole sees the new cell state (Q29 b)");
  const [steps, batches] = input.shape, [directions] = weights[0]!.shape;
  const hiddenSize = options.hiddenSize as number;
  const { dataType } = input;
  const state = { dataType, shape: [directions, batches, hiddenSize] };
  return model.calls(
    operator,
    [input, ...weights, bothBiases(model, biases), undefined, ...states, peephole],
    [{ dataType, shape: [steps, directions, batches, hiddenSize] }, ...states.map(() => state)],
    {
      hidden_size: hiddenSize,
      direction: "direction" in given ? directionNames[String(given.direction)] : undefined,
      activations: activationsOf(call, directions),
      linear_before_reset: operator === "GRU" ? Number(options.resetAfter) : undefined,
    },
  );
}

/** ONNX wants the activations of each direction. */
function activationsOf({ given }: Call, directions: number): Attributes[string] {
  if (!("activations" in given)) return undefined;
  const strings = (given.activations as readonly string[]).map((name) => activationNames[name]);
  return { strings: Array.from({ length: directions }, () => strings).flat() };
}

/** ONNX has one bias: the input's gates, then the recurrent ones. */
function bothBiases(model: Model, [bias, recurrentBias]: readonly (Value | undefined)[]): Value | undefined {
  const present = bias ?? recurrentBias;
  if (!present) return undefined;
  const { dataType, shape: [directions, size] } = present;
  const zeros = () => {
    model.rewrites.push(`absent ${bias ? "recurrentBias" : "bias"} as zeros`);
    return model.constant({
      dataType,
      shape: present.shape,
      data: createElements(dataType, directions * size),
    });
  };
  return model.call("Concat", [bias ?? zeros(), recurrentBias ?? zeros()], [directions, 2 * size], {
    axis: 1,
  });
}

/** Gates along axis 1, put from one order into another. */
function ordered(model: Model, value: Value, from: string, to: string): Value {
  if (from === to) return value;
  model.rewrites.push(`gates ${from} put in the order ${to}`);
  const size = value.shape[1] / from.length;
  const indices = [...to].flatMap((gate) =>
    Array.from({ length: size }, (_, i) => from.indexOf(gate) * size + i)
  );
  return model.call("Gather", [value, model.int64s(indices)], value.shape, { axis: 1 });
}

function withSize(model: Model, value: Value, shape: readonly number[]): Value {
  return model.call("Reshape", [value, model.int64s(shape)], shape);
}

function withoutDirections(model: Model, value: Value): Value {
  return withSize(model, value, value.shape.slice(1));
}
