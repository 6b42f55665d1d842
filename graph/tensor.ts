/**
 * Tensors: a data type, a shape, and the elements in row-major order.
 *
 * @module
 */

import { type DataType, type Elements } from "./data_type.ts";

/** Data type and shape, without elements (`MLOperandDescriptor`). */
export interface Descriptor {
  readonly dataType: DataType;
  readonly shape: readonly number[];
}

/** A tensor in memory; `data` holds `elementCount(shape)` elements in row-major order. */
export interface Tensor extends Descriptor {
  readonly data: Elements;
}

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** Row-major strides of a shape, in elements. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** The index along each axis of the element at `position` in row-major order. */
export function indexAt(position: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = position % shape[axis];
    position = Math.floor(position / shape[axis]);
  }
  return index;
}

/** A descriptor in words: `float32[1,3,4,4]`. */
export function describe({ dataType, shape }: Descriptor): string {
  return `${dataType}[${shape.join(",")}]`;
}
