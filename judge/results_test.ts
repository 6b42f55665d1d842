import { deepStrictEqual, notStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../graph/input_error.ts";
import {
  encodeHeader,
  encodeLine,
  parseResults,
  type ResultLine,
  type ResultsHeader,
  resumeKey,
} from "./results.ts";
import { causes, verdicts } from "./verdict.ts";

const wasm = { name: "ort-wasm", version: "1.30.0", device: "WebAssembly", profile: "ieee" } as const;
const header: ResultsHeader = {
  suite: "0.1.0",
  generator: "1",
  seed: "s",
  machine: "linux x86_64",
  started: "2026-11-21T10:00:00Z",
  backends: [wasm],
};
const line: ResultLine = {
  id: "conv2d/basic/float32/nchw-00000001",
  backend: "ort-wasm",
  profile: "ieee",
  content: "ab12",
  verdict: "pass",
  elements: 2,
  failed: 0,
  skipped: 0,
};
const file = (...rows: string[]) => rows.map((row) => row + "\n").join("");

const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0));
const anyLine: fc.Arbitrary<ResultLine> = fc.record(
  {
    id: fc.string(),
    name: fc.string(),
    file: fc.string(),
    backend: fc.string(),
    profile: fc.constantFrom("ieee", "webgpu-f16", "reduced-f16"),
    content: fc.string(),
    verdict: fc.constantFrom(...verdicts),
    cause: fc.constantFrom(...causes),
    elements: fc.nat(),
    failed: fc.nat(),
    skipped: fc.nat(),
    worst: fc.record({
      output: fc.string(),
      index: fc.array(fc.nat()),
      expected: fc.oneof(number, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })),
      actual: number,
      error: number,
      radius: number,
      ratio: number,
      ulp: number,
    }, { noNullPrototype: true }),
    answers: fc.constantFrom<Record<string, string>>({ Q1: "a" }, { Q4: "a,b", Q2: "b" }),
    message: fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
    buildMs: number,
    dispatchMs: number,
    proposal: fc.constant(true as const),
    rewrites: fc.array(fc.string()),
    diagnosis: fc.string(),
    moments: fc.array(fc.record({
      pool: fc.constantFrom("matmul/float32/signed.n64", "reduceL1/float16/positive.n1"),
      count: fc.nat(),
      terms: fc.nat(),
      sum: number,
      squares: number,
      narrow: fc.nat(),
      right: fc.nat(),
    }, { requiredKeys: ["pool", "count", "terms", "sum", "squares"], noNullPrototype: true })),
    proof: fc.record({
      unrounded: fc.nat(),
      float64: fc.nat(),
      pairs: fc.nat(),
      exact: fc.nat(),
      unproven: fc.nat(),
    }, {
      requiredKeys: [],
      noNullPrototype: true,
    }),
    unproven: fc.array(
      fc.record({ output: fc.string(), data: fc.constantFrom(1, 2), index: fc.array(fc.nat()) }, {
        noNullPrototype: true,
      }),
    ),
    blunt: fc.nat(),
    pool: fc.string(),
  },
  {
    requiredKeys: ["id", "backend", "profile", "content", "verdict", "elements", "failed", "skipped"],
    noNullPrototype: true,
  },
);

Deno.test("parseResults() gives back every line that was encoded, numbers bit for bit", () => {
  fc.assert(fc.property(anyLine, (given) => {
    const encoded = encodeLine(given);
    strictEqual(encoded.includes("\n"), false);
    const top = encodeHeader({ ...header, backends: [{ ...wasm, name: given.backend }] });
    deepStrictEqual(parseResults(file(top, encoded), "r").lines, [given]);
  }));
});

Deno.test("parseResults() gives back the header", () => {
  const info = { ...wasm, options: { threads: 1, browser: "x" } };
  const given = { ...header, backends: [info] };
  deepStrictEqual(parseResults(file(encodeHeader(given)), "r"), {
    header: given,
    lines: [],
    byKey: new Map(),
    cut: false,
  });
});

Deno.test("parseResults() leaves out a last line that was cut off, wherever the cut is", () => {
  const whole = file(encodeHeader(header), encodeLine(line));
  const last = encodeLine({ ...line, id: "other" }) + "\n";
  for (let length = 1; length < last.length; length++) {
    const { lines, cut } = parseResults(whole + last.slice(0, length), "r");
    deepStrictEqual([lines, cut], [[line], true]);
  }
});

Deno.test("parseResults() keeps the last line of a case and the last word on a backend", () => {
  const newer = { ...wasm, version: "1.31.0" };
  const other = { ...line, id: "x" };
  const text = file(
    encodeHeader(header),
    encodeLine({ ...line, verdict: "crash" }),
    encodeLine(other),
    encodeHeader({ ...header, backends: [newer] }),
    encodeLine(line),
  );
  const results = parseResults(text, "r");
  deepStrictEqual(results.lines, [line, other]);
  deepStrictEqual(results.header.backends, [newer]);
  deepStrictEqual(results.byKey, new Map([[resumeKey(line, newer), line], [resumeKey(other, wasm), other]]));
});

Deno.test("parseResults() refuses what is no results file, in a sentence that names the file", () => {
  const foreign = [
    "",
    "hello\n",
    "{}\n",
    "[1]\n",
    '{"format":"webnn-cts results 99"}\n',
    encodeHeader(header),
  ];
  for (const text of foreign) {
    throws(
      () => parseResults(text, "r.jsonl"),
      (error) =>
        error instanceof InputError &&
        error.message.startsWith("r.jsonl is not a results file of this suite: "),
    );
  }
});

Deno.test("parseResults() names the line and the field that is damaged", () => {
  const rows: [string, string][] = [
    ["{oops", "r, line 2: this is not a JSON object; remove the line to read the rest"],
    [encodeLine({ ...line, verdict: "great" as "pass" }), "r, line 2: verdict must be one of"],
    [encodeLine({ ...line, elements: "many" as unknown as number }), "r, line 2: elements must be a number"],
  ];
  for (const [row, message] of rows) {
    throws(
      () => parseResults(file(encodeHeader(header), row), "r"),
      (error) => error instanceof InputError && error.message.startsWith(message),
    );
  }
});

Deno.test("parseResults() never throws anything but InputError", () => {
  const anyRow = fc.oneof(fc.json(), fc.string(), fc.constant(encodeHeader(header)), anyLine.map(encodeLine));
  fc.assert(fc.property(fc.array(anyRow), (rows) => {
    try {
      parseResults(rows.join("\n"), "r");
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }));
});

Deno.test("resumeKey() tells apart content, backend, version, device, options and profile", () => {
  const key = resumeKey(line, wasm);
  strictEqual(resumeKey({ content: "ab12" }, { ...wasm, options: {} }), key);
  notStrictEqual(resumeKey({ content: "ab13" }, wasm), key);
  for (
    const other of [{ name: "x" }, { version: "x" }, { device: "x" }, { profile: "webgpu-f16" as const }]
  ) {
    notStrictEqual(resumeKey(line, { ...wasm, ...other }), key);
  }
  notStrictEqual(resumeKey(line, { ...wasm, options: { threads: 2 } }), key);
});
