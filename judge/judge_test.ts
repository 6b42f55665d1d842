import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Answer } from "../graph/answer.ts";
import { type Alternative, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { answer, bounds, type Element, expectation, expected, vector } from "./_testing.ts";
import { judge } from "./judge.ts";

const one = expectation(expected("float32", [[1, 0.5, 1.5]]));

Deno.test("judge() counts both data sets and names the element nearest to its bounds", () => {
  const verdict = judge(answer(vector("float32", [1.25]), vector("float32", [0.625])), one);
  strictEqual(verdict.verdict, "pass");
  deepStrictEqual([verdict.elements, verdict.failed, verdict.skipped], [2, 0, 0]);
  const { worst } = verdict;
  deepStrictEqual([worst?.output, worst?.index, worst?.actual, worst?.ratio], ["y", [0], 0.625, 0.75]);
  strictEqual(worst?.ulp, 0.375 * 2 ** 24);
});

Deno.test("judge() fails a case for one element of the second dispatch", () => {
  const verdict = judge(answer(vector("float32", [1]), vector("float32", [2])), one);
  deepStrictEqual([verdict.verdict, verdict.cause, verdict.failed], ["fail", "value", 1]);
  match(verdict.message!, /1 of 2 elements are wrong; worst y\[0\]: expected 1 ± 0.500, got 2/);
});

Deno.test("judge() says accuracy where a wider profile admits what failed, and value where none does", () => {
  const wider = expectation(expected("float32", [[1, 0, 2]]), { profile: "webgpu-f16" });
  const narrow = judge(answer(vector("float32", [1.75])), one, { wider: () => [wider] });
  deepStrictEqual([narrow.verdict, narrow.cause], ["fail", "accuracy"]);
  match(narrow.message!, /outside profile ieee, inside webgpu/);
  strictEqual(judge(answer(vector("float32", [2.5])), one, { wider: () => [wider] }).cause, "value");
});

Deno.test("judge() says value where elements are moved or selected, and still names the profile that admits the answer", () => {
  const moved = expectation({ ...expected("float32", [[1]]), isExact: true });
  const wider = { ...one, profile: "webgpu" } as const;
  const verdict = judge(answer(vector("float32", [1.25])), moved, { wider: () => [wider] });
  deepStrictEqual([verdict.cause, verdict.meets], ["value", "webgpu"]);
  match(verdict.message!, /where the answer is exact/);
});

Deno.test("judge() says accuracy where a sum is exact in the claimed profile only", () => {
  const lattice = expectation(expected("float32", [[1]]));
  const wider = { ...one, profile: "reduced-tf32" } as const;
  const verdict = judge(answer(vector("float32", [1.25])), lattice, { wider: () => [wider] });
  deepStrictEqual([verdict.cause, verdict.meets], ["accuracy", "reduced-tf32"]);
});

Deno.test("judge() does not ask for wider profiles while nothing fails", () => {
  let asked = 0;
  judge(answer(vector("float32", [1])), one, { wider: () => (asked++, []) });
  strictEqual(asked, 0);
});

Deno.test("judge() passes what a stricter profile admits, though the claimed one has narrower bounds", () => {
  const stricter = expectation(expected("float32", [[1, 0, 2]]), { profile: "ieee" });
  const claimed = expectation(expected("float32", [[1, 0.5, 1.5]]), { profile: "webgpu" });
  const { verdict, meets } = judge(answer(vector("float32", [1.75])), claimed, {
    stricter: () => [stricter],
  });
  deepStrictEqual([verdict, meets], ["pass", "ieee"]);
});

Deno.test("judge() fails NaN for a finite value, even where a wider profile takes anything", () => {
  const anything = expectation(expected("float32", [[1, 1, 1, Flag.any]]), { profile: "webgpu-f16" });
  const verdict = judge(answer(vector("float32", [NaN])), one, { wider: () => [anything] });
  deepStrictEqual([verdict.verdict, verdict.cause], ["fail", "nan"]);
});

Deno.test("judge() fails a number where NaN is expected", () => {
  const nan = expectation(expected("float32", [[NaN, NaN, NaN, Flag.nan]]));
  strictEqual(judge(answer(vector("float32", [0])), nan).cause, "nan");
  strictEqual(judge(answer(vector("float32", [NaN])), nan).verdict, "pass");
});

Deno.test("judge() lets another of several competing updates win in the third dispatch, and no other value", () => {
  const other = {
    answer: "another update",
    positions: Uint32Array.of(1),
    lo: Float64Array.of(7),
    hi: Float64Array.of(7),
  };
  const third = (y: ExpectedOutput, values: number[]) =>
    judge(answer(vector("int32", [1, 5]), vector("int32", [1, 5]), vector("int32", values)), expectation(y))
      .verdict;
  strictEqual(third(expected("int32", [[1], [5]], [other]), [1, 7]), "flaky", "a tie is no race");
  strictEqual(
    third(expected("int32", [[1], [5]], [{ ...other, question: "Q1", answer: "b" }]), [1, 7]),
    "flaky",
  );
  const raced = expected("int32", [[1], [5]], [{ ...other, question: "Q38", answer: "b", mayVary: true }]);
  strictEqual(third(raced, [1, 7]), "pass");
  strictEqual(third(raced, [1, 6]), "flaky");
  strictEqual(third(raced, [7, 5]), "flaky");
});

Deno.test("judge() calls a third dispatch that differs flaky, -0 from +0 too, and NaN payloads not", () => {
  const zero = expectation(expected("float32", [[0]]));
  const flaky = judge(answer(vector("float32", [0]), vector("float32", [0]), vector("float32", [-0])), zero);
  strictEqual(flaky.verdict, "flaky");
  match(flaky.message!, /y\[0\] was 0 and is -0 when dispatched again/);
  const payload = { ...vector("float32", [0]), data: new Float32Array(Uint32Array.of(0x7fc00001).buffer) };
  const nan = expectation(expected("float32", [[NaN, NaN, NaN, Flag.nan]]));
  strictEqual(judge(answer(vector("float32", [NaN]), undefined, payload), nan).verdict, "pass");
});

Deno.test("judge() tells what is wrong with names, data types, shapes and element counts", () => {
  const y = vector("float32", [1]);
  const outputs = (...entries: [string, typeof y][]): Answer => {
    const dispatch = new Map(entries);
    return { id: "x", kind: "outputs", dispatches: [dispatch, dispatch, dispatch] };
  };
  const rows: [Answer, string, RegExp][] = [
    [outputs(), "shape", /"y" is missing/],
    [outputs(["y", y], ["z", y]), "shape", /"z" was not asked for/],
    [answer(vector("float16", [1])), "type", /is float16\[1\]; expected is float32\[1\]/],
    [answer({ ...y, shape: [1, 1] }), "shape", /is float32\[1,1\]/],
    [answer({ ...y, data: new Float32Array(2) }), "shape", /has 2 elements/],
    [answer({ ...y, data: new Int32Array(1) }), "type", /elements of output "y" are not float32/],
    [answer(y, y, vector("float32", [1, 1])), "shape", /^dispatch 3: /],
  ];
  for (const [given, cause, message] of rows) {
    const verdict = judge(given, one);
    deepStrictEqual([verdict.verdict, verdict.cause], ["fail", cause]);
    match(verdict.message!, message);
  }
});

Deno.test("judge() fails a shape of the same rank and element count", () => {
  const y = vector("float32", [1, 1, 1, 1, 1, 1]);
  const wide = { ...expected("float32", Array.from({ length: 6 }, (): Element => [1])), shape: [2, 3] };
  const transposed = judge(answer({ ...y, shape: [3, 2] }), expectation(wide));
  deepStrictEqual([transposed.verdict, transposed.cause], ["fail", "shape"]);
  strictEqual(judge(answer({ ...y, shape: [2, 3] }), expectation(wide)).verdict, "pass");
});

Deno.test("judge() does not take a wider profile that leaves the case undecided for accuracy", () => {
  const undecided = expectation(expected("float32", [[1, 1, 1, Flag.skip]]), { profile: "webgpu-f16" });
  strictEqual(judge(answer(vector("float32", [2.5])), one, { wider: () => [undecided] }).cause, "value");
});

Deno.test("judge() voids a case with more than 1 % undecided elements, and blames a wider profile for it", () => {
  const elements = (skipped: number): Element[] =>
    Array.from({ length: 100 }, (_, i) => [1, 1, 1, i < skipped ? Flag.skip : 0]);
  const given = answer(vector("float32", new Array(100).fill(1)));
  const fine = judge(given, expectation(expected("float32", elements(1))));
  deepStrictEqual([fine.verdict, fine.elements, fine.skipped], ["pass", 198, 2]);
  const void_ = judge(given, expectation(expected("float32", elements(2))));
  strictEqual(void_.verdict, "error");
  match(void_.message!, /void: the reference leaves 4 of 200 elements undecided/);
  const wide = judge(given, expectation(expected("float32", elements(2)), { profile: "webgpu-f16" }));
  strictEqual(wide.verdict, "unsupported");
  match(wide.message!, /profile webgpu-f16 promises nothing here: .* 4 of 200 elements undecided/);
});

Deno.test("judge() fails a void case for a NaN where a number is right, not where the NaN may be right", () => {
  for (const profile of ["ieee", "webgpu-f16"] as const) {
    const void_ = (flags: number) => expectation(expected("float32", [[1, -9, 9, flags]]), { profile });
    const given = answer(vector("float32", [NaN]));
    const verdict = judge(given, void_(Flag.skip));
    deepStrictEqual(
      [verdict.verdict, verdict.cause, verdict.failed, verdict.elements],
      ["fail", "nan", 2, 2],
    );
    match(
      verdict.message!,
      /^2 of 2 elements are wrong, NaN among them; worst y\[0\]: expected 1 ± 8.00, got NaN$/,
    );
    strictEqual(
      judge(given, void_(Flag.skip | Flag.orNaN)).verdict,
      profile === "ieee" ? "error" : "unsupported",
    );
  }
});

Deno.test("judge() blames the suite for bounds that are NaN or do not fit", () => {
  const y = expected("float32", [[1, NaN, NaN]]);
  const short = { ...expected("float32", [[1]]), lo: new Float64Array(0) };
  const wide = { ...expected("int64", [[1n]]), lo: new Float64Array(1) };
  for (const [broken, dataType] of [[y, "float32"], [short, "float32"], [wide, "int64"]] as const) {
    const verdict = judge(answer(vector(dataType, [dataType === "int64" ? 1n : 1])), expectation(broken));
    strictEqual(verdict.verdict, "error");
    match(verdict.message!, /a defect of the suite, not of the backend/);
  }
});

Deno.test("judge() counts the elements whose bound is wider than an eighth of the value", () => {
  const y = expected("float32", [
    [8, 7, 9],
    [8, 6.9, 9],
    [-8, -9, -6.9],
    [0, -1, 1],
    [0],
    [3, 3, 3, Flag.any],
    [Infinity],
    [NaN, NaN, NaN, Flag.nan],
    [4, 3, 4, Flag.orPositiveInfinity],
  ]);
  const given = answer(vector("float32", [8, 8, -8, 0, 0, 3, Infinity, NaN, 4]));
  const { blunt, elements } = judge(given, expectation(y));
  deepStrictEqual([blunt, elements], [10, 18]);
  strictEqual(
    judge(answer(vector("float32", [1])), expectation(expected("float32", [[1]]))).blunt,
    undefined,
  );
});

Deno.test("judge() judges 64-bit integers beyond 2^53 one apart", () => {
  const big = 2n ** 63n - 1n;
  const whole = expectation(expected("int64", [[big]]));
  strictEqual(judge(answer(vector("int64", [big])), whole).verdict, "pass");
  const verdict = judge(answer(vector("int64", [big - 1n])), whole);
  deepStrictEqual([verdict.cause, verdict.worst?.error, verdict.worst?.ulp], ["value", 1, 1]);
});

const alternative = (
  question: string | undefined,
  letter: string,
  at: number[],
  values: number[],
): Alternative => ({
  question,
  answer: letter,
  positions: Uint32Array.from(at),
  lo: bounds("float32", values),
  hi: bounds("float32", values),
});

Deno.test("judge() passes an alternative and records which answer to the question was taken", () => {
  const y = expected("float32", [[1], [2], [3]], [alternative("Q4", "b", [1, 2], [5, 3])]);
  const answersTo = (values: number[]) => judge(answer(vector("float32", values)), expectation(y));
  deepStrictEqual(answersTo([1, 5, 3]).answers, { Q4: "b" });
  deepStrictEqual(answersTo([1, 2, 3]).answers, { Q4: "a" });
  strictEqual(answersTo([1, 4, 3]).verdict, "fail");
  strictEqual(answersTo([1, 4, 3]).answers, undefined);
});

Deno.test("judge() records no answer where the element does not tell the answers apart", () => {
  const y = expected("float32", [[3]], [alternative("Q4", "b", [0], [3])]);
  strictEqual(judge(answer(vector("float32", [3])), expectation(y)).answers, undefined);
});

Deno.test("judge() records a letter that several alternatives share, also where more than one admits the element", () => {
  const many = Array.from({ length: 40 }, (_, k) => alternative("Q4", "b", [0], [k < 2 ? 5 : k + 10]));
  const y = expected("float32", [[1]], many);
  for (const value of [5, 12, 49]) {
    deepStrictEqual(judge(answer(vector("float32", [value])), expectation(y)).answers, { Q4: "b" });
  }
  deepStrictEqual(judge(answer(vector("float32", [1])), expectation(y)).answers, { Q4: "a" });
});

Deno.test("judge() records both letters of a backend that is of two minds", () => {
  const y = expected("float32", [[1], [2]], [alternative("Q4", "b", [0, 1], [5, 6])]);
  const verdict = judge(answer(vector("float32", [1, 6])), expectation(y));
  deepStrictEqual([verdict.verdict, verdict.answers], ["pass", { Q4: "a,b" }]);
});

Deno.test("judge() passes an alternative that is no question without recording it", () => {
  const y = expected("float32", [[1]], [alternative(undefined, "b", [0], [5])]);
  const verdict = judge(answer(vector("float32", [5])), expectation(y));
  deepStrictEqual([verdict.verdict, verdict.answers], ["pass", undefined]);
});

Deno.test("judge() passes a refusal that is an answer to a question, and records it", () => {
  const open = expectation(expected("float32", [[1]]), { mayReject: { question: "Q1", answer: "b" } });
  const refusal: Answer = { id: "x", kind: "rejected", exception: "TypeError", message: "no" };
  const refused = judge(refusal, open);
  deepStrictEqual([refused.verdict, refused.answers], ["pass", { Q1: "b" }]);
  deepStrictEqual(judge(answer(vector("float32", [1])), open).answers, { Q1: "a" });
  const wrong = judge(refusal, one);
  strictEqual(wrong.verdict, "error");
  match(wrong.message!, /refused a valid graph: TypeError: no/);
});

Deno.test("judge() passes on what the backend itself reports", () => {
  for (const kind of ["unsupported", "error", "crash", "timeout"] as const) {
    const verdict = judge({ id: "x", kind, message: "why" }, one);
    deepStrictEqual([verdict.verdict, verdict.message, verdict.elements], [kind, "why", 0]);
  }
});

Deno.test("judge() never counts a failing element's ratio as 1 or less", () => {
  const y = expected("float32", [[1, 1 - 2 ** -60, 1 + 2 ** -52]]);
  const verdict = judge(answer(vector("float32", [1 + 2 ** -23])), expectation(y));
  ok(verdict.worst!.ratio > 1);
});

Deno.test("judge() names the strictest profile that every element meets", () => {
  const narrow = expectation(expected("float32", [[1, 1, 1]]));
  const claimed = expectation(expected("float32", [[1, 0.5, 1.5]]), { profile: "webgpu" });
  const wide = expectation(expected("float32", [[1, 0, 2]]), { profile: "webgpu-f16" });
  const others = { stricter: () => [narrow], wider: () => [wide] };
  const met = (x: number) => judge(answer(vector("float32", [x])), claimed, others).meets;
  deepStrictEqual([1, 1.25, 1.75, 3].map(met), ["ieee", "webgpu", "webgpu-f16", undefined]);
});
