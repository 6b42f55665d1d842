import assert from "node:assert/strict";
import { bidirectionallyBroadcast, unidirectionallyBroadcast } from "./broadcast.ts";

Deno.test("bidirectionallyBroadcast() stretches both shapes, as the spec's example of [5,1] and [1,6]", () => {
  assert.deepEqual(bidirectionallyBroadcast([5, 1], [1, 6]), [5, 6]);
  assert.deepEqual(bidirectionallyBroadcast([], [2, 3]), [2, 3]);
  assert.deepEqual(bidirectionallyBroadcast([4], [5, 4]), [5, 4]);
});

Deno.test("bidirectionallyBroadcast() fails where two sizes differ and neither is 1", () => {
  assert.equal(bidirectionallyBroadcast([2, 3], [3, 3]), undefined);
});

Deno.test("unidirectionallyBroadcast() stretches the first shape only", () => {
  assert.deepEqual(unidirectionallyBroadcast([1], [5, 4]), [5, 4]);
  assert.equal(unidirectionallyBroadcast([5, 4], [1, 4]), undefined);
  assert.equal(unidirectionallyBroadcast([1, 4], [4]), undefined);
});
