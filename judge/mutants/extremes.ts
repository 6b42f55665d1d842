/**
 * Mutants of argMin and argMax.
 *
 * @module
 */

import { elementCount } from "../../graph/tensor.ts";
import { isFloat } from "../../graph/data_type.ts";
import { tensorOf } from "../software/kernel.ts";
import { seeking } from "../software/kernels/extremes.ts";
import { keepDimensionsBug, removedAxisBugs } from "./axes.ts";
import { readAsSigned, withoutSubnormals } from "./misreading.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten, spoilt } from "./mutant.ts";

type Scalar = number | bigint;

/** The index of the first best element, by what stands for each. */
function bestOf(operator: string, read: (x: Scalar) => Scalar, from = 0) {
  return (row: readonly Scalar[]) => {
    let best = 0;
    for (let j = from; j < row.length; j++) {
      const a = read(row[best]), b = read(row[j]);
      if (operator === "argMax" ? b > a : b < a) best = j;
    }
    return best;
  };
}

function readAs(name: string, sentence: string, read: (x: Scalar) => Scalar): Bug {
  return replaced(name, sentence, (call) => seeking(bestOf(call.operator, read))(call));
}

const size = (x: Scalar) => x < 0 ? -x : x;

/** The indices are others; they keep their type. */
function indexed(name: string, sentence: string, change: (index: number, length: number) => number): Bug {
  return spoilt(name, sentence, (element, call) => {
    const length = tensorOf(call, "input").shape[call.options.axis as number];
    return (index) => {
      const right = element(index), wrong = change(Number(right), length);
      return typeof right === "bigint" ? BigInt(wrong) : wrong;
    };
  });
}

const bugs: readonly Bug[] = [
  replaced(
    "extreme-exchanged",
    "the other extreme were sought",
    (call) => seeking(bestOf(call.operator === "argMax" ? "argMin" : "argMax", (x) => x))(call),
  ),
  readAs("by-magnitude", "magnitudes were compared, not numbers", size),
  readAs("compared-in-float16", "elements were compared as float16", (x) => Math.f16round(Number(x))),
  replaced("compared-in-float32", "integers were compared as float32", (call) => {
    if (isFloat(tensorOf(call, "input").dataType)) return undefined;
    return seeking(bestOf(call.operator, (x) => Math.fround(Number(x))))(call);
  }),
  rewritten(
    "unsigned-as-signed",
    "unsigned integers were compared as signed ones",
    (call) => readAsSigned(call, "input"),
  ),
  rewritten("in-32-bits", "only the lower 32 bits of 64-bit integers were compared", (call) => {
    const input = tensorOf(call, "input");
    if (!input.dataType.endsWith("int64")) return undefined;
    const lower = BigInt64Array.from(input.v as BigInt64Array, (x) => BigInt.asIntN(32, x));
    return { operands: { input: { ...input, dataType: "int64", v: lower } } };
  }),
  rewritten(
    "subnormals-lost",
    "subnormal elements were compared as zeros",
    (call) => withoutSubnormals(call, "input"),
  ),
  replaced("starts-at-zero", "the extreme were sought from the number 0 on", (call) =>
    seeking((row) => {
      const beyond = row.map((x) => call.operator === "argMax" ? x > 0 : x < 0);
      return beyond.includes(true) ? bestOf(call.operator, (x) => x)(row) : 0;
    })(call)),
  replaced(
    "last-left-out",
    "the last element of each row were left out",
    (call) =>
      seeking((row) => bestOf(call.operator, (x) => x)(row.length > 1 ? row.slice(0, -1) : row))(call),
  ),
  replaced(
    "first-left-out",
    "the first element of each row were left out",
    (call) => seeking((row) => row.length > 1 ? 1 + bestOf(call.operator, (x) => x)(row.slice(1)) : 0)(call),
  ),
  replaced(
    "rest-of-four-left-out",
    "the elements of a row beyond a multiple of 4 were left out",
    (call) =>
      seeking((row) =>
        bestOf(call.operator, (x) => x)(row.length > 4 ? row.slice(0, row.length - row.length % 4) : row)
      )(call),
  ),
  indexed("one-more", "indices were counted from 1", (index) => index + 1),
  indexed("from-the-end", "indices were counted from the end", (index, length) => length - 1 - index),
  indexed("index-in-float16", "indices were rounded to float16", Math.f16round),
  indexed("index-in-8-bits", "only the lower 8 bits of indices were kept", (index) => index % 256),
  replaced("position-in-the-tensor", "the position in the whole tensor were the result", (call) => {
    const { shape } = tensorOf(call, "input");
    const after = elementCount(shape.slice(call.options.axis as number + 1));
    const find = bestOf(call.operator, (x) => x);
    return after > 1 ? seeking((row) => find(row) * after)(call) : undefined;
  }),
];

export const extremeMutants: readonly Mutant[] = mutantsOf(["argMin", "argMax"], [
  ...removedAxisBugs,
  keepDimensionsBug,
  ...bugs,
]);
