import assert from "node:assert/strict";
import fc from "fast-check";
import { roundDown, roundUp } from "./neighbours.ts";

Deno.test("roundDown() and roundUp() enclose a number by neighbours", () => {
  assert.equal(roundDown("float32", 1 + 2 ** -30), 1);
  assert.equal(roundUp("float32", 1 + 2 ** -30), 1 + 2 ** -23);
  assert.equal(roundDown("float32", -1 - 2 ** -30), -1 - 2 ** -23);
  assert.equal(roundUp("float16", 2049), 2050);
  assert.equal(roundDown("float16", 2051), 2050);
  assert.equal(roundDown("float16", 2048), 2048);
});

Deno.test("roundDown() and roundUp() stop at zero, the last number and the infinities", () => {
  assert.equal(roundDown("float32", 1e39), (2 - 2 ** -23) * 2 ** 127);
  assert.equal(roundUp("float32", 1e39), Infinity);
  assert.equal(roundDown("float16", 1e-9), 0);
  assert.equal(roundUp("float16", 1e-9), 2 ** -24);
  assert.equal(roundDown("float32", -1e-60), -(2 ** -149));
  assert.equal(roundDown("float32", Infinity), Infinity);
});

Deno.test("roundDown() and roundUp() are the number itself or two adjacent values around it", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, min: -1e38, max: 1e38 }), (x) => {
    const [low, high] = [roundDown("float32", x), roundUp("float32", x)];
    assert.ok(low <= x && x <= high);
    assert.ok(Math.fround(x) === low || Math.fround(x) === high);
    if (low !== high) {
      assert.ok(Math.fround((low + high) / 2) === low || Math.fround((low + high) / 2) === high);
    }
  }));
});
