/**
 * The table of docs/bug-classes.md: each bug that happened, put into the right answer, fails a default case of each of its
 * groups, under every profile that a backend claims.
 */

import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { type ProfileName, profiles } from "../graph/profile.ts";
import { draw } from "../generators/mod.ts";
import { judge } from "../judge/judge.ts";
import { ulpDistance } from "../judge/ulp.ts";
import { expectationOf } from "../reference/expect.ts";
import type { Bug, Bugs } from "./_bug.ts";
import { bugsOfOthers } from "./_bugs_of_others.ts";
import { bugsOfWindows } from "./_bugs_of_windows.ts";
import { answerOf, tensorOf, withTensor } from "./_mutations.ts";

const bugs: Bugs = { ...bugsOfWindows, ...bugsOfOthers };

/** The rows of the table: number and globs. */
const rows = [
  ...Deno.readTextFileSync(new URL("../docs/bug-classes.md", import.meta.url)).matchAll(
    /^\| (\d+) +\|.*\| (.*?) +\|$/gm,
  ),
].map(([, number, globs]) => ({
  number: Number(number),
  globs: [...globs.matchAll(/`([^`]+)`/g)].map(([, glob]) => glob),
}));

/** What the backends of this repository claim. */
const claimed: readonly ProfileName[] = ["ieee", "webgpu-f16"];

const casesOf = (glob: string): Case[] =>
  [...draw({ seed: "webnn-cts", filters: [glob] })].filter(({ invalid }) => !invalid).map(({ build }) =>
    build()
  );

/** The profiles under which a case tells that the backend has the bug. */
function caughtUnder(bug: Bug, cases: readonly Case[]): Set<string> {
  const caught = new Set<string>();
  for (const testCase of cases) {
    if (caught.size === claimed.length) break;
    const answer = bug(testCase, expectationOf(testCase, profiles.ieee));
    if (!answer) continue;
    for (const profile of claimed) {
      const { verdict } = judge(answer, expectationOf(testCase, profiles[profile]));
      if (verdict === (answer.kind === "rejected" ? "error" : "fail")) caught.add(profile);
    }
  }
  return caught;
}

Deno.test("the table of bug classes has every bug once, each with groups and with what a backend with it answers", () => {
  assert.deepEqual(rows.map(({ number }) => number), Array.from({ length: 27 }, (_, i) => i + 1));
  assert.deepEqual([...Object.keys(bugs).map(Number), 27], rows.map(({ number }) => number));
  for (const { number, globs } of rows) assert.ok(globs.length > 0, `${number}`);
});

for (const { number, globs } of rows) {
  for (const glob of globs) {
    for (const [sentence, bug] of Object.entries(bugs[number] ?? {})) {
      Deno.test(`bug ${number} is caught in ${glob}: ${sentence}`, () => {
        assert.deepEqual([...caughtUnder(bug, casesOf(glob))].sort(), claimed);
      });
    }
  }
}

/** `x·k + (b - m·k)` in float32, as a backend folds a batch normalization without scale and bias. */
function folded(testCase: Case): Case {
  const { graph } = testCase;
  const mean = tensorOf(testCase, "b").data, variance = tensorOf(testCase, "variance").data;
  const inner = tensorOf(testCase, "input").shape.slice(2).reduce((count, size) => count * size, 1);
  const gelu = { ...graph.nodes[1], operands: { input: "input" } };
  const normal = withTensor(testCase, "input", (tensor) => ({
    ...tensor,
    data: (tensor.data as Float32Array).map((x, i) => {
      const c = Math.floor(i / inner) % mean.length;
      const k = Math.fround(1 / Math.sqrt(Number(variance[c]) + Math.fround(1e-5)));
      return Math.fround(x * k) - Math.fround(Number(mean[c]) * k);
    }),
  }));
  return { ...normal, graph: { ...normal.graph, nodes: [gelu] } };
}

Deno.test("bug 27: a correct backend passes where a fixed tolerance of 24 ULP would fail it", () => {
  let outside = 0;
  for (const testCase of rows[26].globs.flatMap(casesOf)) {
    const isConstant = testCase.graph.operands.get("b")!.kind === "constant";
    if (!isConstant || tensorOf(testCase, "input").dataType !== "float32") continue;
    const right = expectationOf(testCase, profiles.ieee);
    const answer = answerOf(expectationOf(folded(testCase), profiles.ieee));
    assert.equal(judge(answer, right).verdict, "pass", testCase.id);
    assert.ok(answer.kind === "outputs");
    const [{ data }] = answer.dispatches[0].values(), [{ value }] = right.outputs.values();
    outside += Array.from(value, Number).filter((y, i) => ulpDistance("float32", y, data[i]) > 24).length;
  }
  assert.ok(outside > 0);
});
