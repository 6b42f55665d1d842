import assert from "node:assert/strict";
import { positionsOf, slidingTaps, transposedTaps } from "./taps.ts";

Deno.test("slidingTaps() says which element meets which tap", () => {
  const { at, present } = slidingTaps({ input: 3, taps: 2, outputs: 3, begin: 1, stride: 2, dilation: 1 });
  assert.deepEqual([...at], [-1, 0, 1, 2, -1, -1]);
  assert.deepEqual([...present], [1, 2, 0]);
});

Deno.test("slidingTaps() dilates, and crops where the padding is negative", () => {
  const { at } = slidingTaps({ input: 5, taps: 2, outputs: 2, begin: -1, stride: 1, dilation: 2 });
  assert.deepEqual([...at], [1, 3, 2, 4]);
});

Deno.test("transposedTaps() is the same relation read from the other side", () => {
  const window = { stride: 3, dilation: 2, begin: 2, taps: 3 };
  const sliding = slidingTaps({ ...window, input: 9, outputs: 3 });
  const transposed = transposedTaps({ ...window, input: 3, outputs: 9 });
  const meet = (o: number, t: number, i: number) => sliding.at[o * 3 + t] === i;
  for (let i = 0; i < 9; i++) {
    for (let t = 0; t < 3; t++) {
      for (let o = 0; o < 3; o++) assert.equal(transposed.at[i * 3 + t] === o, meet(o, t, i));
    }
  }
});

Deno.test("positionsOf() gives offsets into strided data", () => {
  const axis = (input: number, begin: number) =>
    slidingTaps({ input, taps: 2, outputs: 2, begin, stride: 1, dilation: 1 });
  // input [3, 2 (padded before)], 10 and 1 apart; output 100 and 7 apart
  const positions = positionsOf([axis(3, 0), axis(2, 1)], [10, 1], [100, 7]);
  assert.deepEqual([...positions.y], [0, 7, 100, 107]);
  assert.deepEqual([...positions.x], [-1, 0, -1, 10]);
  assert.deepEqual([...positions.present], [2, 4, 2, 4]);
  assert.deepEqual([...positions.fromFirst], [0, 1, 10, 11]);
  const offsets = new Int32Array(5);
  positions.offsetsAt(2, offsets, 1);
  assert.deepEqual([...offsets], [0, -1, 10, -1, 20]);
});
