import assert from "node:assert/strict";
import fc from "fast-check";
import { streamOf } from "./random.ts";

Deno.test("streamOf() gives the same draws for the same key, and others for another", () => {
  fc.assert(fc.property(fc.string(), (key) => {
    const [one, same, other] = [streamOf(key), streamOf(key), streamOf(`${key}'`)];
    const draws = Array.from({ length: 8 }, () => one.unit());
    assert.deepEqual(Array.from({ length: 8 }, () => same.unit()), draws);
    assert.notDeepEqual(Array.from({ length: 8 }, () => other.unit()), draws);
    assert.ok(draws.every((draw) => draw >= 0 && draw < 1 && Number.isInteger(draw * 4294967296)));
  }));
});

Deno.test("whole() stays in its range and reaches both ends", () => {
  fc.assert(fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 4 }), (low, span) => {
    const random = streamOf(`${low} ${span}`);
    const drawn = new Set(Array.from({ length: 300 }, () => random.whole(low, low + span)));
    assert.deepEqual([...drawn].sort((a, b) => a - b), Array.from({ length: span + 1 }, (_, n) => low + n));
  }));
  const wide = streamOf("wide");
  const draws = Array.from({ length: 100 }, () => wide.whole(0, 2 ** 52));
  assert.ok(draws.every((draw) => Number.isSafeInteger(draw) && draw >= 0 && draw <= 2 ** 52));
  assert.ok(draws.some((draw) => draw % 2 === 1), "the low bits are drawn too");
});

Deno.test("shuffle() keeps every item", () => {
  fc.assert(fc.property(fc.array(fc.integer()), fc.string(), (items, key) => {
    const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);
    assert.deepEqual(sorted(streamOf(key).shuffle(items)), sorted(items));
  }));
});
