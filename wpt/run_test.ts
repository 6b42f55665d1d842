import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case } from "../graph/case.ts";
import type { Operand, OptionValue } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { expectationOf } from "../reference/expect.ts";
import { operators } from "../reference/operators.ts";
import { launchChromium } from "../runners/chromium.ts";
import { runTests, type TestResult } from "./run.ts";
import { writeTests } from "./write.ts";

function caseOf(
  id: string,
  operands: Record<string, Tensor>,
  options: Record<string, OptionValue> = {},
): Case {
  const inputs = new Map(Object.entries(operands));
  const graph = {
    operands: new Map([...inputs].map(([name, { dataType, shape }]): [string, Operand] => {
      return [name, { kind: "input", dataType, shape }];
    })),
    nodes: [{
      operator: id.split("/")[0],
      operands: Object.fromEntries([...inputs.keys()].map((name) => [name, name])),
      options,
      outputs: ["output"],
    }],
    outputs: ["output"],
  };
  return { id, graph, inputs, secondInputs: inputs, provenance: { source: "test" } };
}

const float32 = (shape: number[], ...values: number[]): Tensor => {
  return { dataType: "float32", shape, data: Float32Array.from(values) };
};
const float16 = (shape: number[], ...values: number[]): Tensor => {
  return { dataType: "float16", shape, data: Float16Array.from(values) };
};

const cases = [
  caseOf("softmax/values/float32/a-1", { input: float32([2, 3], 1, 2, 3, 0.1, -5, 4) }, { axis: 1 }),
  caseOf("softmax/values/float16/a-2", { input: float16([1, 4], 1, 2, 3, 0.1) }, { axis: 1 }),
  caseOf("sub/values/float32/a-3", { a: float32([3], 1, 2.5, -3), b: float32([1], 0.1) }),
  caseOf("sub/values/int64/a-4", {
    a: { dataType: "int64", shape: [2], data: BigInt64Array.of(2n ** 60n, -1n) },
    b: { dataType: "int64", shape: [2], data: BigInt64Array.of(1n, 2n ** 61n) },
  }),
];

function textOf(name: string): string {
  const own = cases.filter(({ id }) => id.startsWith(`${name}/`));
  return writeTests(operators.get(name)!, own, (each) => expectationOf(each, profiles.ieee)).text;
}

async function run(files: Record<string, string>): Promise<TestResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "webnn-cts-test-"));
  const browser = await launchChromium();
  try {
    const paths = Object.keys(files).map((name) => join(folder, name));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await Array.fromAsync(runTests({ files: paths, browser }));
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

Deno.test("runTests() passes the files that writeTests() writes, each subtest on its own", async () => {
  const results = await run({
    "softmax.https.any.js": textOf("softmax"),
    "sub.https.any.js": textOf("sub"),
  });
  assert.deepEqual(results.map(({ name, status, message }) => [name, status, message]), [
    ["softmax float32 2D values, axis 1", "PASS", ""],
    ["softmax float16 2D values, axis 1", "PASS", ""],
    ["sub float32 1D values", "PASS", ""],
    ["sub int64 1D values", "PASS", ""],
  ]);
});

Deno.test("runTests() fails a subtest whose expected value is wrong by more than its tolerance, and only that", async () => {
  const right = textOf("sub");
  const wrong = right.replace("'data': [0.9, 2.4, -3.1]", "'data': [0.9, 2.4000006, -3.1]");
  assert.notEqual(wrong, right);
  const results = await run({ "sub.https.any.js": wrong });
  assert.deepEqual(results.map(({ status }) => status), ["FAIL", "PASS"]);
  assert.match(results[0].message, /subOutput\[1\] is 2\.40000\d*, expected 2\.4000006 within/);
});

Deno.test("runTests() reports a file that throws, one without tests, and what the limits exclude", async () => {
  const bytes = textOf("sub").replaceAll("int64", "uint8").replaceAll(/\d{10,}/g, "7").replaceAll("-7", "7");
  const results = await run({
    "throws.https.any.js": "throw new Error('on purpose');\n",
    "empty.https.any.js": "setup({ explicit_done: true });\ndone();\n",
    "bytes.https.any.js": bytes,
  });
  assert.deepEqual(results.map(({ status }) => status), ["ERROR", "ERROR", "PASS", "PRECONDITION_FAILED"]);
  assert.match(results[0].message, /on purpose/);
  assert.match(results[3].message, /sub takes no uint8/);
});

Deno.test("runTests() refuses a file that is not there, or runs in workers only", async () => {
  const browser = await launchChromium();
  try {
    await assert.rejects(() => Array.fromAsync(runTests({ files: ["missing.js"], browser })), InputError);
  } finally {
    await browser.close();
  }
  await assert.rejects(() => run({ "worker.any.js": "// META: global=worker\n" }), InputError);
});
