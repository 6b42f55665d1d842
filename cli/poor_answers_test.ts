/** No backend gets through with an answer of zeros, or of NaN: what data is worth says the judge. */

import assert from "node:assert/strict";
import type { Outputs } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { isFloat } from "../graph/data_type.ts";
import type { ExpectedOutputs } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { digestSeed } from "../generators/digest.ts";
import { descriptorOf } from "../generators/family.ts";
import { draw } from "../generators/mod.ts";
import { judge } from "../judge/judge.ts";
import { expectationOf } from "../reference/expect.ts";

/** Groups for which zeros are right too often, and why. */
const zeroGroups: Readonly<Record<string, string>> = {
  "averagePool/3-axes": "what a window wholly in padding averages is open (Q9)",
  "averagePool2d/asymmetric-padding": "what a window wholly in padding averages is open (Q9)",
  "erf/subnormal-values": "the bound of erf is wider than a subnormal number of float32",
  "gemm/no-c": "alpha is 0 in one case of five, and there is nothing to add",
  "graph/normalization-gelu": "a plane of one element is its own mean",
  "hardSigmoid/scalars": "with alpha 0 or negative and beta not positive, the line is clamped to 0",
  "hardSigmoid/tensors": "with alpha 0 or negative and beta not positive, the line is clamped to 0",
  "l2Pool/3-axes": "the norm of a window wholly in padding is 0 or open (Q9)",
  "l2Pool2d/asymmetric-padding": "the norm of a window wholly in padding is 0 or open (Q9)",
  "l2Pool2d/equal-padding": "the norm of a window wholly in padding is 0 or open (Q9)",
  "layerNormalization/rank-6-axes": "without axes every element is its own mean",
  "layerNormalization/scalars": "one element is its own mean",
  "layerNormalization/vectors": "one element is its own mean, and so is each without axes",
  "maxPool2d/asymmetric-padding": "the maximum of a window wholly in padding is open (Q3)",
  "maxPool2d/equal-padding": "the maximum of a window wholly in padding is open (Q3)",
  "maxPool2d/whole-numbers": "the maximum of a window wholly in padding is open (Q3)",
  "reduceMin/vectors": "the least of unsigned numbers is often 0",
  "relu/scalars": "relu of a negative number is 0",
  "roundEven/subnormal-values": "numbers below a half are rounded to 0",
  "tanh/subnormal-values": "the bound of tanh is wider than a subnormal number of float32",
  "triangular/matrices": "a triangle beyond the matrix keeps nothing",
};

/** The same for NaN. */
const nanGroups: Readonly<Record<string, string>> = {
  "averagePool/3-axes": zeroGroups["averagePool/3-axes"],
  "averagePool2d/asymmetric-padding": zeroGroups["averagePool2d/asymmetric-padding"],
  "clamp/nan-bounds": "a bound that is NaN makes every element NaN (Q8)",
};

const poor = [
  { value: 0, word: "zeros", groups: zeroGroups, isExcused: alongOne },
  { value: NaN, word: "NaN", groups: nanGroups, isExcused: hasSingleNaN },
];

for (const { value, word, groups, isExcused } of poor) {
  Deno.test(`an answer of ${word} fails nine cases of ten in every group`, () => {
    const passed = new Map<string, string[]>();
    const asked = new Map<string, number>();
    for (const { id, operator, group, build } of draw({ seed: digestSeed })) {
      const testCase = build();
      if (testCase.invalid || isExcused(testCase)) continue;
      const expectation = expectationOf(testCase, profiles.ieee);
      const { outputs, secondOutputs } = expectation;
      const floats = [...outputs.values()].every(({ dataType }) => isFloat(dataType));
      if (Number.isNaN(value) && !floats) continue;
      const [first, second] = [outputs, secondOutputs].map((expected) => filled(expected, value));
      const { verdict } = judge({ id, kind: "outputs", dispatches: [first, second, first] }, expectation);
      const key = `${operator}/${group}`;
      asked.set(key, (asked.get(key) ?? 0) + 1);
      if (verdict !== "fail") passed.set(key, [...passed.get(key) ?? [], id]);
    }
    const poorGroups: string[] = [];
    for (const [key, ids] of passed) {
      const count = asked.get(key)!;
      // one case of a group of five to nine may be poor
      const most = Math.max(Math.floor(count / 10), count < 5 ? 0 : 1);
      if (ids.length > most && !(key in groups)) {
        poorGroups.push(`${ids.length} of ${count}: ${ids.join(" ")}`);
      }
    }
    assert.deepEqual(poorGroups, []);
    assert.deepEqual(Object.keys(groups).filter((key) => !passed.has(key)), [], "these need no excuse");
  });
}

function filled(expected: ExpectedOutputs, value: number): Outputs {
  return new Map(
    [...expected].map(([name, { dataType, shape, value: right }]) => {
      const data = right.slice();
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(0n);
      else data.fill(value);
      return [name, { dataType, shape, data }];
    }),
  );
}

/** Along an axis of 1, argMin and argMax are 0. */
function alongOne({ graph }: Case): boolean {
  const [{ operator, options }] = graph.nodes;
  return operator.startsWith("arg") && descriptorOf(graph, "input").shape[Number(options.axis)] === 1;
}

/** A single NaN makes every element of most answers NaN. */
function hasSingleNaN({ graph, inputs }: Case): boolean {
  return [...graph.operands].some(([name, operand]) => {
    const data = operand.kind === "constant" ? operand.tensor.data : inputs.get(name)?.data;
    return data?.length === 1 && Number.isNaN(data[0]);
  });
}
