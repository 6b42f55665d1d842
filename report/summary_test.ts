import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { verdicts } from "../judge/verdict.ts";
import { header, line, worst } from "./_testing.ts";
import { describeFailure, failureGroups, summarize } from "./summary.ts";

Deno.test("summarize() counts every line of a backend once", () => {
  const lines = verdicts.map((verdict, i) => line("pad/edge", i, { verdict }));
  const { webnn, proposals } = summarize(header, lines);
  strictEqual(webnn.length, 1);
  const { passed, failed, unsupported, errors, seconds } = webnn[0];
  deepStrictEqual([passed, failed, unsupported, errors], [1, 4, 1, 3]);
  strictEqual(seconds, 2 * verdicts.length);
  deepStrictEqual(proposals, []);
});

Deno.test("summarize() keeps proposed operators out of the WebNN counts", () => {
  const { webnn, proposals } = summarize(header, [
    line("pad/edge", 1),
    line("conv/nd", 1, { proposal: true }),
  ]);
  deepStrictEqual([webnn[0].passed, proposals[0].passed], [1, 1]);
});

Deno.test("summarize() takes the worst ratio from cases that passed", () => {
  const lines = [
    line("pad/edge", 1, { worst: worst(0.25) }),
    line("pad/edge", 2, { worst: worst(0.5) }),
    line("pad/edge", 3, { verdict: "fail", cause: "value", worst: worst(Infinity) }),
  ];
  strictEqual(summarize(header, lines).webnn[0].worstRatio, 0.5);
});

Deno.test("failureGroups() groups by operator, group, cause and backend, wrong values before accuracy", () => {
  const fail = (path: string, n: number, cause: "value" | "accuracy", backend = "ort-wasm") =>
    line(path, n, { verdict: "fail", cause, backend, elements: 10 - n });
  const groups = failureGroups([
    line("pad/edge", 1),
    line("pad/edge", 9, { verdict: "unsupported" }),
    fail("pad/edge", 2, "accuracy"),
    fail("pad/edge", 3, "accuracy"),
    fail("pad/edge", 4, "value"),
    fail("pad/edge", 5, "value", "ort-webgpu"),
    fail("pad/zero", 6, "value"),
    fail("pad/zero", 7, "value"),
  ]);
  deepStrictEqual(
    groups.map(({ group, cause, backend, lines, judged }) => [group, cause, backend, lines.length, judged]),
    [
      ["zero", "value", "ort-wasm", 2, 2],
      ["edge", "value", "ort-wasm", 1, 4],
      ["edge", "value", "ort-webgpu", 1, 1],
      ["edge", "accuracy", "ort-wasm", 2, 4],
    ],
  );
  strictEqual(groups[0].example.elements, 3);
});

Deno.test("describeFailure() calls an accuracy failure outside a profile, not wrong", () => {
  strictEqual(
    describeFailure({ verdict: "fail", cause: "accuracy", profile: "ieee" }),
    "outside profile ieee",
  );
});
