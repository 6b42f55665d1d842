import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Covered } from "./coverage.ts";
import { coverageLines, detailLines } from "./coverage_text.ts";

const covered: Covered = {
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
  leftOut: Array.from({ length: 12 }, (_, n) => ["x", `x${n}`, "axis", "a0"] as const),
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
  const { signature: _, ...whole } = covered;
  const lines = coverageLines([covered, { ...whole, operator: "graph", drawn: 3, missing: [] }]);
  assert.deepEqual(lines.map((line) => line.split(/ {2,}/)), [
    ["operator", "cases", "values", "pairs", "impossible", "not drawn"],
    ["op", "3", "3/4", "2/3", "66%", "1", "input: int8, rank 6 or more; sizes: absent"],
    ["graph", "3", "3/4", "3/3", "100%", "1", "-"],
  ]);
});

Deno.test("detailLines() tells values, operands, options, and each sort of pair with its reason", () => {
  const lines = detailLines(covered);
  for (
    const line of [
      "op: 3 cases, 2 of 3 pairs of values (66%)",
      "  dataType  float32: 3, int8: 0",
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
  const lines = detailLines({ ...covered, missing: [], excluded: [], leftOut: [], signature: undefined });
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
