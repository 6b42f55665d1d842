/**
 * Software kernels of the operators that give back one of their elements, or its sign or its opposite, in every data type.
 *
 * @module
 */

import { rowMajorStrides } from "../../../graph/tensor.ts";
import { valueOf } from "../casting.ts";
import { anyReader, type Call, type Element, type Kernel, strided, tensorOf } from "../kernel.ts";

/** One step on numbers and on 64-bit integers. */
export interface Steps {
  readonly number: (x: number) => number;
  readonly big: (x: bigint) => bigint;
}

/** By operator. */
export const selectionKernels: Readonly<Record<string, Kernel>> = {
  abs: stepping(() => ({ number: Math.abs, big: (x) => x < 0n ? -x : x })),
  identity: stepping(() => ({ number: (x) => x, big: (x) => x })),
  neg: stepping(() => ({ number: (x) => -x, big: (x) => -x })),
  relu: stepping(() => ({ number: (x) => x > 0 ? x : x !== x ? NaN : 0, big: (x) => x > 0n ? x : 0n })),
  sign: stepping(() => ({
    number: (x) => x > 0 ? 1 : x < 0 ? -1 : 0,
    big: (x) => x > 0n ? 1n : x < 0n ? -1n : 0n,
  })),
  clamp: stepping(clamping),
  where: (call) => {
    const [condition, ifTrue, ifFalse] = ["condition", "trueValue", "falseValue"].map((name) =>
      anyReader(tensorOf(call, name))
    );
    return (index) => condition(index) !== 0 ? ifTrue(index) : ifFalse(index);
  },
};

/** A step on each element of the input. */
export function stepping(steps: (call: Call) => Steps): Kernel {
  return (call): Element => {
    const { v, shape } = tensorOf(call, "input");
    const { number, big } = steps(call);
    const read = strided(v, 0, rowMajorStrides(shape));
    return typeof v[0] === "bigint"
      ? (index) => big(read(index) as bigint)
      : (index) => number(read(index) as number);
  };
}

/** A bound that is absent does not clamp, and neither does NaN. */
function clamping({ options, outputs: [{ dataType }] }: Call): Steps {
  const [low, high] = [options.minValue, options.maxValue].map((bound) => {
    const value = bound === undefined ? undefined : valueOf(bound as number | bigint, dataType);
    return value === value ? value : undefined;
  });
  const clamped = <T extends number | bigint>(x: T): T => {
    if (low !== undefined && x < low) return low as T;
    return high !== undefined && x > high ? high as T : x;
  };
  return { number: clamped, big: clamped };
}
