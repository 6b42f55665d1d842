import assert from "node:assert/strict";
import { header, line } from "./_testing.ts";
import { strictestLines, strictestMet } from "./strictest.ts";

Deno.test("an operator meets the widest of the strictest profiles that its cases meet", () => {
  const entries = strictestMet(header, [
    line("add/a", 1, { verdict: "pass", meets: "ieee" }),
    line("exp/a", 2, { verdict: "pass", meets: "ieee" }),
    line("exp/a", 3, { verdict: "fail", cause: "accuracy", meets: "webgpu" }),
    line("lstm/a", 4, { verdict: "pass", meets: "ieee" }),
    line("lstm/a", 5, { verdict: "fail", cause: "value" }),
  ]);
  assert.equal(entries.length, 1);
  assert.equal(entries[0].backend, "ort-wasm");
  assert.deepEqual(entries[0].operators.ieee, ["add"]);
  assert.deepEqual(entries[0].operators.webgpu, ["exp"]);
  assert.deepEqual(entries[0].operators.none, ["lstm"]);
});

Deno.test("what was not judged, graphs and proposals say nothing of an operator's profile", () => {
  assert.deepEqual(
    strictestMet(header, [
      line("add/a", 1, { verdict: "unsupported" }),
      line("add/a", 2, { verdict: "crash" }),
      line("add/invalid-x", 3, { verdict: "pass" }),
      line("graph/a", 4, { verdict: "pass", meets: "ieee" }),
      line("conv/a", 5, { verdict: "fail", cause: "value", proposal: true }),
    ]),
    [],
  );
});

Deno.test("a line a backend names the operators that do not meet ieee, the first of many", () => {
  const operators = { ieee: ["add", "sub"], webgpu: ["exp"], none: ["a", "b", "c", "d", "e"] };
  assert.deepEqual(strictestLines([{ backend: "ort-wasm", operators }], 110), [
    "Strictest profile met, in operators:",
    "  ort-wasm: ieee 2, webgpu 1 (exp), none 5 (a, b, c, d, …)",
  ]);
  assert.deepEqual(strictestLines([], 110), []);
});
