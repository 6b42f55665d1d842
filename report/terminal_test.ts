import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { header, line, worst } from "./_testing.ts";
import { hasFailed, renderSummary } from "./terminal.ts";

const failing = line("pad/edge", 7, {
  verdict: "fail",
  cause: "value",
  message: "3 of 4 elements are wrong",
});

Deno.test("renderSummary() shows one aligned line a backend", () => {
  const lines = [
    line("pad/edge", 1, { worst: worst(0.25) }),
    line("pad/edge", 2, { verdict: "unsupported" }),
    line("pad/edge", 1, { backend: "ort-webgpu", profile: "webgpu-f16" }),
  ];
  strictEqual(
    renderSummary(header, lines, { results: "run.jsonl" }),
    `backend     version  device       passed  failed  unsupported  errors  worst ratio   time
ort-wasm    1.30.0   WebAssembly       1       0            1       0         0.25  4.0 s
ort-webgpu  1.30.0   SwiftShader       1       0            0       0            0  2.0 s

Results: run.jsonl
`,
  );
});

Deno.test("renderSummary() puts proposed operators in a section of their own", () => {
  const rows = renderSummary(header, [line("pad/edge", 1), line("conv/nd", 1, { proposal: true })]).split(
    "\n",
  );
  match(rows[1], /^ort-wasm .* 1 /);
  strictEqual(rows[2], "proposed operators, no part of WebNN:");
  match(rows[3], /^ort-wasm .* 1 /);
});

Deno.test("renderSummary() shows a failure with an element and the command that explains it", () => {
  const repeat = "--seed 7 --count 3 --profile ieee";
  const text = renderSummary(header, [line("pad/edge", 1), failing], { repeat });
  ok(text.includes(`1 failure, 1 group:
  pad/edge: wrong value on ort-wasm, 1 of 2 cases
    3 of 4 elements are wrong
    deno task conform explain 'pad/edge/float32/x-00000007' --backend ort-wasm --seed 7 --profile ieee
`));
});

Deno.test("renderSummary() names the known bug that gives the answer of the smallest case", () => {
  const diagnosis = "as if the padding at the end were ignored; 96 of 96 elements agree";
  const rows = renderSummary(header, [{ ...failing, diagnosis }]).split("\n");
  const at = rows.indexOf(`    ${diagnosis}`);
  strictEqual(rows[at - 1], "    3 of 4 elements are wrong");
  match(rows[at + 1], /deno task conform explain/);
});

Deno.test("renderSummary() shows how to put a case again that must be refused", () => {
  const refused = {
    ...failing,
    id: "pad/invalid-rank/float32/x-00000007",
    verdict: "accepted-invalid" as const,
  };
  match(
    renderSummary(header, [refused], { repeat: "--count 3" }),
    /deno task conform run --filter 'pad\/invalid-rank\/float32\/x-00000007' --backend ort-wasm --count 3/,
  );
});

Deno.test("renderSummary() shows how to explain a case that came from a file", () => {
  const text = renderSummary(header, [{ ...failing, file: "it's here.json", name: "x" }]);
  match(text, /deno task conform explain 'x' --from 'it'\\''s here\.json' --backend ort-wasm/);
});

Deno.test("renderSummary() says outside profile where only accuracy is at stake", () => {
  match(
    renderSummary(header, [{ ...failing, cause: "accuracy" }]),
    /pad\/edge: outside profile ieee on ort-wasm/,
  );
});

Deno.test("renderSummary() keeps to the screen and counts the groups it leaves out", () => {
  const lines = Array.from(
    { length: 50 },
    (_, i) => ({ ...failing, id: `pad/g${i}/float32/x-0000000${i % 10}` }),
  );
  const text = renderSummary(header, lines, { rows: 24, results: "run.jsonl" });
  ok(text.trimEnd().split("\n").length <= 24, text);
  match(text, /and \d+ more groups in the results/);
});

Deno.test("renderSummary() lists only what no baseline expects when baselines were compared", () => {
  const other = { ...failing, id: "pad/zero/float32/x-00000001" };
  const comparison = {
    unexpected: [failing],
    changed: [],
    fixed: [{ line: line("pad/zero", 3), was: { verdict: "fail", cause: "nan" } as const }],
    expected: 1,
    notRun: 2,
  };
  const text = renderSummary(header, [failing, other, line("pad/zero", 3)], { comparison });
  match(text, /Baselines: 1 unexpected, 0 changed, 1 fixed, 1 as expected, 2 not run/);
  match(text, /ort-wasm {2}pad\/zero\/float32\/x-00000003 {2}passes, expected fail \(nan\)/);
  match(text, /1 failure that no baseline expects, 1 group/);
  strictEqual(text.includes("pad/zero: "), false);
});

Deno.test("renderSummary() uses colour only where it is asked to", () => {
  const lines = [line("pad/edge", 1), failing];
  strictEqual(renderSummary(header, lines).includes("\x1b"), false);
  const coloured = renderSummary(header, lines, { colour: true });
  strictEqual(stripVTControlCharacters(coloured), renderSummary(header, lines));
});

Deno.test("renderSummary() lets no control or bidi character of a name or message through", () => {
  const nasty = fc.string({ unit: "binary" });
  fc.assert(fc.property(nasty, nasty, nasty, nasty, (device, message, file, id) => {
    const backends = [{ ...header.backends[0], device }];
    const text = renderSummary({ ...header, backends }, [{ ...failing, message }, { ...failing, id, file }]);
    strictEqual(/[^\P{C}\n]/u.test(text), false, JSON.stringify(text));
  }));
});

Deno.test("renderSummary() says when no case was run", () => {
  match(renderSummary(header, []), /^No case was run\.\n/);
});

Deno.test("renderSummary() says in one line which backends were asked what must be refused", () => {
  const said = (cases: number, backends: string[]) =>
    renderSummary(header, [failing], { refusals: { cases, backends } });
  match(said(1472, ["webnn-chromium"]), /^Put to webnn-chromium only: 1,472 cases that must be refused$/m);
  match(said(1, []), /^Put to no backend, as none of these validates: 1 case that must be refused$/m);
  strictEqual(renderSummary(header, [failing]).includes("must be refused"), false);
});

Deno.test("hasFailed() goes by the comparison where there is one", () => {
  const calm = { unexpected: [], changed: [], fixed: [], expected: 1, notRun: 0 };
  deepStrictEqual([hasFailed([failing]), hasFailed([line("pad/edge", 1)])], [true, false]);
  deepStrictEqual([hasFailed([failing], calm), hasFailed([failing], { ...calm, unexpected: [failing] })], [
    false,
    true,
  ]);
  strictEqual(hasFailed([line("pad/edge", 1, { verdict: "unsupported" })]), false);
});
