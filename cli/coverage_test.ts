import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { OperatorCoverage } from "../generators/coverage.ts";
import type { Covered } from "./coverage.ts";
import { coverageLines, detailLines } from "./coverage_text.ts";

const pairs: OperatorCoverage = {
  operator: "op",
  cases: 3,
  values: new Map([["dataType", new Map([["float32", 3], ["int8", 0]])], [
    "axis",
    new Map([["a0", 2], ["a1", 1]]),
  ]]),
  possible: 3,
  drawn: 2,
  missing: [["dataType", "int8", "axis", "a0"]],
  excluded: [{ pair: ["dataType", "int8", "axis", "a1"], reason: `infer: ${"long words ".repeat(20)}end` }],
  kinds: {
    drawn: new Map([["integers", 2], ["normal", 1]]),
    notDrawn: new Map([["special", ["float32", "float16"]], ["normal", ["float16"]]]),
  },
  leftOut: Array.from({ length: 12 }, (_, n) => ["x", `x${n}`, "axis", "a0"] as const),
};

const covered: Covered = {
  operator: "op",
  pairs,
  steps: {
    method: "op",
    cases: 4,
    violated: new Map([["axis-range", 1], ["webidl-type", 3]]),
    notAsked: new Map([["same-data-type", "an earlier step refuses it"]]),
  },
  signature: {
    operands: new Map([["input", {
      inputs: 3,
      constants: 0,
      absent: 0,
      dataTypes: new Map([["float32", 3]]),
      ranks: new Map([[2, 3]]),
      notDrawn: [{ what: "int8" }, { what: "rank 6 or more" }],
    }]]),
    options: new Map([
      ["axis", { absent: 1, values: new Map([["1", 2]]), notDrawn: [] }],
      ["sizes", {
        absent: 0,
        values: new Map(Array.from({ length: 9 }, (_, n) => [`[${n}]`, 2])),
        notDrawn: [{ what: "absent" }, { what: "nhwc", reason: "op: nhwc is refused" }],
      }],
    ]),
  },
};

Deno.test("coverageLines() has one line an operator, with what is not drawn", () => {
  const whole = { ...pairs, drawn: 3, missing: [], kinds: { ...pairs.kinds, notDrawn: new Map() } };
  const steps = { ...covered.steps!, notAsked: new Map() };
  const lines = coverageLines([covered, { operator: "graph", pairs: whole }, { operator: "build", steps }]);
  assert.deepEqual(lines.map((line) => line.split(/ {2,}/)), [
    ["operator", "cases", "values", "pairs", "impossible", "kinds", "refused", "steps", "not drawn"],
    [
      "op",
      "3",
      "3/4",
      "2/3",
      "66%",
      "1",
      "2/3",
      "4",
      "2/3",
      "input: int8, rank 6 or more; sizes: absent; data:…",
    ],
    ["graph", "3", "3/4", "3/3", "100%", "1", "2/2", "-", "-", "-"],
    ["build", "-", "-", "-", "-", "-", "4", "2/2", "-"],
  ]);
});

Deno.test("detailLines() tells values, operands, options, and each sort of pair with its reason", () => {
  const lines = detailLines(covered);
  for (
    const line of [
      "op: 3 cases, 2 of 3 pairs of values (66%)",
      "  dataType  float32: 3, int8: 0",
      "  integers: 2, normal: 1",
      "  data   special float32 float16, normal float16",
      "op: 4 cases that must be refused, for 2 steps",
      "  webidl-type  3",
      "steps that no case is drawn for",
      "  same-data-type  an earlier step refuses it",
      "  input  float32: 3; rank 2: 3; input: 3",
      "  axis   absent: 1, 1: 2",
      "  sizes  9 values: 18",
      "  input  int8, rank 6 or more",
      "refused, though listed",
      "  sizes  nhwc, op: nhwc is refused",
      "pairs that could be drawn and are not: 1",
      "  dataType=int8 with axis=a0",
      "pairs that no case can have: 1",
      "pairs that no group has, because the two cannot be said together: 12",
      "  and 2 more (--json)",
    ]
  ) assert.ok(lines.includes(line), `${line}\n\n${lines.join("\n")}`);
  assert.ok(lines.every((line) => line.length <= 110));
  assert.equal(lines.join(" ").match(/long/g)!.length, 20);
});

Deno.test("detailLines() has no heading without lines below it", () => {
  const none = { drawn: new Map(), notDrawn: new Map() };
  const bare = { ...pairs, missing: [], excluded: [], leftOut: [], kinds: none };
  const lines = detailLines({ operator: "op", pairs: bare });
  assert.deepEqual(lines, [
    "op: 3 cases, 2 of 3 pairs of values (66%)",
    "",
    "what varies, and cases with each value",
    "  dataType  float32: 3, int8: 0",
    "  axis      a0: 2, a1: 1",
  ]);
});

async function coverage(...args: string[]) {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", "--allow-env", "cli/main.ts", "coverage", ...args],
    cwd: fileURLToPath(new URL("../", import.meta.url)),
  }).output();
  return { code, out: new TextDecoder().decode(stdout) };
}

Deno.test("conform coverage ends with 0 where every pair is drawn, with 1 where one is missing", async () => {
  const whole = await coverage("--filter", "relu/**");
  assert.equal(whole.code, 0);
  assert.match(whole.out, /^relu: \d+ cases, (\d+) of \1 pairs of values \(100%\)\n/);
  const { code, out } = await coverage(
    "--filter",
    "relu/**",
    "--filter",
    "softmax/**",
    "--count",
    "1",
    "--json",
  );
  assert.equal(code, 1);
  const { operators } = JSON.parse(out);
  const [relu, softmax] = operators;
  assert.deepEqual([relu.operator, softmax.operator, operators.length], ["relu", "softmax", 2]);
  assert.equal(relu.pairs.missing.length, relu.pairs.possible - relu.pairs.drawn);
  assert.equal(relu.operands.input.inputs, relu.cases);
  assert.equal(softmax.options.axis.absent, 0);
});

Deno.test("conform coverage tells the steps that cases violate, from A to Z, and ends with 0", async () => {
  const { code, out } = await coverage("--filter", "softmax/invalid-*/**", "--filter", "argMax/invalid-*/**");
  assert.equal(code, 0);
  const [, argMax, softmax, ...others] = out.trimEnd().split("\n").map((line) => line.split(/ {2,}/));
  assert.deepEqual([argMax[0], softmax[0], others], ["argMax", "softmax", []]);
  const [violated, all] = argMax.at(-2)!.split("/").map(Number);
  assert.equal(all - violated, 3, "argMax has three steps with a reason");
  const single = await coverage("--filter", "argMax/invalid-*/**");
  assert.match(
    single.out,
    /^steps that no case is drawn for\n(.+\n)* {2}axes-range +shared with the reductions/m,
  );
});
