/**
 * Software kernels of comparisons and logical operators.
 *
 * @module
 */

import { anyReader, type Element, floatAt, type Kernel, reader, tensorOf } from "../kernel.ts";

/** By operator. */
export const comparisonKernels: Readonly<Record<string, Kernel>> = {
  equal: comparing((a, b) => a === b),
  notEqual: comparing((a, b) => a !== b),
  greater: comparing((a, b) => a > b),
  greaterOrEqual: comparing((a, b) => a >= b),
  lesser: comparing((a, b) => a < b),
  lesserOrEqual: comparing((a, b) => a <= b),
  logicalAnd: combining((a, b) => a && b),
  logicalOr: combining((a, b) => a || b),
  logicalXor: combining((a, b) => a !== b),
  logicalNot: (call) => {
    const read = reader(tensorOf(call, "a"));
    return (index) => Number(read(index) === 0);
  },
  isNaN: classifying(Number.isNaN),
  isInfinite: classifying((x) => Math.abs(x) === Infinity),
};

/** Two numbers of one type, compared. */
export type Comparison = <T extends number | bigint>(a: T, b: T) => boolean;

/** 1 where the comparison holds. */
export function comparing(holds: Comparison): Kernel {
  return (call): Element => {
    const [a, b] = ["a", "b"].map((name) => anyReader(tensorOf(call, name)));
    return (index) => Number(holds(a(index), b(index)));
  };
}

/** 1 where the combination of two truth values holds; a number is true unless it is 0. */
export function combining(holds: (a: boolean, b: boolean) => boolean): Kernel {
  return (call): Element => {
    const [a, b] = ["a", "b"].map((name) => reader(tensorOf(call, name)));
    return (index) => Number(holds(a(index) !== 0, b(index) !== 0));
  };
}

/** 1 where a float is of the class. */
export function classifying(isOfClass: (x: number) => boolean): Kernel {
  return (call): Element => {
    const read = floatAt(call, "a");
    return (index) => Number(isOfClass(read(index)));
  };
}
