/**
 * A case that fails, as a program that anyone can run shows it.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import type { Bounds, ExpectedOutput, ExpectedOutputs } from "../graph/expectation.ts";
import { Flag } from "../graph/expectation.ts";
import { isInt64 } from "../graph/data_type.ts";

/** One dispatch of the graph, and what it must give. */
export interface Dispatch {
  readonly inputs: Inputs;
  readonly expected: ExpectedOutputs;
}

/** What a program that shows a failure holds. */
export interface Reproduction {
  readonly case: Case;
  /** Lines of a comment: which backend, what was wrong. */
  readonly about: readonly string[];
  /** In the order in which the graph is dispatched. */
  readonly dispatches: readonly Dispatch[];
  /** ONNX Runtime's execution provider that is at fault; absent: the CPU's. */
  readonly provider?: string;
}

/** Least and greatest value that passes, where a number does; whatever passes beside them is taken in. */
export function allowed(
  { dataType, value, lo, hi, flags }: ExpectedOutput,
): { readonly least: Bounds; readonly greatest: Bounds } {
  if (!flags || isInt64(dataType)) return { least: lo, greatest: hi };
  const least = lo.slice() as Float64Array, greatest = hi.slice() as Float64Array;
  const widen = (mark: number, bounds: Float64Array, to: number) =>
    flags.forEach((each, i) => {
      if (each & mark) bounds[i] = to;
    });
  widen(Flag.any | Flag.skip | Flag.orNegativeInfinity, least, -Infinity);
  widen(Flag.any | Flag.skip | Flag.orPositiveInfinity, greatest, Infinity);
  flags.forEach((each, i) => {
    if (each & (Flag.nan | Flag.bits)) least[i] = greatest[i] = Number(value[i]);
  });
  return { least, greatest };
}

/** Whether only the expected values themselves pass. */
export function isExact(output: ExpectedOutput): boolean {
  const { least, greatest } = allowed(output);
  return output.value.every((value: number | bigint, i: number) =>
    Object.is(Number(least[i]), Number(greatest[i])) && Number(least[i]) === Number(value) ||
    Number.isNaN(value)
  );
}

/** Positions of the zeros whose sign counts. */
export function signedZeros({ value, flags }: ExpectedOutput): number[] {
  if (!flags) return [];
  return Array.from(flags.keys()).filter((i) => flags[i] & Flag.bits && Number(value[i]) === 0);
}
