import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { InputError } from "../graph/input_error.ts";
import { type Baseline, encodeBaseline, parseBaseline, shortId } from "./baseline.ts";

const baseline: Baseline = {
  backend: "ort-wasm",
  version: "1.30.0",
  device: "WebAssembly",
  profile: "ieee",
  failures: new Map([
    ["pad/edge/float32/x-00000002", { id: "pad/edge/float32/x-00000002", verdict: "crash", finding: "" }],
    ["pad/edge/float32/x-00000001", {
      id: "pad/edge/float32/x-00000001",
      verdict: "fail",
      cause: "nan",
      finding: "F1",
    }],
  ]),
  unsupported: new Map([
    ["pad/edge#0000000b", "no reflection"],
    ["pad/edge#0000000a", "no reflection"],
    ["pad/edge#0000000c", "rank 5"],
    ["a replayed case", "rank 5"],
  ]),
};

Deno.test("encodeBaseline() writes one entry a line, sorted, and parseBaseline() reads it back", () => {
  const text = encodeBaseline(baseline);
  strictEqual(
    text,
    `{
  "backend": "ort-wasm",
  "version": "1.30.0",
  "device": "WebAssembly",
  "profile": "ieee",
  "failures": [
    {"id":"pad/edge/float32/x-00000001","verdict":"fail","cause":"nan","finding":"F1"},
    {"id":"pad/edge/float32/x-00000002","verdict":"crash","finding":""}
  ],
  "unsupported": [
    {"path":"","limit":"rank 5","cases":["a replayed case"]},
    {"path":"pad/edge","limit":"no reflection","cases":["0000000a","0000000b"]},
    {"path":"pad/edge","limit":"rank 5","cases":["0000000c"]}
  ]
}
`,
  );
  deepStrictEqual(parseBaseline(text, "b"), baseline);
  strictEqual(encodeBaseline(parseBaseline(text, "b")), text);
});

Deno.test("encodeBaseline() writes a backend without non-passes", () => {
  const clean = { ...baseline, failures: new Map(), unsupported: new Map() };
  deepStrictEqual(parseBaseline(encodeBaseline(clean), "b"), clean);
});

Deno.test("shortId() keeps operator, group and hash of an id, and other ids whole", () => {
  strictEqual(shortId("conv2d/basic/float32/nchw.s2-3fa91c02"), "conv2d/basic#3fa91c02");
  strictEqual(shortId("my case"), "my case");
});

Deno.test("parseBaseline() refuses what is no baseline, in a sentence that names the file", () => {
  const good = JSON.parse(encodeBaseline(baseline));
  const bad: unknown[] = [
    [],
    { ...good, failures: [{ ...good.failures[0], verdict: "pass" }] },
    { ...good, failures: [{ ...good.failures[0], verdict: "unsupported" }] },
    { ...good, failures: [good.failures[0], good.failures[0]] },
    { ...good, profile: "exact" },
    { ...good, comment: "x" },
    { ...good, unsupported: [{ path: "x", limit: "y", cases: [1] }] },
  ];
  for (const value of bad) {
    throws(
      () => parseBaseline(JSON.stringify(value), "b.json"),
      (error) => error instanceof InputError && error.message.startsWith("b.json"),
    );
  }
  throws(() => parseBaseline("{", "b.json"), InputError);
});
