import assert from "node:assert/strict";
import type { Content } from "./data.ts";
import { streamOf } from "./random.ts";
import { sizeClassOf } from "./sizes.ts";
import {
  fewAmong,
  infiniteTerms,
  pairsOf,
  pairsShape,
  rowsWith,
  specialNumbers,
  specialsOf,
  specialsShape,
} from "./specials.ts";

const drawn = (content: Content, key: string) => Array.from(content.draw!(streamOf(key)), Number);
const word = (value: number) => Object.is(value, -0) ? "-0" : String(value);

Deno.test("pairsOf() has every pair once, in another arrangement for another stream", () => {
  const [a, b] = pairsOf();
  const [as, bs, others] = [drawn(a, "a"), drawn(b, "b"), drawn(a, "other")];
  assert.deepEqual(pairsShape, [specialNumbers.length, specialNumbers.length]);
  assert.equal(
    new Set(as.map((value, i) => `${word(value)} ${word(bs[i])}`)).size,
    specialNumbers.length ** 2,
  );
  assert.notDeepEqual(as, others);
});

Deno.test("the shapes of special numbers have last sizes of the classes that groups name", () => {
  assert.equal(sizeClassOf(pairsShape.at(-1)!), "4k1");
  assert.equal(sizeClassOf(specialsShape.at(-1)!), "prime");
});

Deno.test("specialsOf() has every special number where there is room, and always one of the wanted", () => {
  const all = drawn(specialsOf(21), "all");
  assert.equal(all.length, 21);
  assert.equal(new Set(all.map(word)).size, specialNumbers.length);
  for (let n = 0; n < 9; n++) {
    assert.ok(Math.abs(drawn(specialsOf(1, [Infinity, -Infinity]), `${n}`)[0]) === Infinity);
  }
});

Deno.test("rowsWith() puts each pattern into a row of its own, with ordinary numbers beside it", () => {
  const values = drawn(rowsWith([7, 5], infiniteTerms, [-9, 9]), "rows");
  const rows = Array.from({ length: 7 }, (_, row) => values.slice(5 * row, 5 * row + 5));
  const found = rows.map((row) => row.filter((x) => !Number.isFinite(x) || x === 0).map(word).sort().join());
  assert.deepEqual(found.sort(), infiniteTerms.map((terms) => terms.map(word).sort().join()).sort());
});

Deno.test("fewAmong() has each special once, and nothing else that is zero or not finite", () => {
  const values = drawn(fewAmong(30, [NaN, Infinity], [-3, 3]), "few");
  assert.equal(values.filter((x) => Number.isFinite(x) && x !== 0).length, 28);
  assert.ok(values.includes(NaN) && values.includes(Infinity));
});
