import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { createElements, type FloatType } from "../graph/data_type.ts";
import { type Expectation, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { countsInStatistics, momentsOf } from "./statistics.ts";

const u = 2 ** -24;

/** A case of one node with an operand, and of `dataKind`. */
function testCase(
  operator: string,
  dataKind?: string,
  operand = "input",
): Pick<Case, "graph" | "provenance"> {
  const node = { operator, operands: { [operand]: "x" }, options: {}, outputs: ["y"] };
  return {
    graph: { operands: new Map(), nodes: [node], outputs: ["y"] },
    provenance: { source: "", dataKind },
  };
}

/** An expected output of `exact` values, of 64 terms of magnitude 1 / 64 each. */
function expectedOutput(
  dataType: FloatType,
  exact: readonly number[],
  rest: Partial<ExpectedOutput> = {},
): ExpectedOutput {
  const value = createElements(dataType, exact.length);
  value.set(exact);
  const length = exact.length;
  return {
    dataType,
    shape: [length],
    value,
    exact: Float64Array.from(exact),
    lo: Float64Array.from(exact, (x) => x - 1),
    hi: Float64Array.from(exact, (x) => x + 1),
    n: new Int32Array(length).fill(64),
    S: new Float64Array(length).fill(1),
    ...rest,
  };
}

function moments(
  output: ExpectedOutput,
  actual: readonly number[],
  {
    operator = "matmul",
    dataKind = "normal",
    profile = "ieee" as Expectation["profile"],
    operand = "input",
  } = {},
) {
  const data = createElements(output.dataType as FloatType, actual.length);
  data.set(actual);
  const dispatch = new Map([["y", { dataType: output.dataType, shape: [actual.length], data }]]);
  const nothing = new Map();
  return momentsOf(
    testCase(operator, dataKind, operand),
    [dispatch, nothing, dispatch],
    { profile, outputs: new Map([["y", output]]), secondOutputs: nothing },
  );
}

Deno.test("momentsOf() adds up errors in units of u·S, pool by pool", () => {
  const S = Float64Array.of(1, 2, 1, 1), n = Int32Array.of(64, 127, 128, 64);
  const output = expectedOutput("float32", [0.25, 0.5, 0.5, 0], { S, n });
  assert.deepEqual(moments(output, [0.25 + 3 * u, 0.5 - 4 * u, 0.5 + 8 * u, 0]), [
    { pool: "matmul/float32/signed.n64", count: 3, terms: 255, sum: 1, squares: 13, narrow: 0 },
    { pool: "matmul/float32/signed.n128", count: 1, terms: 128, sum: 8, squares: 64, narrow: 0 },
  ]);
});

Deno.test("momentsOf() counts the elements of both data sets", () => {
  const output = expectedOutput("float32", [0.25]);
  const y = { dataType: "float32" as const, shape: [1], data: Float32Array.of(0.25 + u) };
  const outputs = new Map([["y", output]]), dispatch = new Map([["y", y]]);
  const expectation: Expectation = { profile: "ieee", outputs, secondOutputs: outputs };
  const [{ count, sum }] = momentsOf(
    testCase("matmul", "normal"),
    [dispatch, dispatch, dispatch],
    expectation,
  );
  assert.deepEqual([count, sum], [2, 2]);
});

Deno.test("momentsOf() leaves out what has no error of its own: exact, open, without terms, infinite", () => {
  const exact = [0, 1, 2, 3, 4, 5];
  const output = expectedOutput("float32", exact, {
    lo: Float64Array.of(0, 0, 0, 0, 0, 0),
    hi: Float64Array.of(0, 9, 9, 9, 9, 9),
    flags: Uint8Array.of(0, Flag.any, 0, 0, 0, 0),
    S: Float64Array.of(1, 1, 0, 1, 1, 1),
    alternatives: [{
      answer: "b",
      positions: Uint32Array.of(3),
      lo: Float64Array.of(7),
      hi: Float64Array.of(7),
    }],
  });
  assert.deepEqual(
    moments(output, [0, 1, 2, 7, Infinity, 5 + 2 ** -21]).map(({ count, sum }) => [count, sum]),
    [
      [1, 8],
    ],
  );
});

Deno.test("momentsOf() counts float32 results in fewer bits than their right values, and right float16 results", () => {
  const third = Math.fround(1 / 3);
  const single = expectedOutput("float32", [third, third, 0.5]);
  assert.equal(moments(single, [Math.f16round(third), third, 0.5])[0].narrow, 1);
  const half = expectedOutput("float16", [1 / 3, 1 / 3, 1 / 3]);
  assert.equal(moments(half, [1 / 3, 0.3335, 0.333])[0].right, 1);
});

Deno.test("momentsOf() takes the unit roundoff of the profile's accumulator", () => {
  const output = expectedOutput("float16", [1]);
  const [ieee] = moments(output, [1 + 2 ** -10]);
  const [narrow] = moments(output, [1 + 2 ** -10], { profile: "webgpu-f16" });
  assert.deepEqual([ieee.sum, narrow.sum], [2 ** 14, 2]);
});

Deno.test("momentsOf() takes sums of independent terms only, and magnitudes as positive whatever the data", () => {
  const output = expectedOutput("float32", [0.25]);
  const pools = (operator: string, dataKind?: string) =>
    moments(output, [0.25], { operator, dataKind }).map(({ pool }) => pool);
  assert.deepEqual(pools("reduceSum", "uniform"), ["reduceSum/float32/signed.n64"]);
  assert.deepEqual(pools("reduceSum", "positive"), ["reduceSum/float32/positive.n64"]);
  assert.deepEqual(pools("reduceL1", "uniform"), ["reduceL1/float32/positive.n64"]);
  assert.deepEqual(pools("reduceSum", "cancellation"), []);
  assert.deepEqual(pools("cumulativeSum", "uniform"), ["cumulativeSum/float32/signed.n64"]);
  assert.deepEqual(pools("reduceL2", "uniform"), ["reduceL2/float32/norm.n64"]);
  assert.deepEqual(pools("toString", "valueOf"), []);
});

Deno.test("momentsOf() counts one sum of a row in each range of n where sums share their terms", () => {
  const n = Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const output = expectedOutput("float32", Array.from(n, () => 0.25), { n });
  const counts = (operator: string) =>
    moments(output, Array.from(n, () => 0.25 + u), { operator }).map(({ terms, count }) => [terms, count]);
  assert.deepEqual(counts("cumulativeSum"), [[1, 1], [2, 1], [4, 1], [8, 1]]);
  assert.deepEqual(counts("reduceSum"), [[1, 1], [5, 2], [22, 4], [8, 1]]);
});

Deno.test("momentsOf() measures a norm's error in units of u times the norm", () => {
  const output = expectedOutput("float32", [0.25], { S: undefined });
  assert.equal(moments(output, [0.25 + 2 * u], { operator: "reduceL2" })[0].sum, 8);
  assert.deepEqual(moments(output, [0.25 + 2 * u], { operator: "reduceSum" }), []);
});

Deno.test("momentsOf() takes no sums of terms of both signs that a bias is added to", () => {
  const output = expectedOutput("float32", [0.25]);
  const pools = (operand: string, dataKind: string) =>
    moments(output, [0.25], { operator: "conv2d", dataKind, operand }).map(({ pool }) => pool);
  assert.deepEqual(pools("bias", "normal"), []);
  assert.deepEqual(pools("c", "normal"), []);
  assert.deepEqual(pools("bias", "positive"), ["conv2d/float32/positive.n64"]);
  assert.deepEqual(pools("input", "normal"), ["conv2d/float32/signed.n64"]);
});

Deno.test("countsInStatistics() leaves out answers that are wrong for another cause than accuracy", () => {
  assert.ok(countsInStatistics({ verdict: "pass" }));
  assert.ok(countsInStatistics({ verdict: "fail", cause: "accuracy" }));
  assert.ok(!countsInStatistics({ verdict: "fail", cause: "value" }));
  assert.ok(!countsInStatistics({ verdict: "flaky" }));
});
