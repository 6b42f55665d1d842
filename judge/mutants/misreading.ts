/**
 * How a bug takes a call for another one: other options, operands that are missing or read differently. Each is undefined
 * where nothing would change.
 *
 * @module
 */

import { floatFormats, isFloat } from "../../graph/data_type.ts";
import { elementCount, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, floatsOf, tensorOf, type Values } from "../software/kernel.ts";

type Change = Partial<Call> | undefined;

/** An operand is not there. */
export function without({ operands }: Call, argument: string): Change {
  const { [argument]: absent, ...others } = operands;
  return absent ? { operands: others } : undefined;
}

/** The floats of an operand are others; a position gives the one that is read there. */
export function withFloats(
  call: Call,
  argument: string,
  read: (v: Float64Array, position: number) => number,
): Change {
  if (!call.operands[argument]) return undefined;
  const operand = floatsOf(call, argument), { v } = operand;
  const others = v.map((_, position) => read(v, position));
  if (others.every((x, i) => Object.is(x, v[i]))) return undefined;
  return { operands: { ...call.operands, [argument]: { ...operand, v: others } } };
}

/** An operand is read as if it were another one. */
export function exchanged({ operands }: Call, one: string, other: string): Change {
  const { [one]: a, [other]: b } = operands;
  return a && b ? { operands: { ...operands, [one]: b, [other]: a } } : undefined;
}

/** The position from which a tensor of `shape` is read at each position, if its axes were stored in the order `stored`. */
export function storedInOrder(shape: readonly number[], stored: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  rowMajorStrides(stored.map((axis) => shape[axis])).forEach((stride, i) => strides[stored[i]] = stride);
  let positions = [0];
  shape.forEach((size, axis) => {
    positions = positions.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * strides[axis]));
  });
  return positions.slice(0, elementCount(shape));
}

/** The subnormal floats of an operand are zeros. */
export function withoutSubnormals(call: Call, argument: string): Change {
  const { dataType } = tensorOf(call, argument);
  if (!isFloat(dataType)) return undefined;
  const { minNormal } = floatFormats[dataType];
  return withFloats(call, argument, (v, at) => Math.abs(v[at]) < minNormal ? 0 * v[at] : v[at]);
}

/** The integers of an operand read as signed ones of the same size; undefined where none is different. */
export function readAsSigned(call: Call, argument: string): Change {
  const operand = tensorOf(call, argument), signed = signedOf(operand);
  return signed && { operands: { ...call.operands, [argument]: signed } };
}

function signedOf({ dataType, shape, v }: Values): Values | undefined {
  const numbers = v as Uint32Array;
  switch (dataType) {
    case "uint8":
      return { dataType: "int8", shape, v: Int8Array.from(numbers) };
    case "uint32":
      return { dataType: "int32", shape, v: Int32Array.from(numbers) };
    case "uint64":
      return { dataType: "int64", shape, v: new BigInt64Array((v as BigUint64Array).slice().buffer) };
    default:
      return undefined;
  }
}
