import assert from "node:assert/strict";
import { headingsOf, sectionOf } from "./sections.ts";

const text =
  "# No anchor #\n## Pools ## {#pools}\nfirst\n#### maxPool #### {#pools-max}\n### {{X}} interface ### {#x}\nlast\n";
const headings = headingsOf(text);

Deno.test("headingsOf() finds headings with an anchor, of every level", () => {
  assert.deepEqual(headings.map(({ title, anchor, level }) => [title, anchor, level]), [
    ["Pools", "pools", 2],
    ["maxPool", "pools-max", 4],
    ["{{X}} interface", "x", 3],
  ]);
});

Deno.test("sectionOf() is the last heading before, unless a heading has the method's name", () => {
  const first = text.indexOf("first");
  assert.equal(sectionOf("minPool", first, headings), "pools");
  assert.equal(sectionOf("maxPool", first, headings), "pools-max");
  assert.equal(sectionOf("minPool", text.indexOf("last"), headings), "x");
  assert.equal(sectionOf("minPool", 0, headings), undefined);
});
