import assert from "node:assert/strict";
import fc from "fast-check";
import { elementCount, indexAt, rowMajorStrides } from "../graph/tensor.ts";
import { assign, broadcastView, gather, view } from "./view.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });

Deno.test("gather() reads a permuted view element by element", () => {
  const permuted = shapes.chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.shuffledSubarray(shape.map((_, axis) => axis), { minLength: shape.length }),
    )
  );
  fc.assert(fc.property(permuted, ([shape, axes]) => {
    const data = Float64Array.from({ length: elementCount(shape) }, (_, i) => i);
    const moved = gather(view(data, shape).transpose(...axes));
    const strides = rowMajorStrides(shape);
    const permutedShape = axes.map((axis) => shape[axis]);
    moved.forEach((value, position) => {
      const index = indexAt(position, permutedShape);
      assert.equal(value, axes.reduce((sum, axis, i) => sum + index[i] * strides[axis], 0));
    });
  }));
});

Deno.test("broadcastView() repeats axes of size 1, also of 64-bit integers", () => {
  const column = BigInt64Array.of(1n, 2n);
  assert.deepEqual(gather(broadcastView(column, [2, 1], [2, 3])), BigInt64Array.of(1n, 1n, 1n, 2n, 2n, 2n));
  assert.deepEqual(gather(broadcastView(Uint8Array.of(7), [], [2, 2])), Uint8Array.of(7, 7, 7, 7));
});

Deno.test("assign() fills the part of the target that a view shows, and nothing else", () => {
  const target = new Float64Array(12);
  assign(view(target, [3, 4]).lo(1, 1).hi(2, 2), view(Float64Array.of(1, 2, 3, 4), [2, 2]));
  assert.deepEqual([...target], [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0]);
});
