/**
 * Software kernels of the arithmetical operators of two operands.
 *
 * Sums, differences, products and prelu (class C, beside casts and most of dequantizeLinear) round one exact result once,
 * and so does leakyRelu: to nearest under profile ieee, where all correct backends agree, to either neighbour under webgpu.
 *
 * @module
 */

import { floatFormats, isInt64 } from "../../../graph/data_type.ts";
import { anyReader, type Call, type Element, type Kernel, reader, tensorOf } from "../kernel.ts";
import { bigPower, integerPower, power } from "./power.ts";

/** By operator. */
export const elementwiseKernels: Readonly<Record<string, Kernel>> = {
  add: binary("a", "b", { floats: () => (a, b) => a + b, big: (a, b) => a + b }),
  sub: binary("a", "b", { floats: () => (a, b) => a - b, big: (a, b) => a - b }),
  mul: binary("a", "b", { floats: () => (a, b) => a * b, big: (a, b) => a * b }),
  div: binary("a", "b", {
    floats: quotient,
    integers: (a, b) => Math.trunc(a / b),
    big: (a, b) => b === 0n ? 0n : a / b,
  }),
  max: binary("a", "b", { floats: () => Math.max, big: (a, b) => a > b ? a : b }),
  min: binary("a", "b", { floats: () => Math.min, big: (a, b) => a < b ? a : b }),
  pow: binary("a", "b", { floats: power, integers: integerPower, big: bigPower }),
  prelu: binary("input", "slope", {
    floats: ({ round }) => (x, slope) => Math.max(0, x) + round(slope * Math.min(0, x)),
    big: (x, slope) => x < 0n ? x * slope : x,
  }),
};

/** One operation on each kind of numbers. */
export interface Operation {
  /** The last step of it is rounded by the caller. */
  floats(call: Call): (a: number, b: number) => number;
  /** Absent: as of floats, whose whole results up to 2^53 are exact. */
  integers?(a: number, b: number): number;
  /** Of 64-bit integers. */
  big(a: bigint, b: bigint): bigint;
}

/** The operation on two operands of one type, element by element. */
export function binary(first: string, second: string, { floats, integers, big }: Operation): Kernel {
  return (call): Element => {
    const { outputs: [{ dataType }], round } = call;
    if (isInt64(dataType)) {
      const [a, b] = [first, second].map((name) => anyReader(tensorOf(call, name)));
      return (index) => big(a(index) as bigint, b(index) as bigint);
    }
    const [a, b] = [first, second].map((name) => reader(tensorOf(call, name)));
    const isInteger = call.dataType !== dataType;
    const apply = isInteger && integers ? integers : floats(call);
    return (index) => round(apply(a(index), b(index)));
  };
}

/** In the second form the reciprocal is multiplied, where it is a normal number. */
function quotient({ arithmetic, dataType, round }: Call): (a: number, b: number) => number {
  const divided = (a: number, b: number) => a / b;
  if (!arithmetic.folds) return divided;
  const { minNormal } = floatFormats[dataType];
  return (a, b) => {
    const reciprocal = round(1 / b), size = Math.abs(reciprocal);
    return size >= minNormal && size < Infinity && Math.abs(b) >= minNormal ? a * reciprocal : a / b;
  };
}
