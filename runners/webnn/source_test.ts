import assert from "node:assert/strict";
import { elementCount, type Tensor } from "../../graph/tensor.ts";
import { operators } from "../../reference/operators.ts";
import type { Reproduction } from "../reproduction.ts";
import { expected, reproductionOf, tensor } from "../_reproduction.ts";
import { javascriptOf } from "./source.ts";

interface Recorded {
  /** Calls of the builder: method and arguments. */
  readonly calls: [string, unknown[]][];
  readonly printed: string[];
}

/** Runs a program in a realm whose WebNN records calls and answers with `answers`. */
async function runProgram(text: string, answers: Readonly<Record<string, ArrayBuffer>>): Promise<Recorded> {
  const calls: [string, unknown[]][] = [];
  const printed: string[] = [];
  const builder = new Proxy({}, {
    get: (_, method: string) => (...given: unknown[]) => {
      calls.push([method, given]);
      if (method === "build") return Promise.resolve("graph");
      return ["split", "lstm", "gru", "lstmCell"].includes(method) ? [`${method} 1`, `${method} 2`] : method;
    },
  });
  class MLGraphBuilder {
    constructor() {
      return builder;
    }
  }
  const context = {
    createTensor: (descriptor: unknown) => Promise.resolve({ descriptor }),
    createConstantTensor: () => Promise.resolve("tensor"),
    writeTensor: (_tensor: unknown, data: unknown) => calls.push(["writeTensor", [data]]),
    dispatch: (_graph: unknown, _inputs: unknown, outputs: Record<string, Record<string, unknown>>) =>
      Object.entries(outputs).forEach(([name, each]) => each.answer = answers[name]),
    readTensor: ({ answer }: { answer: ArrayBuffer }) => Promise.resolve(answer),
  };
  const navigator = { ml: { createContext: () => Promise.resolve(context) } };
  const console = { log: (line: string) => printed.push(line) };
  const AsyncFunction = (async () => {}).constructor as new (
    ...source: string[]
  ) => (...given: unknown[]) => Promise<void>;
  await new AsyncFunction("navigator", "MLGraphBuilder", "console", text)(navigator, MLGraphBuilder, console);
  return { calls, printed };
}

const program = (reproduction: Reproduction) => javascriptOf(reproduction, operators);

const conv2d = reproductionOf(
  "conv2d",
  { input: tensor("float32", [1, 1, 1, 1], 3), filter: tensor("float32", [1, 1, 1, 2], 0.1, 2) },
  { output: expected(tensor("float32", [1, 1, 1, 1], 0.3), 1e-6) },
  { padding: [0, 0, 0, 1] },
);

Deno.test("javascriptOf() calls the builder as the graph says, options and all", async () => {
  const { calls } = await runProgram(program(conv2d), { output: Float32Array.of(0.3).buffer });
  assert.deepEqual(calls, [
    ["input", ["input", { dataType: "float32", shape: [1, 1, 1, 1] }]],
    ["constant", [{ dataType: "float32", shape: [1, 1, 1, 2] }, Float32Array.of(0.1, 2)]],
    ["conv2d", ["input", "constant", { padding: [0, 0, 0, 1] }]],
    ["build", [{ output: "conv2d" }]],
    ["writeTensor", [Float32Array.of(3)]],
  ]);
});

Deno.test("javascriptOf() prints the elements that are wrong, and none that are within their bounds", async () => {
  const right = await runProgram(program(conv2d), { output: Float32Array.of(0.3).buffer });
  assert.deepEqual(right.printed, ["dispatch 1, output: 0 of 1 elements are wrong"]);
  const wrong = await runProgram(program(conv2d), { output: Float32Array.of(6).buffer });
  assert.deepEqual(wrong.printed, [
    "output[0,0,0,0]: expected 0.30000001192092896, got 6",
    "dispatch 1, output: 1 of 1 elements are wrong",
  ]);
});

Deno.test("javascriptOf() tells the sign of a zero where it counts, and takes NaN for NaN", async () => {
  const moved = reproductionOf(
    "identity",
    { input: tensor("float16", [3], -0, NaN, -Infinity) },
    { output: expected(tensor("float16", [3], -0, NaN, -Infinity)) },
  );
  const right = await runProgram(program(moved), { output: Float16Array.of(-0, NaN, -Infinity).buffer });
  assert.equal(right.printed.length, 1);
  const wrong = await runProgram(program(moved), { output: Float16Array.of(0, 1, -Infinity).buffer });
  assert.deepEqual(wrong.printed.slice(0, 2), [
    "output[0]: expected -0, got 0",
    "output[1]: expected NaN, got 1",
  ]);
});

Deno.test("javascriptOf() gives names that are no identifiers, or are taken, names of their own", async () => {
  const about = ["renamed"];
  const input = tensor("float32", [1], 2);
  const renamed = new Map([["context", {
    kind: "input" as const,
    dataType: input.dataType,
    shape: input.shape,
  }]]);
  const testCase = {
    ...conv2d.case,
    graph: {
      operands: renamed,
      nodes: [{ operator: "neg", operands: { input: "context" }, options: {}, outputs: ["12-L#!.☺'"] }],
      outputs: ["12-L#!.☺'"],
    },
  };
  const dispatch = {
    inputs: new Map([["context", input]]),
    expected: new Map([["12-L#!.☺'", expected(tensor("float32", [1], -2))]]),
  };
  const text = program({ case: testCase, about, dispatches: [dispatch] });
  const { printed } = await runProgram(text, { "12-L#!.☺'": Float32Array.of(-2).buffer });
  assert.deepEqual(printed, ["dispatch 1, 12-L#!.☺': 0 of 1 elements are wrong"]);
});

Deno.test("javascriptOf() takes every result of a method that returns several, and 64-bit integers as they are", async () => {
  const input: Tensor = { dataType: "int64", shape: [2], data: BigInt64Array.of(2n ** 62n + 1n, -3n) };
  const split = reproductionOf("split", { input }, {
    first: expected({ dataType: "int64", shape: [1], data: BigInt64Array.of(2n ** 62n + 1n) }),
    second: expected({ dataType: "int64", shape: [1], data: BigInt64Array.of(-3n) }),
  }, { splits: 2 });
  const { calls, printed } = await runProgram(program(split), {
    first: BigInt64Array.of(2n ** 62n).buffer,
    second: BigInt64Array.of(-3n).buffer,
  });
  assert.deepEqual(calls.at(-2), ["build", [{ first: "split 1", second: "split 2" }]]);
  assert.deepEqual(calls.at(-1), ["writeTensor", [input.data]]);
  assert.equal(printed[0], "first[0]: expected 4611686018427387905, got 4611686018427387904");
});

Deno.test("javascriptOf() carries large tensors as the bytes they are", async () => {
  const shape = [37, 11];
  const values = Array.from({ length: elementCount(shape) }, (_, i) => Math.fround(i / 7));
  const input = tensor("float32", shape, ...values);
  const large = reproductionOf("abs", { input }, { output: expected(input) });
  const { calls, printed } = await runProgram(program(large), { output: Float32Array.from(values).buffer });
  assert.deepEqual(new Float32Array(calls.at(-1)![1][0] as Float32Array), Float32Array.from(values));
  assert.deepEqual(printed, ["dispatch 1, output: 0 of 407 elements are wrong"]);
});
