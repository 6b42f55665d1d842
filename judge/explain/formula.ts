/**
 * A local bound as a formula: every term that it has, and the numbers that its symbols stand for.
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Options, Result } from "../../reference/operator.ts";
import { type Arithmetic, growth } from "../../reference/radius.ts";

/** What a symbol of a formula stands for. */
export interface FormulaSymbol {
  /** `u`, `c_exp`; what stands between bars is one symbol: `|y|`, `|k·d|`. */
  readonly name: string;
  readonly value: number;
  /** What it is, or what it is calculated of. */
  readonly meaning?: string;
}

/**
 * A sum of products, quotients, powers, `max` and `clamp` (to 0 … 1) of numbers and symbols, every multiplication written.
 */
export interface Formula {
  readonly text: string;
  readonly symbols: readonly FormulaSymbol[];
}

/** What a formula is made of: an output element, its operand elements, and the arithmetic. */
export interface Bounded {
  readonly result: Result;
  readonly i: number;
  readonly dataType: FloatType;
  /** As the part of the bound is calculated: without what a profile allows beside rounding. */
  readonly profile: Profile;
  readonly a: Arithmetic;
  readonly options: Options;
  /** The sizes of the input and of the output. */
  readonly shapes: readonly [input: readonly number[], output: readonly number[]];
  /** The elements of an operand that the output element depends on; empty where the operand is absent. */
  readonly of: (argument: string) => readonly number[];
  /** The element of the input at the place of the output element, where they have the same shape; else NaN. */
  readonly x: number;
  /** All elements of the input. */
  readonly input: Float64Array;
  /** An operand is present. */
  readonly has: (argument: string) => boolean;
}

/** The formula of an output element; undefined where no closed form is known for it. */
export type FormulaOf = (bounded: Bounded) => Formula | undefined;

/** Symbols, each with its name. */
export function symbols(values: Readonly<Record<string, number>>): FormulaSymbol[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** The relative error of `count` roundings, written as `text`: `text·u` to nearest, else γ. */
export function roundings(
  text: string,
  count: number,
  a: Arithmetic,
  name = "γ",
): Formula {
  if (a.rho === 1) return { text: `${text}·u`, symbols: [] };
  return {
    text: name,
    symbols: [{ name, value: growth(count, a), meaning: `${text}·u/(1 - ${text}·u)` }],
  };
}

/** The magnitude of the exact result. */
export function size({ result, i }: Bounded): number {
  return Math.abs(Number(result.v[i]));
}
