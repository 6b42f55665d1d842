import assert from "node:assert/strict";
import { inOrder, rowReader, rowsOver } from "./rows.ts";

Deno.test("rowsOver() has a row for each index of the other axes; the last of the axes moves fastest", () => {
  assert.deepEqual(rowsOver([2, 3, 2], [0, 2]), { starts: [0, 2, 4], offsets: [0, 1, 6, 7] });
  assert.deepEqual(rowsOver([2, 3, 2], [2, 0]), { starts: [0, 2, 4], offsets: [0, 6, 1, 7] });
});

Deno.test("rowsOver() no axes has a row for each element, over all axes a single one, and so for a scalar", () => {
  assert.deepEqual(rowsOver([2, 2], []), { starts: [0, 1, 2, 3], offsets: [0] });
  assert.deepEqual(rowsOver([2, 2], [0, 1]), { starts: [0], offsets: [0, 1, 2, 3] });
  assert.deepEqual(rowsOver([], []), { starts: [0], offsets: [0] });
});

Deno.test("rowReader() reads the elements of a row", () => {
  const read = rowReader([10, 11, 12, 13, 14, 15], rowsOver([2, 3], [0]));
  assert.deepEqual([...read(1)], [11, 14]);
  assert.deepEqual([...read(2)], [12, 15]);
});

Deno.test("inOrder() gives values by their index, and those of a bug that has too few again from the beginning", () => {
  const right = inOrder([1, 2, 3, 4, 5, 6], [2, 3]), few = inOrder([1, 2], [2, 3]);
  assert.equal(right([1, 2]), 6);
  assert.equal(few([1, 2]), 2);
  assert.equal(few([0, 2]), 1);
});
