/**
 * Matrix products: the reference with radii and without, beside TF.js and ONNX Runtime.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { addMatrixProduct } from "../reference/matrix_product.ts";
import { timed } from "./workload.ts";

/** The lines of the report. */
export async function* benchMatmul(): AsyncGenerator<string> {
  await tf.setBackend("cpu");
  const side = 256;
  yield* await timed({
    title: "matmul [256,256] × [256,256]",
    operator: "matmul",
    shapes: { a: [side, side], b: [side, side] },
    options: {},
    valuesOnly: ([a, b]) =>
      addMatrixProduct(
        { batch: [], rows: side, inner: side, columns: side, aStride: [side, 1], bStride: [side, 1] },
        a,
        b,
        new Float64Array(side * side),
      ),
    tfjs: ([a, b]) =>
      tf.tidy(() => tf.matMul(tf.tensor2d(a, [side, side]), tf.tensor2d(b, [side, side])).dataSync()),
  });
}

if (import.meta.main) { for await (const line of benchMatmul()) console.log(line); }
