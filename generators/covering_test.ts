import assert from "node:assert/strict";
import fc from "fast-check";
import { cover, type Factor, pairKey, pairsIn, pairsOf, type Row } from "./covering.ts";

const factors = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }).map((counts) =>
  counts.map((count, index): Factor => ({
    name: `f${index}`,
    values: Array.from({ length: count }, (_, value) => `v${value}`),
  }))
);

Deno.test("cover() draws every pair where every row is possible", () => {
  fc.assert(fc.property(factors, (factors) => {
    const { rows, excluded } = cover(factors, () => undefined);
    const drawn = new Set(rows.flatMap(pairsIn).map(pairKey));
    assert.deepEqual(excluded, []);
    assert.ok(pairsOf(factors).every((pair) => drawn.has(pairKey(pair))));
  }));
});

Deno.test("cover() draws every value of a lone factor", () => {
  const { rows } = cover(
    [{ name: "a", values: ["x", "y", "z"] }, { name: "b", values: ["only"] }],
    () => undefined,
  );
  assert.deepEqual(rows.map(({ a }) => a).sort(), ["x", "y", "z"]);
});

Deno.test("cover() excludes exactly the pairs that every row with them is refused for", () => {
  const factors = [
    { name: "a", values: ["0", "1", "2"] },
    { name: "b", values: ["0", "1", "2"] },
    { name: "c", values: ["0", "1", "2"] },
  ];
  // 2 with 2 in a and b; and c = 1 wants a = 0.
  const refusal = ({ a, b, c }: Row) =>
    a === "2" && b === "2" ? "too large" : c === "1" && a !== "0" ? "no room" : undefined;
  const { rows, excluded } = cover(factors, refusal);
  assert.ok(rows.every((row) => refusal(row) === undefined));
  assert.deepEqual(
    new Map(excluded.map(({ pair, reason }) => [pairKey(pair), reason])),
    new Map([["a=2&b=2", "too large"], ["a=1&c=1", "no room"], ["a=2&c=1", "no room"]]),
  );
});

Deno.test("a value added to a factor keeps every old row, and its pairs are drawn", () => {
  fc.assert(fc.property(factors, fc.nat(), (factors, pick) => {
    const changed = pick % factors.length;
    const larger = factors.map((factor, index) =>
      index === changed ? { ...factor, values: [...factor.values, { value: "new", since: 1 }] } : factor
    );
    const before = cover(factors, () => undefined).rows;
    const after = cover(larger, () => undefined).rows;
    assert.deepEqual(after.slice(0, before.length), before);
    const drawn = new Set(after.flatMap(pairsIn).map(pairKey));
    assert.ok(pairsOf(larger).every((pair) => drawn.has(pairKey(pair))));
  }));
});

Deno.test("a factor added with one old value keeps every old row", () => {
  fc.assert(fc.property(factors, (factors) => {
    const before = cover(factors, () => undefined).rows;
    const added: Factor = { name: "new", values: ["plain", { value: "other", since: 1 }] };
    const after = cover([...factors, added], () => undefined).rows;
    assert.deepEqual(after.slice(0, before.length), before.map((row) => ({ ...row, new: "plain" })));
  }));
});
