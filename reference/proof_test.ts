/**
 * Every element of the default cases of sums, products and correctly rounded operations is proven, and what is moved,
 * selected or compared needs no proof (tolerance.md, section 8); the terms that are listed are the operands' elements.
 */

import assert from "node:assert/strict";
import { draw, families } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import type { ExpectedOutput } from "../graph/expectation.ts";
import type { Graph } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import { type Accumulated, type Factor, termsOf } from "./accumulated.ts";
import { expectationOf } from "./expect.ts";
import { run } from "./interpreter.ts";

/** Functions, normalizations by statistics of their own, and networks: up to one element in a million may stay unproven. */
const others = [
  ...["cos", "elu", "erf", "exp", "gelu", "log", "pow", "sigmoid", "sin", "softplus", "tan", "tanh"],
  ...["instanceNormalization", "layerNormalization", "reduceLogSum", "reduceLogSumExp", "softmax"],
  ...["gru", "gruCell", "lstm", "lstmCell"],
];

function* casesOf(operator: string): Generator<Case> {
  for (const { build } of draw({ filters: [`${operator}/**`], seed: "proof" })) {
    const testCase = build();
    if (testCase.graph.nodes.length === 1) yield testCase;
  }
}

/** The outputs of both data sets, each once. */
function outputsOf(testCase: Case): ExpectedOutput[] {
  const { outputs, secondOutputs } = expectationOf(testCase, profiles.ieee);
  return [...new Set([outputs, secondOutputs])].flatMap((each) => [...each.values()]);
}

for (const { operator } of families.filter(({ operator }) => !others.includes(operator))) {
  Deno.test(`every element of the default cases of ${operator} is proven`, () => {
    for (const testCase of casesOf(operator)) {
      for (const { proof, value } of outputsOf(testCase)) {
        assert.ok(proof, testCase.id);
        const { unrounded, float64, pairs, exact, unproven } = proof;
        assert.deepEqual(unproven, [], testCase.id);
        assert.equal(unrounded + float64 + pairs + exact, value.length, testCase.id);
      }
    }
  });
}

/** Operators whose elements are made of terms. */
const accumulating = [
  ...[
    "averagePool",
    "averagePool2d",
    "conv",
    "conv2d",
    "convTranspose",
    "convTranspose2d",
    "cumulativeSum",
    "gemm",
  ],
  ...["l2Pool", "l2Pool2d", "matmul", "reduceL1", "reduceL2", "reduceMean", "reduceProduct", "reduceSum"],
  ...["reduceSumSquare", "resample", "resample2d"],
];

/** The number that a listed factor must be. */
function elementOf(factor: Factor, { operands, nodes: [node] }: Graph, inputs: Case["inputs"]): number {
  const { argument, position, value } = factor;
  if (position === undefined) {
    return argument === "weight" ? value : Math.fround(Number(node.options[argument]));
  }
  const name = node.operands[argument] as string, operand = operands.get(name)!;
  const tensor = operand.kind === "constant" || operand.kind === "constantTensor"
    ? operand.tensor
    : inputs.get(name)!;
  const element = Number(tensor.data[position]);
  return node.operator === "reduceL1" ? Math.abs(element) : element;
}

function valueOf(accumulated: Accumulated): number {
  const { divisor = 1, root } = accumulated;
  let sum = 0;
  for (const { product } of termsOf(accumulated)) sum += product;
  return root ? Math.sqrt(sum) : sum / divisor;
}

for (const operator of accumulating) {
  Deno.test(`the terms of ${operator} are elements of its operands, and make its values`, () => {
    let listed = 0;
    for (const { id, graph, inputs } of casesOf(operator)) {
      const { result, descriptor } = run(graph, inputs, profiles.ieee).get(graph.outputs[0])!;
      if (result.rounding === "none" || !descriptor.dataType.startsWith("float")) continue;
      const count = result.v.length;
      for (let i = 0; i < count; i += Math.ceil(count / 7)) {
        const accumulated = result.listTerms!(i);
        let steps = 8, size = 0;
        for (const { factors, product } of termsOf(accumulated)) {
          for (const factor of factors) {
            const isScalar = factor.argument === "alpha" || factor.argument === "beta";
            if (isScalar && descriptor.dataType === "float16") continue;
            assert.equal(factor.value, elementOf(factor, graph, inputs), `${id} [${i}]`);
          }
          listed++, steps += factors.length + 1, size += Math.abs(product);
        }
        const { v } = result, { divisor = 1, root } = accumulated;
        if (Number(v[i]) - Number(v[i]) !== 0) continue;
        const scale = root ? Math.sqrt(size) : size / divisor;
        assert.ok(
          Math.abs(valueOf(accumulated) - Number(v[i])) <= steps * 2 ** -52 * scale,
          `${id} [${i}]: ${valueOf(accumulated)} for ${v[i]}`,
        );
      }
    }
    assert.ok(listed > 100, `${listed} terms`);
  });
}
