import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { expectationOf } from "./expect.ts";
import { isStepped, steppedExpectationOf } from "./stepped.ts";

const x: Tensor = { dataType: "float32", shape: [2], data: Float32Array.of(1, 2) };
const inputs = new Map([["x", x]]);

/** exp, then neg of it; both are given. */
const testCase: Case = {
  id: "graph/stepped/float32/x-00000001",
  graph: {
    operands: new Map([["x", { kind: "input", dataType: "float32", shape: [2] }]]),
    nodes: [
      { operator: "exp", operands: { input: "x" }, options: {}, outputs: ["power"] },
      { operator: "neg", operands: { input: "power" }, options: {}, outputs: ["y"] },
    ],
    outputs: ["power", "y"],
  },
  inputs,
  secondInputs: inputs,
  provenance: { source: "test" },
};

const whole = expectationOf(testCase, profiles.ieee);

Deno.test("a node of a stepped graph is expected of what the backend gave to it, exactly", () => {
  const power = { ...x, data: Float32Array.of(2.5, 7.5) }, y = { ...x, data: Float32Array.of(-2.5, 0) };
  const given = new Map([["power", power], ["y", y]]);
  const { outputs } = steppedExpectationOf(testCase, whole, [given, given]);
  assert.deepEqual([...outputs.get("y")!.value], [-2.5, -7.5]);
  assert.deepEqual([...outputs.get("y")!.lo], [-2.5, -7.5]);
  assert.deepEqual(outputs.get("power")!.value, whole.outputs.get("power")!.value);
});

Deno.test("isStepped() asks for every result, and for none that was rounded only to be given away", () => {
  assert.ok(isStepped(testCase.graph, whole.outputs));
  assert.ok(!isStepped({ ...testCase.graph, outputs: ["y"] }, whole.outputs));
  assert.ok(!isStepped({ ...testCase.graph, nodes: testCase.graph.nodes.slice(0, 1) }, whole.outputs));
  const narrow = { ...whole.outputs.get("y")!, dataType: "float16" } as const;
  assert.ok(!isStepped(testCase.graph, new Map([["y", narrow]])));
});
