import assert from "node:assert/strict";
import { createElements, type DataType } from "../../graph/data_type.ts";
import type { Case } from "../../graph/case.ts";
import type { OptionValue } from "../../graph/graph.ts";
import { lower } from "./lower.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

function caseOf(
  operator: string,
  values: readonly number[],
  options: Readonly<Record<string, OptionValue>> = {},
  dataType: DataType = "float32",
): Case {
  const data = createElements(dataType, values.length);
  values.forEach((value, i) => data[i] = value);
  const shape = [values.length];
  const argument = /^is|^logical/.test(operator) ? "a" : "input";
  const inputs = new Map([[argument, { dataType, shape, data }]]);
  const node = { operator, operands: { [argument]: argument }, options, outputs: ["output"] };
  return {
    id: "test",
    graph: {
      operands: new Map([[argument, { kind: "input", dataType, shape }]]),
      nodes: [node],
      outputs: ["output"],
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "test" },
  };
}

async function ask(each: Case) {
  const answer = await answerWith(runtime, sessionOptions, each);
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  const { dataType, data } = answer.dispatches[0].get("output")!;
  return { dataType, values: [...data], rewrites: answer.rewrites };
}

const few = [-2, -0.5, 0, 1.5, 2];

const exact: readonly (readonly [string, number[], Record<string, number>?])[] = [
  ["abs", [2, 0.5, 0, 1.5, 2]],
  ["ceil", [-2, -0, 0, 2, 2]],
  ["floor", [-2, -1, 0, 1, 2]],
  ["identity", few],
  ["neg", [2, 0.5, -0, -1.5, -2]],
  ["roundEven", [-2, -0, 0, 2, 2]],
  ["sign", [-1, -1, 0, 1, 1]],
  ["linear", [-5, -2, -1, 2, 3], { alpha: 2, beta: -1 }],
  ["linear", few],
  ["hardSigmoid", [0, 0, 0.25, 1, 1], { alpha: 0.5, beta: 0.25 }],
  ["leakyRelu", [-1, -0.25, 0, 1.5, 2], { alpha: 0.5 }],
];

for (const [operator, expected, options] of exact) {
  Deno.test(`${operator} of ${JSON.stringify(options ?? {})} answers exactly`, async () => {
    const { values } = await ask(caseOf(operator, few, options));
    assert.deepEqual(values.map((x) => Number(x) + 0), expected.map((x) => x + 0));
  });
}

const functions: readonly (readonly [string, (x: number) => number, Record<string, number>?])[] = [
  ["cos", Math.cos],
  ["elu", (x) => x > 0 ? x : 0.7 * Math.expm1(x), { alpha: 0.7 }],
  ["exp", Math.exp],
  ["hardSwish", (x) => x * (x + 3) / 6],
  ["log", Math.log],
  ["reciprocal", (x) => 1 / x],
  ["sigmoid", (x) => 1 / (1 + Math.exp(-x))],
  ["sin", Math.sin],
  ["softplus", (x) => Math.log1p(Math.exp(x))],
  ["softsign", (x) => x / (1 + Math.abs(x))],
  ["sqrt", Math.sqrt],
  ["tan", Math.tan],
  ["tanh", Math.tanh],
];

for (const [operator, f, options] of functions) {
  Deno.test(`${operator} answers within 1e-6`, async () => {
    const { values } = await ask(caseOf(operator, [0.25, 1, 2.5], options));
    [0.25, 1, 2.5].forEach((x, i) =>
      assert.ok(Math.abs(Number(values[i]) - f(x)) < 1e-6 * Math.max(1, f(x)))
    );
  });
}

Deno.test("erf and gelu are the exact ones", async () => {
  const { values: [erf] } = await ask(caseOf("erf", [1]));
  assert.ok(Math.abs(Number(erf) - 0.8427007929) < 1e-6);
  const { values: [gelu] } = await ask(caseOf("gelu", [1]));
  assert.ok(Math.abs(Number(gelu) - 0.8413447461) < 1e-6);
});

Deno.test("truth values come back as uint8", async () => {
  const special = [1, NaN, Infinity, -Infinity, 0];
  const nan = await ask(caseOf("isNaN", special));
  assert.deepEqual(nan, {
    dataType: "uint8",
    values: [0, 1, 0, 0, 0],
    rewrites: ["truth values cast to uint8"],
  });
  const { values } = await ask(caseOf("isInfinite", special));
  assert.deepEqual(values, [0, 0, 1, 1, 0]);
  const not = await ask(caseOf("logicalNot", [0, 1, 2, 255], {}, "uint8"));
  assert.deepEqual(not.values, [1, 0, 0, 0]);
  assert.deepEqual(not.rewrites, ["logicalNot through truth values"]);
});

Deno.test("options are cast to the input's data type, and absent where ONNX has the same default", () => {
  const holds = (each: Case, value: number) => {
    const { bytes } = lower(each.graph);
    const wanted = new Uint8Array(Float32Array.of(value).buffer).join();
    return bytes.some((_, i) => bytes.slice(i, i + 4).join() === wanted);
  };
  assert.ok(holds(caseOf("leakyRelu", few, { alpha: 0.7 }, "float16"), Math.f16round(0.7)));
  assert.ok(holds(caseOf("leakyRelu", few, {}, "float16"), Math.f16round(0.01)));
  assert.ok(!holds(caseOf("leakyRelu", few), Math.fround(0.01)));
  assert.ok(holds(caseOf("leakyRelu", few, { alpha: 0.01 }), Math.fround(0.01)));
});
