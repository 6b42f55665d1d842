import assert from "node:assert/strict";
import { Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import type { Node } from "../graph/graph.ts";
import { caseOf, counting, graphCase, tensor } from "./_testing.ts";
import { expectationOf } from "./expect.ts";

Deno.test("expectationOf() answers both data sets", () => {
  const testCase = caseOf("relu", { input: tensor([2], [-1, 2]) });
  const secondInputs = new Map([["input", tensor([2], [3, -4])]]);
  const { profile, outputs, secondOutputs } = expectationOf({ ...testCase, secondInputs }, profiles.ieee);
  assert.equal(profile, "ieee");
  assert.deepEqual([...outputs.get("output")!.value], [0, 2]);
  assert.deepEqual([...secondOutputs.get("output")!.value], [3, 0]);
});

Deno.test("expectationOf() gives values in the output's data type and bounds in float64 or 64-bit integers", () => {
  const of = (dataType: "float16" | "int8" | "int64") => {
    const input = dataType === "int64" ? tensor([1], [5n], dataType) : tensor([1], [5], dataType);
    return expectationOf(caseOf("relu", { input }), profiles.ieee).outputs.get("output")!;
  };
  assert.deepEqual([of("float16").value, of("float16").lo], [Float16Array.of(5), Float64Array.of(5)]);
  assert.deepEqual([of("int8").value, of("int8").hi], [Int8Array.of(5), Float64Array.of(5)]);
  assert.deepEqual([of("int64").value, of("int64").lo], [BigInt64Array.of(5n), BigInt64Array.of(5n)]);
});

Deno.test("expectationOf() lets any value pass after a sum that may overflow, and skips nothing there", () => {
  const inputs = new Map([["a", tensor([1, 2], [3e38, -3e38])], ["b", tensor([2, 1], [2, 2])]]);
  const nodes: Node[] = [
    { operator: "matmul", operands: { a: "a", b: "b" }, options: {}, outputs: ["product"] },
    { operator: "relu", operands: { input: "product" }, options: {}, outputs: ["output"] },
  ];
  for (const profile of [profiles.ieee, profiles["webgpu-f16"]]) {
    const { outputs } = expectationOf(graphCase(inputs, nodes, ["output"]), profile);
    assert.equal(outputs.get("output")!.flags![0] & (Flag.any | Flag.skip), Flag.any);
  }
});

Deno.test("expectationOf() gives the other answers in 64 bits too", () => {
  const input = tensor([1, 1, 1, 1], [2n ** 63n - 1n], "int64");
  const testCase = caseOf("maxPool2d", { input }, { windowDimensions: [1, 1], padding: [0, 1, 0, 0] });
  const { value, alternatives } = expectationOf(testCase, profiles.ieee).outputs.get("output")!;
  assert.deepEqual(value, BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n)));
  const [{ lo, hi }] = alternatives!;
  assert.deepEqual([lo, hi], [BigInt64Array.of(0n), BigInt64Array.of(0n)]);
});

Deno.test("expectationOf() passes the number of terms and their magnitudes on", () => {
  const operands = { a: tensor([1, 2], [1, -2]), b: tensor([2, 1], [3, 4]) };
  const { n, S, value } = expectationOf(caseOf("matmul", operands), profiles.ieee).outputs.get("output")!;
  assert.deepEqual([value[0], n?.[0], S?.[0]], [-5, 2, 11]);
});

Deno.test("expectationOf() names the question under which the graph may be refused", () => {
  const refusable = caseOf("clamp", { input: counting([2]) }, { minValue: NaN });
  assert.deepEqual(expectationOf(refusable, profiles.ieee).mayReject, { question: "Q8", answer: "c" });
  assert.equal(expectationOf(caseOf("clamp", { input: counting([2]) }), profiles.ieee).mayReject, undefined);
});

Deno.test("expectationOf() flags a sum whose order may overflow, and lets the finite value pass", () => {
  const operands = { a: tensor([1, 2], [3e38, -3e38]), b: tensor([2, 1], [2, 2]) };
  const { flags } = expectationOf(caseOf("matmul", operands), profiles.ieee).outputs.get("output")!;
  assert.equal(flags![0] & Flag.any, Flag.any);
});
