/**
 * Tensors of any data type in place of those of a call.
 *
 * @module
 */

import { createElements, type DataType } from "../../graph/data_type.ts";
import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import type { Call, Operand, Values } from "../software/kernel.ts";

/** The call with other tensors; undefined where none is changed. */
export function withOperands(
  { operands }: Call,
  change: (values: Values, argument: string) => Values | undefined,
): Pick<Call, "operands"> | undefined {
  let isChanged = false;
  const changed = (values: Values, argument: string): Values => {
    const other = change(values, argument);
    if (other === undefined || isEqual(other, values)) return values;
    isChanged = true;
    return other;
  };
  const others = Object.entries(operands).map(([argument, operand]): [string, Operand] => [
    argument,
    "v" in operand ? changed(operand, argument) : operand.map((values) => changed(values, argument)),
  ]);
  return isChanged ? { operands: Object.fromEntries(others) } : undefined;
}

function isEqual(a: Values, b: Values): boolean {
  const isSameShape = String(a.shape) === String(b.shape);
  return isSameShape && a.v.every((x: number | bigint, at: number) => Object.is(x, b.v[at]));
}

/** The tensor with each element changed. */
export function mapped(values: Values, change: (x: number) => number): Values {
  const { v, dataType } = values;
  const others = v.slice() as Values["v"];
  for (let at = 0; at < v.length; at++) {
    const x = v[at];
    if (typeof x === "bigint") {
      const y = change(Number(x));
      others[at] = Number.isFinite(y) ? BigInt(Math.trunc(y)) : 0n;
    } else others[at] = change(x);
  }
  return { ...values, dataType, v: others };
}

/** The tensor stretched to a shape, each element read from the place that `from` gives. */
export function stretched(
  { dataType, v }: Values,
  shape: readonly number[],
  from: (index: readonly number[], position: number) => number,
): Values {
  const count = elementCount(shape);
  const others = v instanceof Float64Array ? new Float64Array(count) : createElements(dataType, count);
  for (let at = 0; at < count; at++) others[at] = v[from(indexAt(at, shape), at)] ?? others[at];
  return { dataType, shape, v: others };
}

/** The position in row-major order of an index. */
export function positionIn(shape: readonly number[]): (index: readonly number[]) => number {
  const strides = rowMajorStrides(shape);
  return (index) => {
    let at = 0;
    for (let axis = 0; axis < strides.length; axis++) at += index[axis] * strides[axis];
    return at;
  };
}

/** Zero of a data type. */
export function zeroOf(dataType: DataType): number | bigint {
  return createElements(dataType, 1)[0];
}
