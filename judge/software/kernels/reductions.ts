/**
 * Software kernels of reductions.
 *
 * @module
 */

import { isFloat, isInt64 } from "../../../graph/data_type.ts";
import { exponential, logarithm } from "../activations.ts";
import { dot, sum } from "../arithmetic.ts";
import { type Call, type Kernel, tensorOf } from "../kernel.ts";
import { inOrder, rowReader, rowsOver } from "../rows.ts";

type Numbers = readonly number[];

/** One float from those that are reduced to it. */
export type Reduction = (row: Numbers, call: Call) => number;

/** One whole number from those that are reduced to it, before it wraps around. */
export type WholeReduction = (row: readonly bigint[]) => bigint;

/** Of floats, by operator. */
export const reductions: Readonly<Record<string, Reduction>> = {
  reduceL1: (row, { dataType, arithmetic }) => sum(row.map(Math.abs), dataType, arithmetic),
  // Squares are summed in float32: where float16 overflows and the result does not, a backend is wrong.
  reduceL2: (row, { arithmetic, round }) => round(Math.sqrt(dot(row, row, "float32", arithmetic))),
  reduceLogSum: (row, call) => logarithm(sum(row, call.dataType, call.arithmetic), call),
  reduceLogSumExp: logSumExp,
  reduceMax: extreme(1),
  reduceMean: (row, { dataType, arithmetic, round }) => {
    const count = row.length;
    if (arithmetic.form === 2) return sum(row.map((x) => round(x / count)), dataType, arithmetic);
    const total = sum(row, dataType, arithmetic);
    return arithmetic.folds ? round(total * round(1 / count)) : round(total / count);
  },
  reduceMin: extreme(-1),
  reduceProduct: product,
  reduceSum: (row, { dataType, arithmetic }) => sum(row, dataType, arithmetic),
  reduceSumSquare: (row, { dataType, arithmetic }) => dot(row, row, dataType, arithmetic),
};

const magnitude = (x: bigint) => x < 0n ? -x : x;

/** Of integers, by operator. */
export const wholeReductions: Readonly<Record<string, WholeReduction>> = {
  reduceL1: (row) => row.reduce((total, x) => total + magnitude(x), 0n),
  reduceMax: (row) => row.reduce((most, x) => x > most ? x : most),
  reduceMin: (row) => row.reduce((least, x) => x < least ? x : least),
  reduceProduct: (row) => row.reduce((total, x) => total * x, 1n),
  reduceSum: (row) => row.reduce((total, x) => total + x, 0n),
  reduceSumSquare: (row) => row.reduce((total, x) => total + x * x, 0n),
};

/** By operator. */
export const reductionKernels: Readonly<Record<string, Kernel>> = Object.fromEntries(
  Object.keys(reductions).map((
    operator,
  ) => [operator, reducing(reductions[operator], wholeReductions[operator])]),
);

/** The kernel of a reduction of floats, and of integers where there is one. */
export function reducing(reduction: Reduction, whole?: WholeReduction): Kernel {
  return (call) => {
    const { v, shape, dataType } = tensorOf(call, "input");
    const rows = rowsOver(shape, call.options.axes as Numbers);
    const output = call.outputs[0].shape;
    if (isFloat(dataType)) {
      const rowFrom = rowReader(v as Float64Array, rows);
      return inOrder(rows.starts.map((start) => reduction(rowFrom(start), call)), output);
    }
    if (!whole) throw new TypeError(`${call.operator} takes no ${dataType}`);
    const rowFrom = rowReader(Array.from(v as ArrayLike<number>, BigInt), rows);
    const wrapped = (x: bigint) => isInt64(dataType) ? x : Number(BigInt.asIntN(32, x));
    return inOrder(rows.starts.map((start) => wrapped(whole(rowFrom(start)))), output);
  };
}

/** NaN among the numbers is the result, or is passed over. */
function extreme(sign: 1 | -1): Reduction {
  return (row, { arithmetic }) => {
    let best = NaN;
    for (const x of row) {
      if (x === x) best = sign * x <= sign * best ? best : x;
      else if (!arithmetic.folds) return NaN;
    }
    return best;
  };
}

/** Exponentials shifted by the greatest element, or as they are where they cannot overflow. */
function logSumExp(row: Numbers, call: Call): number {
  const { dataType, arithmetic, round } = call;
  let greatest = -Infinity;
  for (const x of row) if (!(x <= greatest)) greatest = x;
  const isSmall = arithmetic.form === 2 && Math.abs(greatest) <= 8 && row.length <= 16;
  const shift = isSmall || !(Math.abs(greatest) < Infinity) ? 0 : greatest;
  const powers = row.map((x) => exponential(round(x - shift), call));
  return round(shift + logarithm(sum(powers, dataType, arithmetic), call));
}

/** A product in the arithmetic's order. */
function product(row: Numbers, { arithmetic: { order }, round }: Call): number {
  const multiply = (a: number, b: number) => round(a * b);
  switch (order) {
    case "backward":
      return row.reduceRight(multiply);
    case "sorted":
      return row.toSorted((a, b) => Math.abs(a) - Math.abs(b)).reduce(multiply);
    case "pairwise":
      return inPairs(row, 0, row.length);
    case "lanes":
      return [0, 1, 2, 3].map((lane) => row.filter((_, i) => i % 4 === lane).reduce(multiply, 1)).reduce(
        multiply,
      );
    default:
      return row.reduce(multiply);
  }
  function inPairs(factors: Numbers, begin: number, end: number): number {
    if (end - begin === 1) return factors[begin];
    const half = (begin + end) >> 1;
    return multiply(inPairs(factors, begin, half), inPairs(factors, half, end));
  }
}
