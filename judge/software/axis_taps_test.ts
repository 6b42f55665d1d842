import assert from "node:assert/strict";
import { axisTaps, inside, type Sliding, Window } from "./axis_taps.ts";

const sliding: Sliding = { size: 5, outputs: 3, taps: 3, begin: 1, stride: 2, dilation: 1 };

/** The elements that the taps of each output read, and the taps. */
function readBy(window: Sliding, place = inside): number[][][] {
  const { first, from, weight } = axisTaps(window, 1, 1, place);
  return Array.from(
    { length: window.outputs },
    (_, at) => [...from.slice(first[at], first[at + 1])].map((read, i) => [read, weight[first[at] + i]]),
  );
}

Deno.test("taps on padding are left out", () => {
  assert.deepEqual(readBy(sliding), [[[0, 1], [1, 2]], [[1, 0], [2, 1], [3, 2]], [[3, 0], [4, 1]]]);
});

Deno.test("dilated taps are farther apart", () => {
  assert.deepEqual(readBy({ ...sliding, dilation: 2 }), [
    [[1, 1], [3, 2]],
    [[1, 0], [3, 1]],
    [[3, 0]],
  ]);
});

Deno.test("a transposed window reads the elements that are spread over its output", () => {
  // each element x at 2x - 1, 2x and 2x + 1
  const window = { ...sliding, size: 2, outputs: 4, transposed: true };
  assert.deepEqual(readBy(window), [[[0, 1]], [[1, 0], [0, 2]], [[1, 1]], [[1, 2]]]);
});

Deno.test("another place may stand for padding", () => {
  const clamped = (coordinate: number, size: number) => Math.min(Math.max(coordinate, 0), size - 1);
  assert.deepEqual(readBy(sliding, clamped)[0], [[0, 0], [0, 1], [1, 2]]);
});

Deno.test("a window over two axes adds the offsets of both, in row-major order", () => {
  const rows = axisTaps({ ...sliding, size: 2, outputs: 1, taps: 2, begin: 0 }, 10, 3, inside);
  const columns = axisTaps({ ...sliding, size: 3, outputs: 2, taps: 2, begin: 0, stride: 1 }, 1, 1, inside);
  const window = new Window([rows, columns], [1, 0]);
  window.moveTo([1, 0]);
  assert.equal(window.count, 4);
  assert.deepEqual([...window.from], [1, 2, 11, 12]);
  assert.deepEqual([...window.weight], [0, 1, 3, 4]);
});
