import { strictEqual } from "node:assert/strict";
import { line } from "./_testing.ts";
import { formatSpeed, speedOf } from "./speed.ts";

Deno.test("formatSpeed() says how many answers and elements were judged a second", () => {
  const lines = [line("pad/edge", 1, { elements: 1500 }), line("pad/edge", 2, { elements: 500 })];
  strictEqual(
    formatSpeed(speedOf(lines, 0.5)),
    "Judged 2 answers, 2,000 elements in 0.5 s: 4 answers and 4,000 elements a second",
  );
});
