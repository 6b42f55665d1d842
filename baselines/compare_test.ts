import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { InputError } from "../graph/input_error.ts";
import type { BackendInfo, ResultLine } from "../judge/results.ts";
import type { Baseline } from "./baseline.ts";
import { compare } from "./compare.ts";
import type { Finding } from "./findings.ts";
import { update } from "./update.ts";

const info: BackendInfo = { name: "ort-wasm", version: "1.30.0", device: "WebAssembly", profile: "ieee" };

function line(n: number, verdict: ResultLine["verdict"], rest: Partial<ResultLine> = {}): ResultLine {
  const id = `pad/edge/float32/x-0000000${n}`;
  const fixed = { profile: "ieee", content: "c", elements: 1, failed: 0, skipped: 0 } as const;
  return { id, backend: "ort-wasm", verdict, ...fixed, ...rest };
}

const before = [
  line(1, "fail", { cause: "value" }),
  line(2, "unsupported", { message: "rank 5" }),
  line(3, "pass"),
  line(4, "flaky"),
];
const known = update(info, before, undefined);
const baselines = (baseline: Baseline) => new Map([[baseline.backend, baseline]]);

Deno.test("compare() finds nothing where a baseline was just updated", () => {
  const comparison = compare(before, baselines(known));
  deepStrictEqual(comparison, { unexpected: [], fixed: [], changed: [], expected: 3, notRun: 0 });
});

Deno.test("compare() tells unexpected, fixed and changed cases, and those not run", () => {
  const after = [
    line(1, "pass"),
    line(2, "crash"),
    line(3, "unsupported"),
    line(5, "fail", { cause: "nan" }),
  ];
  const comparison = compare(after, baselines(known));
  deepStrictEqual(comparison.unexpected, [after[2], after[3]]);
  deepStrictEqual(comparison.fixed, [{ line: after[0], was: known.failures.get(after[0].id) }]);
  deepStrictEqual(comparison.changed, [{ line: after[1], was: { verdict: "unsupported" } }]);
  deepStrictEqual([comparison.expected, comparison.notRun], [0, 1]);
});

Deno.test("compare() reports an unsupported case that now passes, and another cause of failure", () => {
  const comparison = compare([line(2, "pass"), line(1, "fail", { cause: "accuracy" })], baselines(known));
  deepStrictEqual([comparison.fixed.length, comparison.changed.length], [1, 1]);
});

Deno.test("compare() lets an expected flaky case pass", () => {
  const comparison = compare([line(4, "pass")], baselines(known));
  deepStrictEqual([comparison.fixed, comparison.expected], [[], 1]);
});

Deno.test("compare() calls every non-pass unexpected where a backend has no baseline", () => {
  deepStrictEqual(compare(before, new Map()).unexpected, [before[0], before[1], before[3]]);
});

Deno.test("compare() refuses results that were judged by another profile", () => {
  throws(() => compare([line(1, "pass", { profile: "webgpu-f16" })], baselines(known)), InputError);
});

Deno.test("update() touches only cases that were run and keeps the findings of those that stay", () => {
  const explained: Baseline = {
    ...known,
    failures: new Map([...known.failures].map(([id, entry]) => [id, { ...entry, finding: "F1" }])),
  };
  const after = update(info, [line(1, "fail", { cause: "value" }), line(5, "crash")], explained);
  strictEqual(after.failures.get(before[0].id)?.finding, "F1");
  strictEqual(after.failures.get(before[3].id)?.finding, "F1");
  strictEqual(after.failures.get(line(5, "crash").id)?.finding, "");
  deepStrictEqual(after.unsupported, known.unsupported);
});

Deno.test("update() drops the finding of a case that fails in another way, and a case that passes", () => {
  const explained: Baseline = {
    ...known,
    failures: new Map([[before[0].id, { ...known.failures.get(before[0].id)!, finding: "F1" }]]),
  };
  const changed = update(info, [line(1, "fail", { cause: "nan" })], explained);
  strictEqual(changed.failures.get(before[0].id)?.finding, "");
  strictEqual(update(info, [line(1, "pass")], explained).failures.size, 0);
  strictEqual(update(info, [line(2, "pass")], explained).unsupported.size, 0);
});

Deno.test("update() takes the finding that covers a new case, if exactly one does", () => {
  const finding = (id: string): Finding => ({
    id,
    title: "x",
    cases: ["pad/**"],
    backends: ["ort-wasm"],
    fields: { cases: "", backends: "", spec: "", element: "", right: "", upstream: "" },
  });
  const after = update(info, before, undefined, [finding("F7")]);
  strictEqual(after.failures.get(before[0].id)?.finding, "F7");
  const doubtful = update(info, before, undefined, [finding("F7"), finding("F8")]);
  strictEqual(doubtful.failures.get(before[0].id)?.finding, "");
});
