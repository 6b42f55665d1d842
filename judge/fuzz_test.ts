import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Answer } from "../graph/answer.ts";
import {
  createElements,
  type DataType,
  dataTypes,
  integerRange,
  isFloat,
  isInt64,
} from "../graph/data_type.ts";
import type { Expectation, ExpectedOutput } from "../graph/expectation.ts";
import type { Tensor } from "../graph/tensor.ts";
import { answer, expectation, expected, vector } from "./_testing.ts";
import { judge } from "./judge.ts";
import { verdicts } from "./verdict.ts";

const anyScalar = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1, -1, 65504, NaN, Infinity, -Infinity),
  fc.integer(),
);
const dataType = fc.constantFrom(...dataTypes);

function fill(type: DataType, values: readonly number[]): Tensor {
  return vector(type, values.map((x) => isInt64(type) ? BigInt(Number.isFinite(x) ? Math.trunc(x) : 0) : x));
}

const tensor: fc.Arbitrary<Tensor> = fc.record({
  type: dataType,
  stored: dataType,
  values: fc.array(anyScalar, { maxLength: 6 }),
  shape: fc.option(fc.array(fc.nat(4), { maxLength: 3 }), { nil: undefined }),
  honest: fc.boolean(),
}).map(({ type, stored, values, shape, honest }) => {
  const honestTensor = fill(type, values);
  if (honest) return honestTensor;
  return { dataType: type, shape: shape ?? [values.length], data: fill(stored, values).data };
});

const boundsOf = (type: DataType, values: readonly number[]) => {
  if (!isInt64(type)) return Float64Array.from(values);
  const whole = fill(type, values).data;
  return whole as BigInt64Array | BigUint64Array;
};

const output: fc.Arbitrary<ExpectedOutput> = fc.record({
  type: dataType,
  rows: fc.array(fc.tuple(anyScalar, anyScalar, anyScalar, fc.nat(255)), { maxLength: 6 }),
  flagged: fc.boolean(),
  alternatives: fc.array(
    fc.record({
      question: fc.constantFrom("Q1", "Q4", undefined),
      answer: fc.constantFrom("b", "c"),
      rows: fc.array(fc.tuple(fc.nat(6), anyScalar, anyScalar), { maxLength: 4 }),
    }),
    { maxLength: 3 },
  ),
}).map(({ type, rows, flagged, alternatives }) => ({
  dataType: type,
  shape: [rows.length],
  value: fill(type, rows.map(([value]) => value)).data,
  lo: boundsOf(type, rows.map(([, lo]) => lo)),
  hi: boundsOf(type, rows.map(([, , hi]) => hi)),
  flags: flagged ? Uint8Array.from(rows.map(([, , , flags]) => flags)) : undefined,
  alternatives: alternatives.map(({ question, answer, rows }) => ({
    question,
    answer,
    positions: Uint32Array.from(rows.map(([position]) => position)),
    lo: boundsOf(type, rows.map(([, lo]) => lo)),
    hi: boundsOf(type, rows.map(([, , hi]) => hi)),
  })),
}));

const outputs = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Map<string, T>> =>
  fc.array(fc.tuple(fc.constantFrom("y", "z", "__proto__"), value), { maxLength: 2 }).map((rows) =>
    new Map(rows)
  );

Deno.test("judge() never throws, whatever is answered and expected", () => {
  const anyAnswer: fc.Arbitrary<Answer> = fc.tuple(outputs(tensor), outputs(tensor), outputs(tensor)).map(
    (dispatches) => ({ id: "x", kind: "outputs", dispatches }),
  );
  const anyExpectation: fc.Arbitrary<Expectation> = fc.record({
    profile: fc.constantFrom("ieee", "webgpu-f16", "reduced-f16"),
    outputs: outputs(output),
    secondOutputs: outputs(output),
  });
  fc.assert(
    fc.property(anyAnswer, anyExpectation, (given, wanted) => {
      ok(verdicts.includes(judge(given, wanted, { wider: () => [wanted] }).verdict));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("judge() never throws for elements of the right shape with bounds of any kind", () => {
  fc.assert(
    fc.property(output, fc.array(anyScalar, { minLength: 6, maxLength: 6 }), (y, values) => {
      const given = fill(y.dataType, values.slice(0, y.value.length));
      ok(verdicts.includes(judge(answer(given), expectation(y), { wider: () => [expectation(y)] }).verdict));
    }),
    { numRuns: 1000 },
  );
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e4, max: 1e4 });

Deno.test("judge() passes the right value, and fails what lies beyond its bounds", () => {
  fc.assert(fc.property(dataType, finite, fc.nat(3), fc.nat(3), (type, x, below, above) => {
    const data = createElements(type, 1);
    const [least, greatest] = isFloat(type) ? [-65504, 65504] : integerRange[type].map(Number);
    const inRange = Math.min(Math.max(isFloat(type) ? x : Math.round(x), least + 9), greatest - 9);
    data[0] = isInt64(type) ? BigInt(Math.round(Math.max(inRange, 9))) : inRange;
    const value = Number(data[0]);
    const scalar = (y: number) => isInt64(type) ? BigInt(Math.round(y)) : y;
    const wanted = expectation(
      expected(type, [[scalar(value), scalar(value - below), scalar(value + above)]]),
    );
    const verdictOf = (y: number) => judge(answer(vector(type, [scalar(y)])), wanted).verdict;
    strictEqual(verdictOf(value), "pass");
    if (type === "int4" || type === "uint4") return;
    const beyond = isFloat(type) ? 40 : 1;
    strictEqual(verdictOf(value + above + beyond), "fail");
    strictEqual(verdictOf(value - below - beyond), "fail");
  }));
});
