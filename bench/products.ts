/**
 * Sums of products: the reference with radii and without, beside TF.js and ONNX Runtime.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { elementCount } from "../graph/tensor.ts";
import { convolve } from "../reference/convolve.ts";
import { addMatrixProduct } from "../reference/matrix_product.ts";
import { slidingTaps } from "../reference/taps.ts";
import { view } from "../reference/view.ts";
import type { Section } from "./line.ts";
import { timed, type Workload } from "./workload.ts";

const side = 256;

const workloads: readonly Workload[] = [
  {
    title: "conv2d [1,32,56,56] × [64,32,3,3], padding 1",
    operator: "conv2d",
    shapes: { input: [1, 32, 56, 56], filter: [64, 32, 3, 3] },
    options: { padding: [1, 1, 1, 1] },
    least: 2,
    valuesOnly: ([x, w]) =>
      addConvolution(x, w, { groups: 1, channels: 32, outputs: 64, sizes: [56, 56], padding: 1 }),
    // TF.js on the CPU has channels last only, in input and filter
    tfjs: ([x, w]) =>
      tf.tidy(() =>
        tf.conv2d(tf.tensor4d(x, [1, 56, 56, 32]), tf.tensor4d(w, [3, 3, 32, 64]), 1, "same").dataSync()
      ),
  },
  {
    title: "conv2d depthwise [1,64,112,112] × [64,1,3,3], padding 1",
    operator: "conv2d",
    shapes: { input: [1, 64, 112, 112], filter: [64, 1, 3, 3] },
    options: { padding: [1, 1, 1, 1], groups: 64 },
    least: 1,
    valuesOnly: ([x, w]) =>
      addConvolution(x, w, { groups: 64, channels: 1, outputs: 1, sizes: [112, 112], padding: 1 }),
    tfjs: ([x, w]) =>
      tf.tidy(() =>
        tf.depthwiseConv2d(tf.tensor4d(x, [1, 112, 112, 64]), tf.tensor4d(w, [3, 3, 64, 1]), 1, "same")
          .dataSync()
      ),
  },
  {
    title: "conv [1,8,16,28,28] × [16,8,3,3,3]",
    operator: "conv",
    shapes: { input: [1, 8, 16, 28, 28], filter: [16, 8, 3, 3, 3] },
    options: {},
    least: 1,
    valuesOnly: ([x, w]) =>
      addConvolution(x, w, { groups: 1, channels: 8, outputs: 16, sizes: [16, 28, 28], padding: 0 }),
    tfjs: ([x, w]) =>
      tf.tidy(() =>
        tf.conv3d(tf.tensor5d(x, [1, 16, 28, 28, 8]), tf.tensor5d(w, [3, 3, 3, 8, 16]), 1, "valid").dataSync()
      ),
  },
  {
    title: `matmul [${side},${side}] × [${side},${side}]`,
    operator: "matmul",
    shapes: { a: [side, side], b: [side, side] },
    options: {},
    least: 1,
    valuesOnly: ([a, b]) =>
      addMatrixProduct(
        { batch: [], rows: side, inner: side, columns: side, aStride: [side, 1], bStride: [side, 1] },
        a,
        b,
        new Float64Array(side * side),
      ),
    tfjs: ([a, b]) =>
      tf.tidy(() => tf.matMul(tf.tensor2d(a, [side, side]), tf.tensor2d(b, [side, side])).dataSync()),
  },
];

interface Sizes {
  readonly groups: number;
  readonly channels: number;
  readonly outputs: number;
  readonly sizes: readonly number[];
  readonly padding: number;
}

/** The kernel without sums of magnitudes, of filters of 3 taps on each axis. */
function addConvolution(
  x: Float64Array,
  w: Float64Array,
  { groups, channels, outputs, sizes, padding }: Sizes,
): void {
  const axes = sizes.map((input) =>
    slidingTaps({ input, taps: 3, outputs: input + 2 * padding - 2, begin: padding, stride: 1, dilation: 1 })
  );
  const shape = [1, groups, outputs, ...axes.map((axis) => axis.outputs)];
  convolve({
    x: view(x, [1, groups, channels, ...sizes]),
    w: view(w, [groups, outputs, channels, ...sizes.map(() => 3)]),
    y: view(new Float64Array(elementCount(shape)), shape),
    axes,
  });
}

/** One section a workload. */
export const products: readonly Section[] = workloads.map((workload) => ({
  title: workload.title,
  async *measure() {
    tf.enableProdMode();
    await tf.setBackend("cpu");
    yield* timed(workload);
  },
}));
