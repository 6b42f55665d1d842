import assert from "node:assert/strict";
import { filterLayoutOf, groupedView, layoutOf } from "./layout.ts";
import { stepsOf } from "./steps.ts";

const require = stepsOf("conv");

Deno.test("layoutOf() orders the spatial axes depth, height, width, wherever they stand", () => {
  assert.deepEqual(layoutOf(4, { inputLayout: "wnhc" }, require), {
    batchAxes: [1],
    channelAxis: 3,
    axes: [2, 0],
  });
  assert.deepEqual(layoutOf(5, { inputLayout: "wchdn" }, require), {
    batchAxes: [4],
    channelAxis: 1,
    axes: [3, 2, 0],
  });
});

Deno.test("layoutOf() takes any number of batch axes and no channel axis", () => {
  assert.deepEqual(layoutOf(4, { inputLayout: "nnwn" }, require), {
    batchAxes: [0, 1, 3],
    channelAxis: undefined,
    axes: [2],
  });
});

Deno.test("layoutOf() is channels first where nothing is given", () => {
  assert.deepEqual(layoutOf(4, {}, require), { batchAxes: [0], channelAxis: 1, axes: [2, 3] });
});

Deno.test("layoutOf() keeps explicit axes in their order and implies one channel", () => {
  assert.deepEqual(layoutOf(3, { axes: [2, 0] }, require), {
    batchAxes: [1],
    channelAxis: undefined,
    axes: [2, 0],
  });
});

Deno.test("filterLayoutOf() finds the axes of a filter", () => {
  assert.deepEqual(filterLayoutOf("hwio", 2, require), { output: 3, input: 2, axes: [0, 1] });
});

Deno.test("groupedView() shows the data by batch, group, channel and space without moving it", () => {
  const data = new Float64Array(2 * 3 * 4);
  const layout = { batchAxes: [], channelAxis: 2, axes: [1, 0] };
  const { shape, stride } = groupedView(data, [2, 3, 4], layout, 2);
  assert.deepEqual([shape, stride], [[2, 2, 3, 2], [2, 1, 4, 12]]);
});
