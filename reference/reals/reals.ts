/**
 * Real numbers that are known within a radius: one formula, evaluated in arithmetics of growing precision, says in each how
 * its value rounds (tolerance.md, section 8.2).
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";

/**
 * An arithmetic on enclosures `T`. The result of an operation encloses whatever the operation gives on any numbers that its
 * operands enclose.
 */
export interface Reals<T> {
  /** A float64, exactly. What is computed of one that is not finite decides nothing. */
  of(x: number): T;
  add(a: T, b: T): T;
  negate(a: T): T;
  multiply(a: T, b: T): T;
  /** `b` encloses no zero. */
  divide(a: T, b: T): T;
  /** `√a`, for a positive a. */
  root(a: T): T;
  exp(a: T): T;
  /** `ln a`, for a positive a. */
  log(a: T): T;
  relu(a: T): T;
  sigmoid(a: T): T;
  tanh(a: T): T;
  /** A float64 that rounds to the type as every number of the enclosure does; undefined where they do not round alike. */
  rounded(a: T, dataType: FloatType): number | undefined;
  /** A float64 of the enclosure's middle. */
  middle(a: T): number;
}

/** `a - b` */
export function subtract<T>({ add, negate }: Reals<T>, a: T, b: T): T {
  return add(a, negate(b));
}

/** `1 / (1 + e^-a)`, for an `a` that is not below 0 or little; else `e^a / (1 + e^a)` (`isNegative`). */
export function sigmoidByExp<T>({ of, add, negate, divide, exp }: Reals<T>, a: T, isNegative: boolean): T {
  const power = exp(isNegative ? a : negate(a));
  return divide(isNegative ? power : of(1), add(of(1), power));
}

/** `(1 - e^-2a) / (1 + e^-2a)`, for an `a` that is not below 0 or little; else by that of -a (`isNegative`). */
export function tanhByExp<T>(reals: Reals<T>, a: T, isNegative: boolean): T {
  const { of, add, negate, multiply, divide, exp } = reals;
  const power = exp(multiply(of(isNegative ? 2 : -2), a));
  const y = divide(subtract(reals, of(1), power), add(of(1), power));
  return isNegative ? negate(y) : y;
}
