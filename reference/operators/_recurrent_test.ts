import assert from "node:assert/strict";
import fc from "fast-check";
import type { Tensor } from "../../graph/tensor.ts";
import { profiles } from "../../graph/profile.ts";
import { graphCase, outside, relativeWidth, tensor } from "../_testing.ts";
import type { ExpectedOutput } from "../../graph/expectation.ts";
import { expectationOf } from "../expect.ts";
import type { Options } from "../operator.ts";
import { operators } from "../operators.ts";
import { randoms } from "./_testing.ts";

/** Every output of one node whose operands are inputs. */
function outputsOf(
  operator: string,
  operands: Readonly<Record<string, Tensor>>,
  options: Options,
): ExpectedOutput[] {
  const count = operators.get(operator)!.infer(operands, options).length;
  const outputs = Array.from({ length: count }, (_, i) => `output${i}`);
  const names = Object.fromEntries(Object.keys(operands).map((name) => [name, name]));
  const node = { operator, operands: names, options, outputs };
  const testCase = graphCase(new Map(Object.entries(operands)), [node], outputs);
  const expected = expectationOf(testCase, profiles.ieee).outputs;
  return outputs.map((name) => expected.get(name)!);
}

function valuesOf(
  operator: string,
  operands: Readonly<Record<string, Tensor>>,
  options: Options,
): number[][] {
  return outputsOf(operator, operands, options).map(({ value }) => Array.from(value, Number));
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** The answer lies within 2 ULP of `values`, and is not vague. */
function assertNear(output: ExpectedOutput, values: readonly number[]) {
  assert.deepEqual(outside(output, values.map(Math.fround)), []);
  assert.ok(relativeWidth(output) < 1e-5);
}

const one = (values: readonly number[]) => tensor([values.length, 1], values);

Deno.test("gruCell() keeps z of the state and takes 1 - z of the new gate, whose recurrent part r multiplies", () => {
  const operands = {
    input: one([0.5]),
    weight: one([1, -2, 3]),
    recurrentWeight: one([0.25, 0.75, -1]),
    hiddenState: one([0.4]),
    bias: tensor([3], [0.1, 0.2, 0.3]),
    recurrentBias: tensor([3], [-0.5, 0.6, 0.7]),
  };
  const given = (name: "bias" | "recurrentBias", gate: number) =>
    Math.fround(operands[name].data[gate] as number);
  const h = Math.fround(0.4);
  const z = logistic(0.5 + 0.25 * h + given("bias", 0) + given("recurrentBias", 0));
  const r = logistic(-1 + 0.75 * h + given("bias", 1) + given("recurrentBias", 1));
  const after = Math.tanh(1.5 + given("bias", 2) + r * (-h + given("recurrentBias", 2)));
  const before = Math.tanh(1.5 + given("bias", 2) - r * h + given("recurrentBias", 2));
  const [resetAfter] = outputsOf("gruCell", operands, { hiddenSize: 1 });
  assertNear(resetAfter, [z * h + (1 - z) * after]);
  const [resetBefore] = outputsOf("gruCell", operands, { hiddenSize: 1, resetAfter: false });
  assertNear(resetBefore, [z * h + (1 - z) * before]);
  assert.deepEqual(outside(resetAfter, [...resetBefore.value as Float32Array]), [0]);
});

Deno.test("lstmCell() without rounding: i, o, f, g = 2, 3, 5, 7, so c' = 5·11 + 2·7 and h' = 3·c'", () => {
  const operands = {
    input: one([1]),
    weight: one([2, 3, 5, 7]),
    recurrentWeight: one([0, 0, 0, 0]),
    hiddenState: one([0]),
    cellState: one([11]),
  };
  const options = { hiddenSize: 1, activations: ["relu", "relu", "relu"] };
  assert.deepEqual(valuesOf("lstmCell", operands, options), [[207], [69]]);
  assert.deepEqual(valuesOf("lstmCell", operands, { ...options, layout: "ifgo" }), [[(3 * 11 + 2 * 5) * 7], [
    43,
  ]]);
});

Deno.test("lstmCell() has peepholes of i, o, f in this order; the output gate sees the old cell state or the new", () => {
  const operands = {
    input: one([1]),
    weight: one([1, 2, 3, 1]),
    recurrentWeight: one([0, 0, 0, 0]),
    hiddenState: one([0]),
    cellState: one([2]),
    peepholeWeight: tensor([3], [1, 10, 100]),
  };
  const outputs = outputsOf("lstmCell", operands, { hiddenSize: 1, activations: ["relu", "relu", "relu"] });
  const cell = (3 + 100 * 2) * 2 + (1 + 1 * 2) * 1;
  assert.deepEqual(outputs.map(({ value }) => value[0]), [(2 + 10 * 2) * cell, cell]);
  const others = outputs.map(({ alternatives }) => alternatives![0]);
  assert.deepEqual(others.map(({ question, answer, lo, hi }) => [question, answer, lo[0], hi[0]]), [
    ["Q29", "b", (2 + 10 * cell) * cell, (2 + 10 * cell) * cell],
    ["Q29", "b", cell, cell],
  ]);
});

Deno.test("gru() backward reads from the end, and its sequence stands where the inputs stood", () => {
  const operands = {
    input: tensor([3, 1, 1], [1, 2, 3]),
    weight: tensor([1, 3, 1], [0, 0, 1]),
    recurrentWeight: tensor([1, 3, 1], [0, 0, 10]),
  };
  const options = {
    steps: 3,
    hiddenSize: 1,
    returnSequence: true,
    resetAfter: false,
    activations: ["relu", "relu"],
    layout: "zrn",
  };
  // z = r = 0: h' is the new gate without what the reset gate closes off.
  assert.deepEqual(valuesOf("gru", operands, options), [[3], [1, 2, 3]]);
  assert.deepEqual(valuesOf("gru", operands, { ...options, direction: "backward" }), [[1], [1, 2, 3]]);
  const open = { ...operands, bias: tensor([1, 3], [0, 1, 0]) };
  assert.deepEqual(valuesOf("gru", open, options), [[123], [1, 12, 123]]);
  assert.deepEqual(valuesOf("gru", open, { ...options, direction: "backward" }), [[321], [321, 32, 3]]);
});

/** A network whose operands look random, with `gates` gates. */
interface Network {
  readonly operator: "gru" | "lstm";
  readonly sizes: {
    readonly steps: number;
    readonly batch: number;
    readonly inputs: number;
    readonly hidden: number;
  };
  readonly seed: number;
  readonly resetAfter: boolean;
  readonly swapped: boolean;
}

const networks: fc.Arbitrary<Network> = fc.record({
  operator: fc.constantFrom("gru", "lstm"),
  sizes: fc.record({
    steps: fc.integer({ min: 1, max: 4 }),
    batch: fc.integer({ min: 1, max: 3 }),
    inputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.integer({ min: 1, max: 4 }),
  }),
  seed: fc.nat(999),
  resetAfter: fc.boolean(),
  swapped: fc.boolean(),
});

function build({ operator, sizes: { steps, batch, inputs, hidden }, seed, resetAfter, swapped }: Network) {
  const gates = operator === "gru" ? 3 : 4;
  let stream = seed;
  const draw = (...shape: number[]) =>
    tensor(shape, randoms(shape.reduce((a, b) => a * b), stream++).map((x) => Math.fround(2 * x - 1)));
  const operands: Record<string, Tensor> = {
    input: draw(steps, batch, inputs),
    weight: draw(2, gates * hidden, inputs),
    recurrentWeight: draw(2, gates * hidden, hidden),
    bias: draw(2, gates * hidden),
    recurrentBias: draw(2, gates * hidden),
    initialHiddenState: draw(2, batch, hidden),
  };
  const options: Options = {
    steps,
    hiddenSize: hidden,
    layout: operator === "gru" ? (swapped ? "rzn" : "zrn") : swapped ? "ifgo" : "iofg",
    returnSequence: true,
    ...(operator === "gru" ? { resetAfter } : {}),
  };
  if (operator === "lstm") {
    operands.initialCellState = draw(2, batch, hidden);
    operands.peepholeWeight = draw(2, 3 * hidden);
  }
  return { operands, options, gates };
}

/** One of the two directions of everything but the input. */
function ofDirection(operands: Readonly<Record<string, Tensor>>, direction: number): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(operands).map(([name, value]) => [
      name,
      name === "input" ? value : partOf(value, direction, 2, true),
    ]),
  );
}

function partOf({ shape, data }: Tensor, index: number, of: number, keepAxis: boolean): Tensor {
  const size = data.length / of;
  const values = Array.from(data as Float32Array).slice(index * size, (index + 1) * size);
  return tensor(keepAxis ? [1, ...shape.slice(1)] : shape.slice(1), values);
}

Deno.test("a network in both directions is the networks of the two, side by side", () => {
  fc.assert(fc.property(networks, (network) => {
    const { operands, options } = build(network);
    const both = valuesOf(network.operator, operands, { ...options, direction: "both" });
    const single = ["forward", "backward"].map((direction, d) =>
      valuesOf(network.operator, ofDirection(operands, d), { ...options, direction })
    );
    const { steps, batch, hidden } = network.sizes;
    both.slice(0, -1).forEach((state, i) => assert.deepEqual(state, [...single[0][i], ...single[1][i]]));
    const interleaved = Array.from(
      { length: steps },
      (_, t) =>
        single.flatMap((outputs) => outputs.at(-1)!.slice(t * batch * hidden, (t + 1) * batch * hidden)),
    ).flat();
    assert.deepEqual(both.at(-1), interleaved);
  }));
});

Deno.test("a network is its cell, fed with its own states", () => {
  fc.assert(fc.property(networks, (network) => {
    const { operands: all, options } = build(network);
    const operands = ofDirection(all, 0);
    const { steps, batch, hidden } = network.sizes;
    const { steps: _, returnSequence: __, ...cellOptions } = options;
    const parameters = Object.fromEntries(
      Object.entries(operands).filter(([name]) => name !== "input" && !name.startsWith("initial"))
        .map(([name, value]) => [name, partOf(value, 0, 1, false)]),
    );
    const start = { hiddenState: operands.initialHiddenState, cellState: operands.initialCellState };
    let states: Record<string, Tensor> = Object.fromEntries(
      Object.entries(start).filter(([, value]) => value).map((
        [name, value],
      ) => [name, partOf(value, 0, 1, false)]),
    );
    const nodes = Array.from({ length: steps }, (_, t) => partOf(operands.input, t, steps, false));
    const last = outputsOf(network.operator, operands, options);
    for (const input of nodes) {
      const values = valuesOf(`${network.operator}Cell`, { input, ...parameters, ...states }, cellOptions);
      states = Object.fromEntries(
        Object.keys(states).map((name, i) => [name, tensor([batch, hidden], values[i])]),
      );
    }
    Object.values(states).forEach(({ data }, i) =>
      assert.deepEqual(outside(last[i], data as Float32Array), [])
    );
  }));
});

Deno.test("the layouts are one another's, with the gates' rows exchanged", () => {
  fc.assert(fc.property(networks, (network) => {
    const { operands, options, gates } = build({ ...network, swapped: false });
    const [from, to] = network.operator === "gru" ? ["zrn", "rzn"] : ["iofg", "ifgo"];
    const exchanged = Object.fromEntries(
      Object.entries(operands).map(([name, value]) => {
        if (!/weight|^recurrentWeight|bias/i.test(name) || name === "peepholeWeight") return [name, value];
        const size = value.data.length / (2 * gates), data = Array.from(value.data as Float32Array);
        const rows = [0, 1].flatMap((d) =>
          [...to].flatMap((gate) => data.slice((d * gates + from.indexOf(gate)) * size).slice(0, size))
        );
        return [name, tensor(value.shape, rows)];
      }),
    );
    const given: Options = { ...options, direction: "both" };
    assert.deepEqual(
      valuesOf(network.operator, exchanged, { ...given, layout: to }),
      valuesOf(network.operator, operands, { ...given, layout: from }),
    );
  }));
});

Deno.test("an undecided element of a state makes its whole batch undecided, and no other", () => {
  const definition = operators.get("gruCell")!;
  const ball = (shape: readonly number[], value: number) => ({
    dataType: "float32" as const,
    shape,
    v: new Float64Array(shape.reduce((a, b) => a * b)).fill(value),
  });
  const operands = {
    input: ball([2, 3], 0.5),
    weight: ball([6, 3], 0.25),
    recurrentWeight: ball([6, 2], 0.25),
    hiddenState: { ...ball([2, 2], 0.5), undecided: Uint8Array.of(0, 1, 0, 0) },
  };
  const [{ undecided }] = definition.evaluate(operands, { hiddenSize: 2 }, profiles.ieee);
  assert.deepEqual([...undecided!], [1, 1, 0, 0]);
});
