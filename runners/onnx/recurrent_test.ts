import assert from "node:assert/strict";
import type { OptionValue } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { graphCase, tensor } from "../../reference/_testing.ts";
import { lower } from "./lower.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

type Operands = Readonly<Record<string, Tensor>>;
type Options = Readonly<Record<string, OptionValue>>;

function caseOf(operator: string, operands: Operands, options: Options, count: number) {
  const outputs = Array.from({ length: count }, (_, i) => `output${i}`);
  const names = Object.fromEntries(Object.keys(operands).map((name) => [name, name]));
  const node = { operator, operands: names, options, outputs };
  return graphCase(new Map(Object.entries(operands)), [node], outputs);
}

/** Shapes and elements of the outputs that ONNX Runtime's CPU kernels answer. */
async function ask(operator: string, operands: Operands, options: Options, count: number) {
  const answer = await answerWith(runtime, sessionOptions, caseOf(operator, operands, options, count));
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  return [...answer.dispatches[0].values()].map(({ shape, data }) => [shape, [...data]]);
}

const relus = ["relu", "relu", "relu"];

/** Gates of an input of 1 by their letter, without a recurrent part, in the order of `layout`. */
const gates = (layout: string, values: Readonly<Record<string, number>>) =>
  [...layout].map((gate) => values[gate]);

Deno.test("lstmCell is an LSTM of one step, whatever the order of its gates", async () => {
  for (const layout of ["iofg", "ifgo"]) {
    const operands = {
      input: tensor([1, 1], [1]),
      weight: tensor([4, 1], gates(layout, { i: 2, o: 3, f: 5, g: 7 })),
      recurrentWeight: tensor([4, 1], [0, 0, 0, 0]),
      hiddenState: tensor([1, 1], [1]),
      cellState: tensor([1, 1], [11]),
      recurrentBias: tensor([4], gates(layout, { i: 1, o: 0, f: 0, g: 0 })),
    };
    // c' = 5·11 + (2 + 1)·7, h' = 3·c'
    const answers = await ask("lstmCell", operands, { hiddenSize: 1, layout, activations: relus }, 2);
    assert.deepEqual(answers, [[[1, 1], [228]], [[1, 1], [76]]]);
  }
});

Deno.test("lstmCell's peephole of the output gate sees the new cell state: ONNX answers b of Q29", async () => {
  const operands = {
    input: tensor([1, 1], [1]),
    weight: tensor([4, 1], [1, 2, 3, 1]),
    recurrentWeight: tensor([4, 1], [0, 0, 0, 0]),
    hiddenState: tensor([1, 1], [0]),
    cellState: tensor([1, 1], [2]),
    peepholeWeight: tensor([3], [1, 10, 100]),
  };
  // c' = (3 + 100·2)·2 + (1 + 1·2)·1 = 409
  const answers = await ask("lstmCell", operands, { hiddenSize: 1, activations: relus }, 2);
  assert.deepEqual(answers, [[[1, 1], [(2 + 10 * 409) * 409]], [[1, 1], [409]]]);
});

const digits = {
  input: tensor([3, 1, 1], [1, 2, 3]),
  weight: tensor([1, 3, 1], [0, 0, 1]),
  recurrentWeight: tensor([1, 3, 1], [0, 0, 10]),
};
const appending = { steps: 3, hiddenSize: 1, returnSequence: true, activations: ["relu", "relu"] };

Deno.test("gru gives the last state first and the sequence where its inputs stood, in each direction", async () => {
  const operands = { ...digits, bias: tensor([1, 3], [0, 1, 0]) };
  const options = { ...appending, resetAfter: false };
  const forward = [[[1, 1, 1], [123]], [[3, 1, 1, 1], [1, 12, 123]]];
  assert.deepEqual(await ask("gru", operands, options, 2), forward);
  const backward = [[[1, 1, 1], [321]], [[3, 1, 1, 1], [321, 32, 3]]];
  assert.deepEqual(await ask("gru", operands, { ...options, direction: "backward" }, 2), backward);
  const twice = Object.fromEntries(
    Object.entries(operands).map(([name, { shape, data }]) => {
      const values = Array.from(data as Float32Array);
      return [
        name,
        name === "input" ? operands.input : tensor([2, ...shape.slice(1)], [...values, ...values]),
      ];
    }),
  );
  const both = [[[2, 1, 1], [123, 321]], [[3, 2, 1, 1], [1, 321, 12, 32, 123, 3]]];
  assert.deepEqual(await ask("gru", twice, { ...options, direction: "both" }, 2), both);
});

Deno.test("gru applies the reset gate after the product unless it is told otherwise", async () => {
  // r = 2: the recurrent bias 5 is doubled with the product, or left alone.
  const operands = {
    input: tensor([1, 1, 1], [1]),
    weight: tensor([1, 3, 1], [0, 2, 0]),
    recurrentWeight: tensor([1, 3, 1], [0, 0, 10]),
    recurrentBias: tensor([1, 3], [0, 0, 5]),
    initialHiddenState: tensor([1, 1, 1], [1]),
  };
  const options = { steps: 1, hiddenSize: 1, activations: ["relu", "relu"] };
  assert.deepEqual(await ask("gru", operands, options, 1), [[[1, 1, 1], [30]]]);
  assert.deepEqual(await ask("gru", operands, { ...options, resetAfter: true }, 1), [[[1, 1, 1], [30]]]);
  assert.deepEqual(await ask("gru", operands, { ...options, resetAfter: false }, 1), [[[1, 1, 1], [25]]]);
});

Deno.test("a recurrent operator is one ONNX node, and what it takes beside it is said", () => {
  const plain = lower(caseOf("gru", digits, appending, 2).graph);
  assert.deepEqual([plain.nodes, plain.rewrites], [["GRU of float32"], []]);
  const cell = {
    input: tensor([1, 1], [1]),
    weight: tensor([3, 1], [1, 2, 3]),
    recurrentWeight: tensor([3, 1], [1, 2, 3]),
    hiddenState: tensor([1, 1], [1]),
    bias: tensor([3], [1, 2, 3]),
  };
  const { nodes, rewrites } = lower(caseOf("gruCell", cell, { hiddenSize: 1, layout: "rzn" }, 1).graph);
  const others = nodes.filter((node) => node !== "Reshape of float32");
  assert.deepEqual(others, [
    "Gather of float32",
    "Gather of float32",
    "Gather of float32",
    "Concat of float32",
    "GRU of float32",
  ]);
  assert.deepEqual(rewrites, [
    "a cell as GRU of one step",
    ...new Array(3).fill("gates rzn put in the order zrn"),
    "absent recurrentBias as zeros",
  ]);
});
