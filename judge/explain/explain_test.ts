import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { Node, Operand } from "../../graph/graph.ts";
import { type ProfileName, profiles } from "../../graph/profile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { expectationOf } from "../../reference/expect.ts";
import { type ExplainedElement, explainElement } from "./explain.ts";
import { neighboursOf, valueOf } from "./number_line.ts";

function caseOf(nodes: readonly Node[], tensors: Readonly<Record<string, Tensor>>): Case {
  const inputs = new Map(Object.entries(tensors));
  const operands = new Map([...inputs].map(([name, { dataType, shape }]): [string, Operand] => {
    return [name, { kind: "input", dataType, shape }];
  }));
  const graph = { operands, nodes, outputs: ["y"] };
  return { id: "a/b/float32/c-0", graph, inputs, secondInputs: inputs, provenance: { source: "test" } };
}

function float32(shape: readonly number[], ...values: readonly number[]): Tensor {
  return { dataType: "float32", shape, data: Float32Array.from(values) };
}

function explained(
  testCase: Case,
  position: number,
  actual?: number,
  name: ProfileName = "ieee",
): ExplainedElement {
  const profile = profiles[name];
  const place = { dispatch: 1 as const, output: "y", position };
  return explainElement(testCase, place, expectationOf(testCase, profile), profile, actual);
}

const single = (operator: string, operands: readonly string[], options: Node["options"] = {}): Node => ({
  operator,
  operands: Object.fromEntries(operands.map((name) => [name, name])),
  options,
  outputs: ["y"],
});

const convolution = caseOf([single("conv2d", ["input", "filter", "bias"], { padding: [0, 0, 0, 1] })], {
  input: float32([1, 1, 1, 2], 3, 0.1),
  filter: float32([1, 1, 1, 2], 2, 5),
  bias: float32([1], -1),
});

Deno.test("explainElement() lists the terms of a convolution by operand and index; padding is no term", () => {
  const { sum, bound } = explained(convolution, 1);
  const x = Math.fround(0.1);
  assert.deepEqual(sum?.terms, [
    {
      factors: [
        { argument: "input", index: [0, 0, 0, 1], value: x },
        { argument: "filter", index: [0, 0, 0, 0], value: 2 },
      ],
      product: 2 * x,
    },
    { factors: [{ argument: "bias", index: [0], value: -1 }], product: -1 },
  ]);
  assert.equal(bound.sum?.n, 2);
  assert.equal(bound.sum?.S, 1 + 2 * x);
});

Deno.test("explainElement() says how far an answer is off, and proves the expected value", () => {
  const right = Math.fround(2 * Math.fround(0.1) - 1);
  const { expected, proof, actual, bound, section } = explained(convolution, 1, right + 2 ** -24);
  assert.equal(expected.value, right);
  assert.equal(proof.stage, "float64");
  assert.deepEqual([actual?.error, actual?.ulp], [2 ** -24, 1]);
  assert.ok(actual!.ratio > 0 && actual!.ratio < 1);
  assert.ok(bound.radius > 2 ** -24);
  assert.equal(section, "api-mlgraphbuilder-conv2d");
});

for (const profile of ["ieee", "webgpu", "reduced-tf32", "reduced-f16"] as const) {
  Deno.test(`explainElement() takes a bound apart into what adds up to it, under profile ${profile}`, () => {
    const { bound: { parts, radius } } = explained(convolution, 0, undefined, profile);
    assert.ok(parts.length > 0);
    const total = parts.reduce((sum, { size }) => sum + size, 0);
    assert.ok(Math.abs(total - radius) <= 2 ** -20 * radius, `${total} of ${radius}`);
  });
}

Deno.test("explainElement() names what a profile allows beside rounding, where it matters", () => {
  const tiny = caseOf([single("reduceSum", ["input"])], { input: float32([2], 2 ** -130, 1.5 * 2 ** -128) });
  const parts = (testCase: Case, profile: ProfileName) =>
    explained(testCase, 0, undefined, profile).bound.parts.map(({ what }) => what);
  assert.ok(parts(tiny, "webgpu").includes("subnormals that may become zero"));
  assert.ok(!parts(tiny, "ieee").includes("subnormals that may become zero"));
  assert.ok(parts(convolution, "reduced-tf32").includes("factors rounded before they are multiplied"));
});

Deno.test("explainElement() names mean, variance and root of a normalization", () => {
  const testCase = caseOf([single("instanceNormalization", ["input"], { epsilon: 0.75 })], {
    input: float32([1, 1, 1, 2], 1, 2),
  });
  const { statistics, operands } = explained(testCase, 0);
  assert.deepEqual(statistics, { mean: 1.5, variance: 0.25, epsilon: 0.75, root: 1 });
  assert.deepEqual(operands?.map(({ elements }) => elements.map(({ value }) => value)), [[1, 2]]);
});

Deno.test("explainElement() of a graph explains the last node on what the reference computes for it", () => {
  const testCase = caseOf([
    { operator: "exp", operands: { input: "x" }, options: {}, outputs: ["e"] },
    { operator: "neg", operands: { input: "e" }, options: {}, outputs: ["y"] },
  ], { x: float32([2], 0, 1) });
  const { operands, isInner, proof, bound, operator } = explained(testCase, 1);
  assert.equal(operator, "neg");
  assert.equal(isInner, true);
  assert.equal(proof.stage, "none");
  assert.ok(Math.abs(Number(operands?.[0].elements[0].value) - Math.E) < 1e-12);
  assert.deepEqual(bound.parts.map(({ what }) => what), ["errors of earlier nodes, and storing"]);
});

Deno.test("explainElement() of a graph shows what each earlier node feeds in, with its radius", () => {
  const testCase = caseOf([
    { operator: "exp", operands: { input: "x" }, options: {}, outputs: ["e"] },
    { operator: "reduceSum", operands: { input: "e" }, options: { axes: [1] }, outputs: ["s"] },
    { operator: "neg", operands: { input: "s" }, options: {}, outputs: ["y"] },
  ], { x: float32([2, 3], 0, 1, 2, 3, 4, 5) });
  const { earlier, bound } = explained(testCase, 1);
  assert.deepEqual(earlier.map(({ operator, output, index, count }) => [operator, output, index, count]), [
    ["exp", "e", [1, 0], 3],
    ["reduceSum", "s", [1], 1],
  ]);
  assert.ok(Math.abs(Number(earlier[0].value) - Math.exp(3)) < 1e-5);
  assert.ok(earlier[0].radius > 0 && earlier[0].radius < earlier[1].radius);
  assert.ok(earlier[1].radius <= bound.radius);
  assert.deepEqual(explained(convolution, 0).earlier, []);
});

Deno.test("explainElement() lists the terms of sums and products of integers, exactly", () => {
  const input: Tensor = {
    dataType: "int64",
    shape: [2, 2],
    data: BigInt64Array.of(2n ** 53n + 1n, -3n, 1n, 0n),
  };
  const { sum } = explained(caseOf([single("reduceL1", ["input"], { axes: [1] })], { input }), 0);
  assert.deepEqual(sum?.terms, [
    { factors: [{ argument: "input", index: [0, 0], value: 2n ** 53n + 1n }], product: 2n ** 53n + 1n },
    { factors: [{ argument: "input", index: [0, 1], value: 3n }], product: 3n },
  ]);
  const bytes: Tensor = { dataType: "int32", shape: [3], data: Int32Array.of(3, 0, 5) };
  const squares = explained(caseOf([single("reduceSumSquare", ["input"])], { input: bytes }), 0).sum;
  assert.deepEqual(squares?.terms.map(({ product }) => product), [9, 0, 25]);
  const prefix =
    explained(caseOf([single("cumulativeSum", ["input"], { axis: 0 })], { input: bytes }), 1).sum;
  assert.deepEqual(prefix?.terms.map(({ product }) => product).sort(), [0, 3]);
});

Deno.test("explainElement() says what passes where no range does", () => {
  const testCase = caseOf([single("identity", ["input"])], { input: float32([2], NaN, -0) });
  assert.deepEqual(explained(testCase, 0).bound.notes, ["it must be NaN"]);
  assert.match(explained(testCase, 1).bound.notes[0], /sign of a zero counts/);
});

Deno.test("neighboursOf() are the next values down and up, with their bits", () => {
  assert.deepEqual(neighboursOf(1, "float32"), {
    below: { value: 1 - 2 ** -24, bits: "0x3f7fffff" },
    above: { value: 1 + 2 ** -23, bits: "0x3f800001" },
  });
  const zero = neighboursOf(0, "float16")!;
  assert.deepEqual([zero.below.bits, zero.above.bits], ["0x8001", "0x0001"]);
  assert.equal(neighboursOf(65504, "float16")!.above.value, Infinity);
  assert.equal(neighboursOf(Infinity, "float16")!.below.value, 65504);
  assert.equal(neighboursOf(-Infinity, "float32")!.above.bits, "0xff7fffff");
  assert.equal(neighboursOf(NaN, "float32"), undefined);
  assert.equal(neighboursOf(3, "int32"), undefined);
  assert.deepEqual(valueOf(-2n, "int64"), { value: -2n, bits: "0xfffffffffffffffe" });
});

Deno.test("explainElement() does not call a value the exact result that only rounds as it does", () => {
  for (
    const [operator, stage] of [["sqrt", "float64"], ["reciprocal", "float64"], ["neg", "unrounded"]] as const
  ) {
    const { proof } = explained(caseOf([single(operator, ["input"])], { input: float32([2], 2, 3) }), 1);
    assert.deepEqual([proof.stage, proof.radius], [stage, undefined]);
  }
});
