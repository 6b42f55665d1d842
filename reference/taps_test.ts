import assert from "node:assert/strict";
import fc from "fast-check";
import { slidingTaps, transposedTaps, windowSets } from "./taps.ts";

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

Deno.test("windowSets() gives offsets into strided data, of windows that meet the same taps", () => {
  const axis = (input: number, begin: number) =>
    slidingTaps({ input, taps: 2, outputs: 2, begin, stride: 1, dilation: 1 });
  // input [3, 2 (padded before)], 10 and 1 apart; output 100 and 7 apart
  const sets = windowSets([axis(3, 0), axis(2, 1)], [10, 1], [100, 7]).map((set) =>
    Object.fromEntries(Object.entries(set).map(([name, list]) => [name, [...list]]))
  );
  assert.deepEqual(sets, [
    { taps: [1, 3], offsets: [0, 10], x: [0, 10], y: [0, 100], positions: [0, 2] },
    { taps: [0, 1, 2, 3], offsets: [0, 1, 10, 11], x: [0, 10], y: [7, 107], positions: [1, 3] },
  ]);
});

Deno.test("windowSets() has a set without taps for windows outside the input", () => {
  const axis = slidingTaps({ input: 1, taps: 1, outputs: 3, begin: 1, stride: 1, dilation: 1 });
  const sets = windowSets([axis], [1], [1]);
  assert.deepEqual(sets.map(({ taps, positions }) => [taps.length, [...positions]]), [[0, [0, 2]], [1, [1]]]);
});

Deno.test("windowSets() says again what the tables of the axes say", () => {
  const sizes = fc.record({
    input: fc.integer({ min: 1, max: 6 }),
    taps: fc.integer({ min: 1, max: 4 }),
    outputs: fc.integer({ min: 1, max: 7 }),
    begin: fc.integer({ min: -2, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
  });
  const one = fc.oneof(sizes.map(slidingTaps), sizes.map(transposedTaps));
  fc.assert(fc.property(one, one, (rows, columns) => {
    const seen = new Set<number>();
    for (const { taps, offsets, x, positions } of windowSets([rows, columns], [10, 1], [0, 0])) {
      positions.forEach((position, i) => {
        seen.add(position);
        const met = new Map([...taps].map((tap, k) => [tap, x[i] + offsets[k]]));
        const row = Math.floor(position / columns.outputs), column = position % columns.outputs;
        for (let tap = 0; tap < rows.taps * columns.taps; tap++) {
          const a = rows.at[row * rows.taps + Math.floor(tap / columns.taps)];
          const b = columns.at[column * columns.taps + tap % columns.taps];
          assert.equal(met.get(tap), a >= 0 && b >= 0 ? a * 10 + b : undefined);
        }
      });
    }
    assert.equal(seen.size, rows.outputs * columns.outputs);
  }));
});
