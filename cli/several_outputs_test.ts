/** A node with several outputs on its way through every room. */

import assert from "node:assert/strict";
import type { Answer, Outputs } from "../graph/answer.ts";
import { readBundle, writeBundle } from "../graph/bundle.ts";
import type { Case } from "../graph/case.ts";
import { readCases, writeCases } from "../graph/json.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { judge } from "../judge/judge.ts";
import { expectationOf } from "../reference/expect.ts";
import { operators } from "../reference/operators.ts";
import { lower as lowerToOnnx } from "../runners/onnx/lower.ts";
import { lower as lowerToWebnn } from "../runners/webnn/lower.ts";
import { PacketReader } from "../runners/webnn/packet.ts";
import type { Program } from "../runners/webnn/program.ts";
import { writeTests } from "../wpt/write.ts";

const input: Tensor = { dataType: "float32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
const inputs = new Map([["x", input]]);

/** `[1,2,3; 4,5,6]` split into its first column and the others. */
const testCase: Case = {
  id: "split/test/float32/two",
  graph: {
    operands: new Map([["x", { kind: "input", dataType: "float32", shape: [2, 3] }]]),
    nodes: [{
      operator: "split",
      operands: { input: "x" },
      options: { splits: [1, 2], axis: 1 },
      outputs: ["column", "others"],
    }],
    outputs: ["column", "others"],
  },
  inputs,
  secondInputs: inputs,
  provenance: { source: "test" },
};

const column: Tensor = { dataType: "float32", shape: [2, 1], data: Float32Array.of(1, 4) };
const others: Tensor = { dataType: "float32", shape: [2, 2], data: Float32Array.of(2, 3, 5, 6) };

Deno.test("a node with several outputs is read from JSON as it was written, with all answers", () => {
  const expected = new Map([["column", column], ["others", others]]);
  const [read] = readCases(writeCases([{ case: testCase, expected }], operators), "x.json", operators);
  assert.deepEqual(read.case.graph, testCase.graph);
  assert.deepEqual(read.expected, expected);
});

Deno.test("a node with several outputs is read from a bundle as it was written, with what passes", () => {
  const accept = new Map([["ieee", expectationOf(testCase, profiles.ieee)]] as const);
  const bytes = writeBundle({ case: testCase, accept });
  const read = readBundle(bytes, "x");
  assert.deepEqual(read.case.graph, testCase.graph);
  const outputs = [...read.accept!.get("ieee")!.outputs].map((
    [name, { shape, value }],
  ) => [name, shape, value]);
  assert.deepEqual(outputs, [["column", [2, 1], column.data], ["others", [2, 2], others.data]]);
});

Deno.test("every output of a node is judged", () => {
  const verdictOf = (outputs: Outputs) => {
    const answer: Answer = { id: testCase.id, kind: "outputs", dispatches: [outputs, outputs, outputs] };
    return judge(answer, expectationOf(testCase, profiles.ieee));
  };
  const right = verdictOf(new Map([["column", column], ["others", others]]));
  assert.deepEqual([right.verdict, right.elements], ["pass", 12]);
  const wrong = { ...others, data: Float32Array.of(2, 3, 5, 7) };
  const { verdict, failed, message } = verdictOf(new Map([["column", column], ["others", wrong]]));
  assert.deepEqual([verdict, failed], ["fail", 2]);
  assert.match(message!, /others\[1,1\]: expected 6, got 7/);
  assert.match(verdictOf(new Map([["column", column]])).message!, /output "others" is missing/);
});

Deno.test("a node with several outputs is lowered with all of their names", () => {
  const program = new PacketReader(lowerToWebnn(testCase, operators).buffer).header as Program;
  assert.deepEqual(program.calls[0].outputs, ["column", "others"]);
  const { outputs } = lowerToOnnx(testCase.graph);
  assert.deepEqual([...outputs].map(([name, { shape }]) => [name, shape]), [["column", [2, 1]], ["others", [
    2,
    2,
  ]]]);
});

Deno.test("a node with several outputs is one test of web-platform-tests", () => {
  const { text } = writeTests(
    operators.get("split")!,
    [testCase],
    (each) => expectationOf(each, profiles.ieee),
  );
  assert.match(text, /'outputs': \['splitOutput1', 'splitOutput2'\]/);
  assert.match(text, /'splitOutput2': {\s*'data': \[2, 3, 5, 6\]/);
});
