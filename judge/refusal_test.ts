import assert from "node:assert/strict";
import type { Answer } from "../graph/answer.ts";
import type { Invalid } from "../graph/invalid.ts";
import { judge } from "./judge.ts";
import { expectation, expected } from "./_testing.ts";
import { judgeRefusal } from "./refusal.ts";

const invalid: Invalid = { method: "softmax", step: "axis-range", argument: "axis", exception: "TypeError" };

const rejected = (exception: string): Answer => ({ id: "x", kind: "rejected", exception, message: "no" });

Deno.test("judgeRefusal() passes the exception that the spec says, and no other", () => {
  assert.equal(judgeRefusal(rejected("TypeError"), invalid).verdict, "pass");
  const wrong = judgeRefusal(rejected("DataError"), invalid);
  assert.equal(wrong.verdict, "wrong-exception");
  assert.equal(wrong.message, "softmax() must throw TypeError (axis-range), and throws DataError: no");
});

Deno.test("judgeRefusal() calls a call that is accepted, and a graph that is computed, accepted-invalid", () => {
  const accepted = judgeRefusal({ id: "x", kind: "accepted", message: "softmax() accepts it" }, invalid);
  assert.equal(accepted.verdict, "accepted-invalid");
  assert.match(accepted.message!, /must throw TypeError \(axis-range\): softmax\(\) accepts it/);
  const outputs = new Map();
  const computed: Answer = { id: "x", kind: "outputs", dispatches: [outputs, outputs, outputs] };
  assert.equal(judgeRefusal(computed, invalid).verdict, "accepted-invalid");
});

Deno.test("judgeRefusal() leaves what says nothing of the step as it is", () => {
  for (const kind of ["unsupported", "error", "crash", "timeout"] as const) {
    assert.equal(judgeRefusal({ id: "x", kind, message: "why" }, invalid).verdict, kind);
  }
});

Deno.test("judge() calls it an error if a valid case is accepted and not computed", () => {
  const answer: Answer = { id: "x", kind: "accepted", message: "relu() accepts it" };
  assert.equal(judge(answer, expectation(expected("float32", [[1]]))).verdict, "error");
});
