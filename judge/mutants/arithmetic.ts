/**
 * Mutants that compute the right formula in the wrong arithmetic, for every operator that sums (tolerance.md, sections 6
 * and 9).
 *
 * @module
 */

import { type FloatType, isFloat } from "../../graph/data_type.ts";
import type { Call, Operand, Values } from "../software/kernel.ts";
import { type Arithmetic, sum, towardZero } from "../software/arithmetic.ts";
import { type Bug, computedIn, rewritten, spoilt } from "./mutant.ts";

/** Rounded to a significand of `bits` bits, as if the exponent had no limits (Veltkamp's split). */
function roundedTo(bits: number, x: number): number {
  const shifted = x * (2 ** (53 - bits) + 1);
  return x - x === 0 ? shifted - (shifted - x) : x;
}

const tf32 = (x: number) => roundedTo(11, x), bfloat16 = (x: number) => roundedTo(8, x);

type Add = NonNullable<Arithmetic["add"]>;

function summedBy(name: string, sentence: string, addOf: (arithmetic: Arithmetic) => Add): Bug {
  return computedIn(name, sentence, (arithmetic) => ({ ...arithmetic, add: addOf(arithmetic) }));
}

/** Adds one term after the other, `width` of them at a time without rounding in between. */
function addedBy(round: (x: number) => number, width = 1): Add {
  return (terms, count) => {
    let total = 0;
    for (let i = 0; i < count; i += width) {
      for (let j = i; j < Math.min(i + width, count); j++) total += terms[j];
      total = round(total);
    }
    return total;
  };
}

const truncate = (x: number) => towardZero(x, "float32");

/** Sums formed in a narrow type, or cut instead of rounded. */
export const sumBugs: readonly Bug[] = [
  summedBy("sums-in-float16", "sums were kept in float16", () => addedBy(Math.f16round)),
  summedBy("sums-in-bfloat16", "sums were kept in bfloat16", () => addedBy(bfloat16)),
  summedBy("sums-in-tf32", "sums were kept in the 11 bits of tf32", () => addedBy(tf32)),
  summedBy("sums-truncated", "every addition were rounded toward zero", () => addedBy(truncate)),
  summedBy(
    "sums-truncated-by-four",
    "every fourth addition were rounded toward zero, those between not at all",
    () => addedBy(truncate, 4),
  ),
  summedBy(
    "last-term-dropped",
    "the last term of every sum were left out",
    (arithmetic) => (terms, count, dataType: FloatType) =>
      sum(terms, dataType, arithmetic, Math.max(count - 1, 0)),
  ),
];

function roundsInputs(name: string, sentence: string, round: (x: number) => number): Bug {
  return rewritten(name, sentence, ({ operands }) => {
    let isTouched = false;
    const read = (operand: Values): Values => {
      if (!isFloat(operand.dataType)) return operand;
      const v = Float64Array.from(operand.v as Float64Array, round);
      isTouched ||= v.some((x, i) => !Object.is(x, operand.v[i]));
      return { ...operand, v };
    };
    const all = Object.entries(operands).map(([argument, operand]): [string, Operand] => [
      argument,
      "v" in operand ? read(operand) : operand.map(read),
    ]);
    return isTouched ? { operands: Object.fromEntries(all) } : undefined;
  });
}

/** Inputs read in a narrow type; sums in float32. */
export const inputBugs: readonly Bug[] = [
  roundsInputs("inputs-in-tf32", "inputs were rounded to the 11 bits of tf32 first", tf32),
  roundsInputs("inputs-in-bfloat16", "inputs were rounded to bfloat16 first", bfloat16),
];

function storesNarrowly(name: string, sentence: string, round: (x: number) => number): Bug {
  return spoilt(name, sentence, (element, call: Call, output) => {
    if (call.outputs[output].dataType !== "float32") return undefined;
    return (index) => round(element(index) as number);
  });
}

/** Results of float32 that passed through a narrow type. */
export const storeBugs: readonly Bug[] = [
  storesNarrowly("stored-as-float16", "float32 results were stored as float16", Math.f16round),
  storesNarrowly("stored-as-tf32", "float32 results were rounded to the 11 bits of tf32", tf32),
  storesNarrowly("stored-as-bfloat16", "float32 results were stored as bfloat16", bfloat16),
];

/** All of them, for operators that sum. */
export const arithmeticBugs: readonly Bug[] = [...sumBugs, ...inputBugs, ...storeBugs];
