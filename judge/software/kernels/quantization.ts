/**
 * Software kernels of conversions between data types.
 *
 * @module
 */

import { type DataType, integerRange, isFloat, isInt64 } from "../../../graph/data_type.ts";
import { rowMajorStrides } from "../../../graph/tensor.ts";
import { halfToEven, nearby } from "../casting.ts";
import { type Call, type Kernel, strided, tensorOf, type Values } from "../kernel.ts";

export { halfToEven };

/** By operator. */
export const quantizationKernels: Readonly<Record<string, Kernel>> = {
  cast: (call) => {
    const { v, shape, dataType } = tensorOf(call, "input");
    const read = strided(v, 0, rowMajorStrides(shape));
    const convert = conversion(dataType, call.outputs[0].dataType);
    return (index) => convert(read(index));
  },
  quantizeLinear: (call) => {
    const { arithmetic: { folds }, round, outputs: [{ dataType }] } = call;
    const { input, scale, zeroPoint } = readersOf(call);
    const [least, greatest] = rangeOf(dataType);
    return (index) => {
      const s = scale(index), x = input(index);
      const quotient = folds && isFinite(round(1 / s)) ? round(x * round(1 / s)) : round(x / s);
      return Math.min(Math.max(round(halfToEven(quotient) + zeroPoint(index)), least), greatest);
    };
  },
  dequantizeLinear: (call) => {
    const { arithmetic, round } = call;
    const { input, scale, zeroPoint } = readersOf(call);
    // the greatest whole numbers are beyond float16, so it has none of them as an intermediate result
    const single = (x: number) => arithmetic.round(x, "float32");
    return arithmetic.folds
      ? (index) => round(single(single(input(index)) - single(zeroPoint(index))) * scale(index))
      : (index) => round(single(input(index) - zeroPoint(index)) * scale(index));
  },
};

/** One number as one of another type; floats are rounded where they are stored. */
function conversion(from: DataType, to: DataType): (x: number | bigint) => number | bigint {
  if (isInt64(to)) {
    return isFloat(from) ? (x) => isFinite(Number(x)) ? BigInt(Math.trunc(Number(x))) : 0n : BigInt;
  }
  if (!isInt64(from)) return isFloat(to) ? (x) => x : (x) => Math.trunc(x as number);
  return isFloat(to) ? (x) => nearby(x as bigint) : (x) => Number(BigInt.asIntN(32, x as bigint));
}

/** Least and greatest value of an integer type of 32 bits or fewer. */
export function rangeOf(dataType: DataType): readonly [number, number] {
  if (isFloat(dataType)) throw new TypeError(`${dataType} is no integer type`);
  const [least, greatest] = integerRange[dataType];
  return [Number(least), Number(greatest)];
}

/** The input at an index, and scale and zero point of its block. */
export function readersOf(call: Call): Readonly<Record<string, (index: number[]) => number>> {
  const { shape, v } = tensorOf(call, "input");
  return {
    input: strided(v, 0, rowMajorStrides(shape)) as (index: number[]) => number,
    scale: blockReader(tensorOf(call, "scale"), shape),
    zeroPoint: blockReader(tensorOf(call, "zeroPoint"), shape),
  };
}

/** Each element stands for a block of as many input elements as its size divides the input's, along each axis. */
function blockReader({ shape, v }: Values, of: readonly number[]): (index: number[]) => number {
  const strides = rowMajorStrides(shape);
  const blocks = shape.map((size, axis) => of[axis] / size);
  return (index) => {
    let at = 0;
    for (let axis = 0; axis < strides.length; axis++) {
      at += Math.floor(index[axis] / blocks[axis]) * strides[axis];
    }
    return v[at] as number;
  };
}
