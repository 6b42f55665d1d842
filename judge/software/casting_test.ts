import assert from "node:assert/strict";
import { halfToEven, nearby, valueOf } from "./casting.ts";

Deno.test("valueOf() rounds half to even, clamps to the range, and makes 0 of NaN", () => {
  assert.equal(valueOf(2.5, "int8"), 2);
  assert.equal(valueOf(-3.5, "int32"), -4);
  assert.equal(valueOf(127.6, "int8"), 127);
  assert.equal(valueOf(-0.6, "uint32"), 0);
  assert.equal(valueOf(-Infinity, "int4"), -8);
  assert.equal(valueOf(NaN, "uint8"), 0);
  assert.equal(valueOf(2 ** 63, "int64"), 2n ** 63n - 1n);
  assert.equal(valueOf(-1n, "uint64"), 0n);
  assert.equal(valueOf(300n, "uint8"), 255);
});

Deno.test("valueOf() rounds a float once, an integer too that a double cannot hold", () => {
  assert.equal(valueOf(0.1, "float32"), 0.10000000149011612);
  assert.equal(valueOf(65520, "float16"), Infinity);
  // just above halfway from 2^60 to the next float32 number: through the nearest double it would be 2^60
  assert.equal(valueOf(2n ** 60n + 2n ** 36n + 1n, "float32"), 2 ** 60 + 2 ** 37);
  assert.equal(valueOf(2n ** 60n + 2n ** 36n, "float32"), 2 ** 60);
  assert.equal(Math.fround(nearby(-(2n ** 60n) - 2n ** 36n - 1n)), -(2 ** 60) - 2 ** 37);
});

Deno.test("halfToEven() takes the even neighbour of what lies halfway", () => {
  assert.deepEqual([-1.5, -0.5, 0.5, 1.5, 2.5, 2.4, 2.6].map(halfToEven), [-2, 0, 0, 2, 2, 2, 3]);
});
