import { deepStrictEqual } from "node:assert/strict";
import { header, line, worst } from "./_testing.ts";
import { renderJson } from "./json.ts";

Deno.test("renderJson() is one document with counts, failures and numbers coded as in case files", () => {
  const failing = line("pad/edge", 2, { verdict: "fail", cause: "value", worst: worst(Infinity) });
  const document = JSON.parse(renderJson(header, [line("pad/edge", 1), failing], { results: "run.jsonl" }));
  deepStrictEqual(document.header, header);
  deepStrictEqual(document.backends, [{
    ...header.backends[0],
    passed: 1,
    failed: 1,
    unsupported: 0,
    errors: 0,
    worstRatio: 0,
    seconds: 4,
    rewritten: 0,
    elements: 8,
    blunt: 0,
  }]);
  deepStrictEqual(document.failures.map(({ id }: { id: string }) => id), [failing.id]);
  deepStrictEqual(document.failures[0].worst.ratio, "Infinity");
  deepStrictEqual([document.proposals, document.results], [[], "run.jsonl"]);
});
