/** Backends that index wrongly fail the default cases (tolerance.md, section 9, "indexing"). */

import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { draw } from "../generators/mod.ts";
import { judge } from "../judge/judge.ts";
import { expectationOf } from "../reference/expect.ts";
import { ValidationError } from "../reference/validation_error.ts";
import { answerOf, list, type Options, withOptions, withTensor } from "./_mutations.ts";

/** The case with other indices. */
function withIndices(testCase: Case, change: (data: Tensor["data"]) => Tensor["data"]): Case {
  return withTensor(testCase, "indices", (tensor) => ({ ...tensor, data: change(tensor.data) }));
}

/** Negative indices read as 0. */
function clamped(data: Tensor["data"]): Tensor["data"] {
  if (data instanceof BigInt64Array) return data.map((index) => index < 0n ? 0n : index);
  return data instanceof Int32Array ? data.map((index) => Math.max(index, 0)) : data;
}

const nextAxis = ({ axis = 0 }: Options, { length }: readonly number[]) => ({
  axis: (Number(axis) + 1) % length,
});

const mutants: Readonly<Record<string, [operator: string, wrong: (testCase: Case) => Case]>> = {
  "gather: another axis": ["gather", (each) => withOptions(each, nextAxis)],
  "gather: negative index read as 0": ["gather", (each) => withIndices(each, clamped)],
  "gatherElements: another axis": ["gatherElements", (each) => withOptions(each, nextAxis)],
  "gatherElements: negative index read as 0": ["gatherElements", (each) => withIndices(each, clamped)],
  "gatherND: negative index read as 0": ["gatherND", (each) => withIndices(each, clamped)],
  "gatherND: coordinates reversed": ["gatherND", (each) => withIndices(each, (data) => data.toReversed())],
  "scatterElements: another axis": ["scatterElements", (each) => withOptions(each, nextAxis)],
  "scatterElements: negative index read as 0": ["scatterElements", (each) => withIndices(each, clamped)],
  "scatterND: negative index read as 0": ["scatterND", (each) => withIndices(each, clamped)],
  "reverse: all axes but those given": ["reverse", (each) =>
    withOptions(each, ({ axes }, shape) => ({
      axes: shape.map((_, axis) => axis).filter((axis) =>
        !(axes === undefined ? shape.map((_, i) => i) : list(axes)).includes(axis)
      ),
    }))],
  "slice: strides ignored, the size kept": [
    "slice",
    (each) =>
      withOptions(each, ({ sizes, strides = list(sizes).map(() => 1) }) => ({
        sizes: list(sizes).map((size, axis) => Math.ceil(size / list(strides)[axis])),
        strides: list(sizes).map(() => 1),
      })),
  ],
  "slice: begins at 0": [
    "slice",
    (each) => withOptions(each, ({ starts }) => ({ starts: list(starts).map(() => 0) })),
  ],
  "slice: one stride less at the end": [
    "slice",
    (each) =>
      withOptions(each, ({ sizes, strides = list(sizes).map(() => 1) }) => ({
        sizes: list(sizes).map((size, axis) => Math.max(1, size - size % list(strides)[axis])),
      })),
  ],
  "split: parts in reverse": [
    "split",
    (each) =>
      withOptions(
        each,
        ({ splits }) => ({ splits: typeof splits === "number" ? splits : list(splits).toReversed() }),
      ),
  ],
  "tile: repetitions in reverse": [
    "tile",
    (each) => withOptions(each, ({ repetitions }) => ({ repetitions: list(repetitions).toReversed() })),
  ],
  "triangular: the other part": [
    "triangular",
    (each) => withOptions(each, ({ upper = true }) => ({ upper: !upper })),
  ],
  "triangular: the diagonal negated": [
    "triangular",
    (each) =>
      withOptions(each, ({ diagonal = 0 }) => ({ diagonal: Math.min(-Number(diagonal), 2 ** 31 - 1) })),
  ],
};

for (const [what, [operator, wrong]] of Object.entries(mutants)) {
  Deno.test(`default cases catch ${what}`, () => {
    let caught = 0;
    for (const drawn of draw({ filters: [`${operator}/**`], seed: "webnn-cts" })) {
      const testCase = drawn.build();
      const expectation = expectationOf(testCase, profiles.ieee);
      assert.equal(judge(answerOf(expectation), expectation).verdict, "pass", drawn.id);
      try {
        const { verdict } = judge(answerOf(expectationOf(wrong(testCase), profiles.ieee)), expectation);
        if (verdict === "fail") caught++;
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
      }
    }
    assert.ok(caught >= 2, `${caught} cases fail`);
  });
}
