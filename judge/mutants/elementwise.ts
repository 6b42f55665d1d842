/**
 * Mutants of the arithmetical operators of two operands.
 *
 * @module
 */

import type { Call } from "../software/kernel.ts";
import { binary, type Operation } from "../software/kernels/elementwise.ts";
import { integerPower } from "../software/kernels/power.ts";
import {
  broadcastBugs,
  integerBugs,
  nanLost,
  stepsInBfloat16,
  stepsInFloat16,
  subnormalsFlushed,
  tailLost,
  unsignedAsSigned,
} from "./common.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

const bothOperands = ["a", "b"] as const;

/** The two operands exchanged. */
export function exchanged([first, second]: readonly [string, string]): Bug {
  return rewritten(
    "operands-exchanged",
    `${first} and ${second} were exchanged`,
    ({ operands }) => ({
      operands: { ...operands, [first]: operands[second], [second]: operands[first] },
    }),
  );
}

/** Another operation. */
function operation(
  name: string,
  sentence: string,
  wrong: Operation,
  [first, second]: readonly [string, string] = bothOperands,
): Bug {
  return replaced(name, sentence, binary(first, second, wrong));
}

/** Another operation on floats; integers are not touched. */
function ofFloats(name: string, sentence: string, floats: Operation["floats"]): Bug {
  const wrong = binary("a", "b", { floats, big: (a) => a });
  return replaced(
    name,
    sentence,
    (call) => call.outputs[0].dataType === call.dataType ? wrong(call) : undefined,
  );
}

/** Another operation on integers; floats are not touched. */
function ofIntegers(
  name: string,
  sentence: string,
  integers: (a: number, b: number) => number,
  big: (a: bigint, b: bigint) => bigint,
): Bug {
  const wrong = binary("a", "b", { floats: () => integers, big });
  return replaced(
    name,
    sentence,
    (call) => call.outputs[0].dataType === call.dataType ? undefined : wrong(call),
  );
}

const all = ["add", "sub", "mul", "div", "max", "min", "pow"];
const opposite = (x: bigint) => x < 0n ? -x : x;

export const elementwiseMutants: readonly Mutant[] = [
  ...mutantsOf(all, [tailLost, ...broadcastBugs, ...integerBugs]),
  ...mutantsOf(["add", "sub", "mul", "div", "pow"], [stepsInFloat16, stepsInBfloat16, nanLost]),
  ...mutantsOf(["add", "sub", "mul", "div", "max", "min"], [subnormalsFlushed]),
  ...mutantsOf(["div", "max", "min"], [unsignedAsSigned]),
  ...mutantsOf(["sub", "div", "pow"], [exchanged(bothOperands)]),
  ...mutantsOf(["add"], [
    operation("second-operand-ignored", "b were not added", { floats: () => (a) => a, big: (a) => a }),
  ]),
  ...mutantsOf(["sub"], [
    operation("distance", "the result were |a - b|", {
      floats: () => (a, b) => Math.abs(a - b),
      big: (a, b) => opposite(a - b),
    }),
  ]),
  ...mutantsOf(["div"], [
    ofFloats("reciprocal-in-float16", "a were multiplied by 1/b of 11 bits", () => (a, b) => {
      const reciprocal = 1 / b, exponent = 2 ** Math.floor(Math.log2(Math.abs(reciprocal)));
      return a *
        (exponent > 0 && exponent < Infinity ? Math.f16round(reciprocal / exponent) * exponent : reciprocal);
    }),
    ofFloats("zero-by-zero-is-zero", "0 divided by 0 were 0", () => (a, b) => a === 0 && b === 0 ? 0 : a / b),
    ofFloats(
      "floors-floats",
      "quotients of floats were rounded down to whole numbers",
      () => (a, b) => Math.floor(a / b),
    ),
    ofIntegers(
      "rounds-down",
      "quotients of integers were rounded down",
      (a, b) => Math.floor(a / b),
      (a, b) => {
        if (b === 0n) return 0n;
        const quotient = a / b;
        return quotient * b !== a && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient;
      },
    ),
    ofIntegers(
      "rounds-to-nearest",
      "quotients of integers were rounded to the nearest",
      (a, b) => Math.round(a / b),
      (a, b) => b === 0n ? 0n : BigInt(Math.round(Number(a) / Number(b))),
    ),
    ofIntegers(
      "integers-by-float16-reciprocal",
      "integers were multiplied by 1/b in float16",
      (a, b) => Math.trunc(a * Math.f16round(1 / b)),
      (a, b) => b === 0n ? 0n : BigInt(Math.trunc(Number(a) * Math.f16round(1 / Number(b)))),
    ),
  ]),
  ...mutantsOf(["max", "min"], [
    ofFloats(
      "nan-is-zero",
      "NaN were taken for 0",
      ({ operator }) => (a, b) =>
        (operator === "max" ? Math.max : Math.min)(a === a ? a : 0, b === b ? b : 0),
    ),
    ofFloats("by-difference", "the result were (a + b ± |a - b|) / 2", ({ operator, round }) => (a, b) => {
      const distance = Math.abs(round(a - b));
      return round(round(a + b) + (operator === "max" ? distance : -distance)) / 2;
    }),
    operation("other-extreme", "the other of the two operands were taken", {
      floats: ({ operator }) => operator === "max" ? Math.min : Math.max,
      big: (a, b) => a > b ? b : a,
    }),
    operation("by-magnitude", "magnitudes were compared", {
      floats: ({ operator }) => (a, b) => (Math.abs(a) > Math.abs(b)) === (operator === "max") ? a : b,
      big: (a, b) => opposite(a) > opposite(b) ? a : b,
    }),
  ]),
  ...mutantsOf(["pow"], [
    ofFloats("negative-base-nan", "negative bases gave NaN", () => (a, b) => a < 0 ? NaN : a ** b),
    ofFloats("sign-lost", "the base were taken without its sign", () => (a, b) => Math.abs(a) ** b),
    ofFloats("zeroth-power-of-zero", "0 to the power of 0 were 0", () => (a, b) => a === 0 ? 0 : a ** b),
    ofFloats(
      "whole-exponents",
      "exponents were cut off to whole numbers",
      () => (a, b) => a ** Math.trunc(b),
    ),
    ofFloats("square", "every exponent were 2", () => (a) => a * a),
    ofFloats("logarithm-in-float16", "the logarithm of the base were rounded to float16", () => (a, b) => {
      if (b === 0 || a === 0 || Math.abs(a) === Infinity) return a ** b;
      const y = Math.exp(b * Math.f16round(Math.log(Math.abs(a))));
      return a < 0 ? (Number.isInteger(b) ? (b % 2 ? -y : y) : NaN) : y;
    }),
    ofIntegers(
      "integers-by-logarithm",
      "powers of integers were calculated by float32 logarithms and cut off",
      (a, b) => powerByLogarithm(a, b),
      (a, b) => BigInt(powerByLogarithm(Number(a), Number(b))),
    ),
    ofIntegers(
      "factors-for-powers",
      "integers were multiplied by their exponents",
      (a, b) => a * b,
      (a, b) => a * b,
    ),
    ofIntegers(
      "exponents-modulo-4",
      "exponents of integers were taken modulo 4",
      (a, b) => integerPower(a, b & 3),
      (a, b) => a ** (b & 3n),
    ),
  ]),
];

/** The power of the magnitude with the sign of the base, cut off. */
function powerByLogarithm(base: number, exponent: number): number {
  if (base === 0 || exponent <= 0) return exponent === 0 ? 1 : 0;
  const logarithm = Math.fround(Math.log(Math.abs(base)));
  const y = Math.trunc(Math.fround(Math.exp(Math.fround(exponent * logarithm))));
  return Number.isFinite(y) ? (base < 0 && exponent % 2 === 1 ? -y : y) : 0;
}

/** The call reads only the first element of the operand. */
export function firstElementOnly(argument: string): Bug {
  return rewritten(
    "first-element-only",
    `the first element of ${argument} were taken for all of them`,
    ({ operands }: Call) => {
      const operand = operands[argument];
      if (!("v" in operand)) return undefined;
      return { operands: { ...operands, [argument]: { ...operand, shape: [], v: operand.v.slice(0, 1) } } };
    },
  );
}
