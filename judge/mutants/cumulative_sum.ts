/**
 * Mutants of cumulativeSum.
 *
 * @module
 */

import { isFloat, isInt64 } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { type Call, tensorOf } from "../software/kernel.ts";
import { cumulate, cumulateWhole, cumulating } from "../software/kernels/cumulative_sum.ts";
import { inputBugs, storeBugs, sumBugs } from "./arithmetic.ts";
import { axisBugs } from "./axes.ts";
import { withOptions } from "./change.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

const sizeOf = (call: Call) => tensorOf(call, "input").shape[call.options.axis as number];

/** Sums that begin anew every `length` elements. */
function forgetting(length: number): Bug {
  return replaced(`forgets-every-${length}`, `sums began anew after every ${length} elements`, (call) => {
    if (sizeOf(call) <= length) return undefined;
    const inBlocks = <T>(row: readonly T[], sums: (block: readonly T[]) => T[]): T[] => {
      const blocks: T[] = [];
      for (let at = 0; at < row.length; at += length) blocks.push(...sums(row.slice(at, at + length)));
      return blocks;
    };
    return cumulating(
      (row, call) => inBlocks(row, (block) => cumulate(block, call)),
      (row) => inBlocks(row, cumulateWhole),
    )(call);
  });
}

/** 64-bit integers, or all, through a float type. */
function wholesThrough(name: string, sentence: string, isAll: boolean, narrow: (x: bigint) => bigint): Bug {
  return replaced(name, sentence, (call) => {
    const { dataType } = tensorOf(call, "input");
    if (isFloat(dataType) || !isAll && !isInt64(dataType)) return undefined;
    return cumulating(cumulate, (row) => cumulateWhole(row).map(narrow))(call);
  });
}

const isExclusive = ({ options }: Call) => options.exclusive === true;

const bugs: readonly Bug[] = [
  rewritten(
    "exclusive-ignored",
    "`exclusive` were ignored",
    (call) => withOptions(call, { exclusive: false }),
  ),
  rewritten(
    "always-exclusive",
    "`exclusive` were always set",
    (call) => withOptions(call, { exclusive: true }),
  ),
  rewritten("reversed-ignored", "`reversed` were ignored", (call) => withOptions(call, { reversed: false })),
  rewritten("always-reversed", "`reversed` were always set", (call) => withOptions(call, { reversed: true })),
  rewritten(
    "options-exchanged",
    "`exclusive` and `reversed` were exchanged",
    (call) => withOptions(call, { exclusive: call.options.reversed, reversed: call.options.exclusive }),
  ),
  replaced(
    "exclusive-keeps-the-first",
    "an exclusive sum began with the first element, not with 0",
    (call) => {
      if (!isExclusive(call)) return undefined;
      const kept = <T>(row: readonly T[], sums: T[]): T[] => [row[0], ...sums.slice(0, -1)];
      const inclusive = { ...call, options: { ...call.options, exclusive: false } };
      return cumulating(
        (row, call) => kept(row, cumulate(row, call)),
        (row) => kept(row, cumulateWhole(row)),
      )(inclusive);
    },
  ),
  rewritten("rows-not-parted", "the sums of a row went on in the next row", (call) => {
    const input = tensorOf(call, "input"), { axis } = call.options;
    const isLast = axis === input.shape.length - 1 && elementCount(input.shape) > sizeOf(call);
    if (!isLast) return undefined;
    const flat = { ...input, shape: [elementCount(input.shape)] };
    return { operands: { input: flat }, options: { ...call.options, axis: 0 } };
  }),
  replaced(
    "identity",
    "nothing were summed",
    (call) => sizeOf(call) > 1 ? cumulating((row) => [...row], (row) => [...row])(call) : undefined,
  ),
  forgetting(4),
  forgetting(256),
  forgetting(1024),
  wholesThrough(
    "integers-in-float32",
    "integers were summed in float32",
    true,
    (x) => BigInt(Math.fround(Number(x))),
  ),
  wholesThrough(
    "integers-in-float64",
    "64-bit integers were summed in float64",
    false,
    (x) => BigInt(Number(x)),
  ),
  wholesThrough(
    "integers-in-32-bits",
    "only the lower 32 bits of 64-bit integers were kept",
    false,
    (x) => BigInt.asIntN(32, x),
  ),
];

export const cumulativeSumMutants: readonly Mutant[] = mutantsOf(["cumulativeSum"], [
  ...axisBugs,
  ...bugs,
  ...sumBugs,
  ...inputBugs,
  ...storeBugs,
]);
