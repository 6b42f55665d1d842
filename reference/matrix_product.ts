/**
 * Products of matrices and of stacks of matrices, as convolutions with one tap.
 *
 * @module
 */

import { elementCount, indexAt, rowMajorStrides } from "../graph/tensor.ts";
import { convolve, type FactorPositions } from "./convolve.ts";
import { slidingTaps } from "./taps.ts";
import { view } from "./view.ts";

/** `[...batch, rows, inner] × [...batch, inner, columns]`, operands strided in any way. */
export interface MatrixProduct {
  readonly batch: readonly number[];
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Strides of the first operand: of each batch axis (0: repeated), of its rows, of its inner axis. */
  readonly aStride: readonly number[];
  /** Strides of the second operand: of each batch axis (0: repeated), of its inner axis, of its columns. */
  readonly bStride: readonly number[];
}

/**
 * Adds the product of `a` and `b` to `v`, row-major, and the sums of its terms' absolute values to `S`. Batch axes along
 * which `b` is repeated are those of the convolution; along the others it is one convolution after the other.
 */
export function addMatrixProduct(
  { batch, rows, inner, columns, aStride, bStride }: MatrixProduct,
  a: Float64Array,
  b: Float64Array,
  v: Float64Array,
  S?: Float64Array,
): void {
  const axes = [slidingTaps({ input: rows, taps: 1, outputs: rows, begin: 0, stride: 1, dilation: 1 })];
  const yStride = rowMajorStrides([...batch, rows, columns]);
  const all = batch.map((_, axis) => axis);
  const shared = all.filter((axis) => bStride[axis] === 0), own = all.filter((axis) => bStride[axis] !== 0);
  const of = (list: readonly number[], picked: readonly number[]) => picked.map((axis) => list[axis]);
  const sizes = of(batch, shared), ownSizes = of(batch, own);
  const [aRow, aInner] = aStride.slice(-2), [bInner, bColumn] = bStride.slice(-2);
  for (let i = 0; i < elementCount(ownSizes); i++) {
    const index = indexAt(i, ownSizes);
    const from = (strides: readonly number[]) =>
      own.reduce((sum, axis, d) => sum + index[d] * strides[axis], 0);
    const to = from(yStride);
    convolve({
      x: view(a.subarray(from(aStride)), [...sizes, 1, inner, rows], [
        ...of(aStride, shared),
        0,
        aInner,
        aRow,
      ]),
      w: view(b.subarray(from(bStride)), [1, columns, inner, 1], [0, bColumn, bInner, 0]),
      y: view(v.subarray(to), [...sizes, 1, columns, rows], [...of(yStride, shared), 0, 1, columns]),
      axes,
    }, S?.subarray(to));
  }
}

/** The positions in `a` and `b` of what is multiplied for the element of the product at position `at`. */
export function matrixFactorsAt(
  { batch, rows, inner, columns, aStride, bStride }: MatrixProduct,
  at: number,
): FactorPositions {
  const index = indexAt(at, [...batch, rows, columns]), rank = index.length;
  const column = index[rank - 1], row = index[rank - 2];
  const ofBatch = (strides: readonly number[]) => batch.reduce((sum, _, d) => sum + index[d] * strides[d], 0);
  const [aRow, aInner] = aStride.slice(-2), [bInner, bColumn] = bStride.slice(-2);
  const along = (from: number, step: number) => Int32Array.from({ length: inner }, (_, k) => from + k * step);
  return {
    x: along(ofBatch(aStride) + row * aRow, aInner),
    w: along(ofBatch(bStride) + column * bColumn, bInner),
  };
}
