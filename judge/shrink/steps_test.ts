import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { Node, Operand } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount, rowMajorStrides, type Tensor } from "../../graph/tensor.ts";
import { expectationOf } from "../../reference/expect.ts";
import { validate } from "../../reference/validate.ts";
import { operandElements } from "../graph_text.ts";
import { type Candidate, tensorOf } from "./candidate.ts";
import { fewerNodes, fewerOutputs } from "./nodes.ts";
import { fewerOperands, oneDataSet } from "./operands.ts";
import { fewerOptions } from "./options.ts";
import { fewerAxes, oneAxis } from "./ranks.ts";
import { smallerSizes } from "./sizes.ts";
import { shrinkSteps } from "./steps.ts";
import { oneLarge, plainerData } from "./values.ts";

/** float32 elements that are all different. */
function ramp(shape: readonly number[]): Tensor {
  const data = Float32Array.from({ length: elementCount(shape) }, (_, i) => (i * 7 % 31 - 15) / 4);
  return { dataType: "float32", shape, data };
}

function caseOf(nodes: readonly Node[], tensors: Readonly<Record<string, Tensor>>, outputs = ["y"]): Case {
  const inputs = new Map(Object.entries(tensors));
  const operands = new Map([...inputs].map(([name, { dataType, shape }]): [string, Operand] => {
    return [name, { kind: "input", dataType, shape }];
  }));
  const secondInputs = new Map([...inputs].map(([name, tensor]) => [
    name,
    { ...tensor, data: tensor.data.toReversed() as Tensor["data"] },
  ]));
  const graph = { operands, nodes, outputs };
  return { id: "a/b/float32/c-0", graph, inputs, secondInputs, provenance: { source: "test" } };
}

const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

const convolution = caseOf([{
  operator: "conv2d",
  operands: named(["input", "filter", "bias"]),
  options: {
    inputLayout: "nhwc",
    filterLayout: "ohwi",
    padding: [1, 2, 0, 3],
    strides: [2, 1],
    dilations: [1, 2],
    groups: 2,
  },
  outputs: ["y"],
}], { input: ramp([2, 5, 6, 4]), filter: ramp([6, 2, 3, 2]), bias: ramp([6]) });

const recurrent = caseOf([{
  operator: "lstm",
  operands: {
    ...named(["input", "weight", "recurrentWeight", "bias", "peepholeWeight", "initialHiddenState"]),
  },
  options: { steps: 3, hiddenSize: 5, direction: "both", returnSequence: true },
  outputs: ["y", "cells", "sequence"],
}], {
  input: ramp([3, 2, 4]),
  weight: ramp([2, 20, 4]),
  recurrentWeight: ramp([2, 20, 5]),
  bias: ramp([2, 20]),
  peepholeWeight: ramp([2, 15]),
  initialHiddenState: ramp([2, 2, 5]),
}, ["y", "sequence"]);

const several = caseOf([
  { operator: "abs", operands: { input: "x" }, options: {}, outputs: ["positive"] },
  { operator: "reduceSum", operands: { input: "positive" }, options: { axes: [1] }, outputs: ["sums"] },
  { operator: "linear", operands: { input: "sums" }, options: { alpha: 3, beta: 0.5 }, outputs: ["y"] },
], { x: ramp([4, 5]) });

const find = (candidates: Iterable<Candidate>, what: RegExp | string): Case => {
  for (const candidate of candidates) {
    const isMeant = typeof what === "string" ? candidate.what === what : what.test(candidate.what);
    if (isMeant) return candidate.case;
  }
  throw new Error(`no candidate is ${what}`);
};

for (const [name, testCase] of Object.entries({ convolution, recurrent, several })) {
  Deno.test(`every candidate of ${name} is valid, has data that fit, and no more elements`, () => {
    let count = 0;
    for (const { name, step } of shrinkSteps) {
      for (const candidate of [...step(testCase)].slice(0, 150)) {
        count++;
        const { graph, inputs, secondInputs } = candidate.case;
        validate(graph);
        for (const [name, operand] of graph.operands) {
          const tensor = tensorOf(candidate.case, name)!;
          const { shape } = operand as Extract<Operand, { kind: "input" }>;
          assert.deepEqual(tensor.shape, shape);
          assert.equal(tensor.data.length, elementCount(shape));
          assert.deepEqual(secondInputs.get(name)!.shape, shape);
        }
        assert.deepEqual([...inputs.keys()], [...graph.operands.keys()]);
        if (name !== "nodes") assert.ok(operandElements(candidate.case) <= operandElements(testCase));
      }
    }
    assert.ok(count > 30);
  });
}

Deno.test("smallerSizes() shrinks what hangs together: channels with their filters, a hidden size with all weights", () => {
  const channels = find(smallerSizes(convolution), /^axis 3 of input, .*: 4 to 2$/);
  const { shape } = tensorOf(channels, "input")!;
  assert.equal(shape[3], 2);
  const hidden = find(smallerSizes(recurrent), /hiddenSize.*: 5 to 1$/);
  assert.deepEqual(hidden.graph.nodes[0].options.hiddenSize, 1);
  assert.deepEqual(tensorOf(hidden, "weight")!.shape, [2, 4, 4]);
  assert.deepEqual(tensorOf(hidden, "peepholeWeight")!.shape, [2, 3]);
});

Deno.test("smallerSizes() keeps the beginning of the data, then the end", () => {
  const testCase = caseOf([{ operator: "neg", operands: { input: "x" }, options: {}, outputs: ["y"] }], {
    x: { dataType: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  });
  assert.deepEqual(
    find(smallerSizes(testCase), "axis 1 of x: 2 to 1").inputs.get("x")!.data,
    Float32Array.of(1, 3),
  );
  const end = find(smallerSizes(testCase), "axis 1 of x: 2 to 1, the end kept");
  assert.deepEqual(end.inputs.get("x")!.data, Float32Array.of(2, 4));
});

Deno.test("fewerOptions() turns the data when it leaves a layout out, so that the answer is the same, turned", () => {
  const values = (testCase: Case) => {
    const { shape, value } = expectationOf(testCase, profiles.ieee).outputs.get("y")!;
    return { value, strides: rowMajorStrides(shape), shape };
  };
  const turned = values(find(fewerOptions(convolution), "without inputLayout, the data turned"));
  const given = values(convolution);
  const [n, h, w, c] = given.shape;
  assert.deepEqual(turned.shape, [n, c, h, w]);
  for (let i = 0; i < given.value.length; i++) {
    const [a, b, d, e] = given.strides.map((stride, axis) => Math.floor(i / stride) % given.shape[axis]);
    const at = [a, e, b, d].reduce((sum, index, axis) => sum + index * turned.strides[axis], 0);
    assert.equal(turned.value[at], given.value[i]);
  }
  const filters = values(find(fewerOptions(convolution), "without filterLayout, the data turned"));
  assert.deepEqual(filters.value, given.value);
});

Deno.test("fewerOperands() leaves out what may be absent, and nothing else", () => {
  assert.deepEqual([...fewerOperands(convolution)].map(({ what }) => what), ["without bias"]);
});

Deno.test("oneDataSet() makes both data sets one, the first or the second", () => {
  const [first, second] = [...oneDataSet(several)].map((candidate) => candidate.case);
  assert.equal(first.secondInputs, first.inputs);
  assert.deepEqual(first.inputs, several.inputs);
  assert.equal(second.secondInputs, second.inputs);
  assert.deepEqual(second.inputs, several.secondInputs);
  assert.deepEqual([...oneDataSet(first)], []);
});

Deno.test("fewerNodes() gives a node alone the values that the reference computes for its operands", () => {
  const last = find(fewerNodes(several), /^node 3, linear, alone$/);
  assert.equal(last.graph.nodes.length, 1);
  const sums = expectationOf({ ...several, graph: { ...several.graph, outputs: ["sums"] } }, profiles.ieee);
  assert.deepEqual(last.inputs.get("sums")!.data, sums.outputs.get("sums")!.value);
  assert.deepEqual(last.secondInputs.get("sums")!.data, sums.secondOutputs.get("sums")!.value);
  const [expected, alone] = [several, last].map((each) =>
    expectationOf(each, profiles.ieee).outputs.get("y")!
  );
  assert.deepEqual(alone.value, expected.value);
});

Deno.test("fewerOutputs() asks for one output, and for no more nodes than it needs", () => {
  const both = { ...several, graph: { ...several.graph, outputs: ["y", "positive"] } };
  const one = find(fewerOutputs(both), "output positive alone");
  assert.deepEqual(one.graph.nodes.map(({ operator }) => operator), ["abs"]);
});

Deno.test("fewerAxes() leaves out axes of size 1, and counts the options' axes again", () => {
  const node = { operator: "argMax", operands: { input: "x" }, options: { axis: 1 }, outputs: ["y"] };
  const testCase = caseOf([node], { x: ramp([1, 3, 1]) });
  const smaller = find(fewerAxes(testCase), "without axis 0 of x, options too");
  assert.deepEqual(smaller.inputs.get("x")!.shape, [3, 1]);
  assert.equal(smaller.graph.nodes[0].options.axis, 0);
  assert.deepEqual(find(fewerAxes(testCase), "without axis 2 of x").inputs.get("x")!.shape, [1, 3]);
});

Deno.test("plainerData() comes to an end whatever fails, at zeros if everything does", () => {
  let zeros = several;
  for (let next = first(zeros); next; next = first(zeros)) zeros = next;
  assert.ok(
    [...zeros.inputs.values(), ...zeros.secondInputs.values()].every(({ data }) =>
      data.every((x) => x === 0)
    ),
  );
  let last = several, rounds = 0;
  for (let next = lastOf(last); next; next = lastOf(last)) {
    assert.ok(++rounds < 2000, "data become plainer for ever");
    last = next;
  }

  function first(testCase: Case): Case | undefined {
    for (const candidate of plainerData(testCase)) return candidate.case;
  }
  function lastOf(testCase: Case): Case | undefined {
    return [...plainerData(testCase)].at(-1)?.case;
  }
});

const integers = caseOf([
  {
    operator: "reduceSum",
    operands: { input: "x" },
    options: { axes: [0, 1], keepDimensions: true },
    outputs: ["y"],
  },
], {
  x: { dataType: "int64", shape: [2, 3], data: BigInt64Array.of(0n, 7n, 0n, -5n, 123456789012345n, 9n) },
});

Deno.test("oneAxis() gives operands one axis, and options that name axes that one or none", () => {
  const free = find(oneAxis(integers), "one axis");
  assert.deepEqual(free.graph.nodes[0].options, { keepDimensions: true });
  assert.deepEqual(tensorOf(free, "x")!.shape, [6]);
  assert.deepEqual(tensorOf(free, "x")!.data, tensorOf(integers, "x")!.data);
  const named = find(oneAxis(integers), "one axis, named");
  assert.deepEqual(named.graph.nodes[0].options, { keepDimensions: true, axes: [0] });
  assert.deepEqual([...oneAxis(free)], []);
});

Deno.test("oneLarge() puts a power of two that swallows 1 beside 1, in the places that were not zero", () => {
  const large = find(oneLarge(integers), "x 2^53 and 1");
  assert.deepEqual(tensorOf(large, "x")!.data, BigInt64Array.of(2n ** 53n, 1n, 0n, 0n, 0n, 0n));
  const ones = find(oneLarge(caseOf(integers.graph.nodes, { x: ramp([2, 3]) })), "x -2^24 and ones");
  assert.deepEqual(tensorOf(ones, "x")!.data, Float32Array.of(-(2 ** 24), 1, 1, 1, 1, 1));
  assert.deepEqual([...oneLarge(large)].map(({ what }) => what), []);
});

Deno.test("plainerData() moves what is not zero to the beginning, and tries powers of two with a bit more", () => {
  const moved = find(plainerData(integers), "what is not zero of x at the beginning");
  assert.deepEqual(tensorOf(moved, "x")!.data, BigInt64Array.of(7n, -5n, 123456789012345n, 9n, 0n, 0n));
  const plain = find(plainerData(integers), "x 2^53 + 1 at 4");
  assert.equal(tensorOf(plain, "x")!.data[4], 2n ** 53n + 1n);
});
