import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import type { ResultLine } from "../judge/results.ts";
import { verdicts } from "../judge/verdict.ts";
import { header, line } from "./_testing.ts";
import { renderJunit } from "./junit.ts";

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every element of the document, in order. Throws where it is not well-formed. */
function tagsOf(xml: string): Tag[] {
  const tags: Tag[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => tags.push({ name, attributes: { ...attributes } }));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return tags;
}

Deno.test("renderJunit() writes a testsuite a backend and a testcase a case", () => {
  const tags = tagsOf(renderJunit(header, [
    line("pad/edge", 1),
    line("pad/edge", 2, { verdict: "fail", cause: "accuracy", message: "a < b" }),
    line("pad/edge", 3, { verdict: "unsupported", message: "rank 5" }),
    line("pad/edge", 4, { verdict: "crash", message: "died" }),
    line("pad/edge", 1, { backend: "ort-webgpu" }),
  ]));
  const suites = tags.filter(({ name }) => name === "testsuite").map(({ attributes }) => attributes);
  deepStrictEqual(
    suites.map(({ name, tests, failures, errors, skipped }) => [name, tests, failures, errors, skipped]),
    [["ort-wasm", "4", "1", "1", "1"], ["ort-webgpu", "1", "0", "0", "0"]],
  );
  deepStrictEqual(
    tags.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes.classname),
    [
      "ort-wasm.pad.edge",
      "ort-wasm.pad.edge",
      "ort-wasm.pad.edge",
      "ort-wasm.pad.edge",
      "ort-webgpu.pad.edge",
    ],
  );
  const inner = (wanted: string) => tags.find(({ name }) => name === wanted)?.attributes;
  deepStrictEqual(inner("failure"), { message: "outside profile ieee: a < b", type: "accuracy" });
  deepStrictEqual(inner("skipped"), { message: "rank 5" });
  deepStrictEqual(inner("error"), { message: "died", type: "crash" });
});

Deno.test("renderJunit() is well-formed and keeps the text, whatever a backend says", () => {
  const nasty = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.constantFrom(...verdicts), nasty, nasty, nasty, (verdict, message, name, device) => {
      const given: ResultLine = { ...line("pad/edge", 1), verdict, message, name, file: "f" };
      const backends = [{ ...header.backends[0], device }];
      const tags = tagsOf(renderJunit({ ...header, backends }, [given]));
      strictEqual(tags.filter((tag) => tag.name === "testcase").length, 1);
    }),
  );
  const text = 'tab\tline\nquote"<&>\u00e9\u{1f600}';
  const tags = tagsOf(renderJunit(header, [line("pad/edge", 1, { verdict: "error", message: text })]));
  strictEqual(tags.find(({ name }) => name === "error")?.attributes.message, text);
});

Deno.test("renderJunit() writes out characters that XML forbids", () => {
  const tags = tagsOf(
    renderJunit(header, [line("pad/edge", 1, { verdict: "error", message: "\x00\ud800\uffff" })]),
  );
  strictEqual(tags.find(({ name }) => name === "error")?.attributes.message, "\\u{0}\\u{d800}\\u{ffff}");
});
