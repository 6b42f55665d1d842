import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { Node } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { influencesOn } from "./influence.ts";
import { lastNode } from "./node.ts";

function caseOf(node: Omit<Node, "outputs">, tensors: Readonly<Record<string, Tensor>>): Case {
  const inputs = new Map(Object.entries(tensors));
  const operands = new Map(
    [...inputs].map(([name, { dataType, shape }]) => [name, { kind: "input" as const, dataType, shape }]),
  );
  const graph = { operands, nodes: [{ ...node, outputs: ["y"] }], outputs: ["y"] };
  return { id: "test/test/float32/x-0", graph, inputs, secondInputs: inputs, provenance: { source: "test" } };
}

function float32(shape: readonly number[], data: readonly number[]): Tensor {
  return { dataType: "float32", shape, data: Float32Array.from(data) };
}

/** The positions that an element depends on, by argument. */
function found(testCase: Case, i: number) {
  const { operands, isCut } = influencesOn(lastNode(testCase.graph, testCase.inputs, "y", profiles.ieee), i);
  assert.equal(isCut, false);
  return Object.fromEntries(operands.map(({ argument, positions }) => [argument, positions]));
}

Deno.test("influencesOn() finds the elements that broadcasting meets", () => {
  const operands = { a: "a", b: "b" };
  const testCase = caseOf({ operator: "add", operands, options: {} }, {
    a: float32([2, 3], [1, 2, 3, 4, 5, 6]),
    b: float32([3], [7, 8, 9]),
  });
  assert.deepEqual(found(testCase, 4), { a: [4], b: [1] });
});

Deno.test("influencesOn() finds a whole window, also behind a NaN and a greater element", () => {
  const data = [1, 9, 2, NaN, 0, -5, 3, 4, 1];
  const node = { operator: "maxPool2d", operands: { input: "input" }, options: { windowDimensions: [2, 2] } };
  const testCase = caseOf(node, { input: float32([1, 1, 3, 3], data) });
  assert.deepEqual(found(testCase, 0), { input: [0, 1, 3, 4] });
  assert.deepEqual(found(testCase, 3), { input: [4, 5, 7, 8] });
});

Deno.test("influencesOn() finds the index that a gathered element comes by, and no other element", () => {
  const indices: Tensor = { dataType: "int32", shape: [3], data: Int32Array.of(2, 0, 1) };
  const node = { operator: "gather", operands: { input: "input", indices: "indices" }, options: {} };
  const testCase = caseOf(node, { input: float32([3], [5, 6, 7]), indices });
  assert.deepEqual(found(testCase, 0), { input: [2], indices: [0] });
});

Deno.test("influencesOn() finds the row of a softmax and nothing of others", () => {
  const node = { operator: "softmax", operands: { input: "input" }, options: { axis: 1 } };
  const testCase = caseOf(node, { input: float32([2, 3], [1, 2, 3, 4, 5, 6]) });
  assert.deepEqual(found(testCase, 5), { input: [3, 4, 5] });
});

Deno.test("influencesOn() says so when there are too many elements to look at each", () => {
  const node = { operator: "softmax", operands: { input: "input" }, options: { axis: 0 } };
  const testCase = caseOf(node, { input: float32([6000], Array.from({ length: 6000 }, (_, k) => k % 5)) });
  const { isCut } = influencesOn(lastNode(testCase.graph, testCase.inputs, "y", profiles.ieee), 0);
  assert.equal(isCut, true);
});

Deno.test("influencesOn() finds scale and bias also where a row is too long to look at all of it", () => {
  const row = Array.from({ length: 12000 }, (_, k) => k % 5);
  const node = {
    operator: "layerNormalization",
    operands: { input: "input", scale: "scale", bias: "bias" },
    options: { axes: [0] },
  };
  const testCase = caseOf(node, {
    input: float32([12000, 2], row.flatMap((x) => [x, 1])),
    scale: float32([12000], row),
    bias: float32([12000], row),
  });
  const { operands, isCut } = influencesOn(lastNode(testCase.graph, testCase.inputs, "y", profiles.ieee), 0);
  assert.equal(isCut, true);
  assert.deepEqual(operands.slice(1).map(({ argument, positions }) => [argument, positions[0]]), [
    ["scale", 0],
    ["bias", 0],
  ]);
});
