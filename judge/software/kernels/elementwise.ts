/**
 * Software kernels of elementwise operators of two operands, and of selections.
 *
 * @module
 */

import { castNumber } from "../../../reference/cast_number.ts";
import { type Kernel, reader, tensorOf } from "../kernel.ts";

/** By operator. */
export const elementwiseKernels: Readonly<Record<string, Kernel>> = {
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  max: binary(Math.max),
  min: binary(Math.min),
  prelu: (call) => {
    const { round } = call;
    const input = reader(tensorOf(call, "input")), slope = reader(tensorOf(call, "slope"));
    return (index) => {
      const x = input(index);
      return round(Math.max(0, x) + round(slope(index) * Math.min(0, x)));
    };
  },
  relu: unary((x) => x > 0 ? x : x !== x ? NaN : 0),
  clamp: (call) => {
    const { options, dataType } = call;
    const read = reader(tensorOf(call, "input"));
    const low = castNumber(options.minValue as number ?? -Infinity, dataType) as number;
    const high = castNumber(options.maxValue as number ?? Infinity, dataType) as number;
    return (index) => Math.min(Math.max(read(index), low), high);
  },
};

function binary(apply: (a: number, b: number) => number): Kernel {
  return (call) => {
    const { round } = call;
    const a = reader(tensorOf(call, "a")), b = reader(tensorOf(call, "b"));
    return (index) => round(apply(a(index), b(index)));
  };
}

function unary(apply: (x: number) => number): Kernel {
  return (call) => {
    const read = reader(tensorOf(call, "input"));
    return (index) => apply(read(index));
  };
}
