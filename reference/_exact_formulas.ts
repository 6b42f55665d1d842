/**
 * What elements exactly are, by the spec's formulas in rational numbers: nothing here is the reference's.
 *
 * @module
 */

import { type DataType, type FloatType, roundTo } from "../graph/data_type.ts";
import type { Tensor } from "../graph/tensor.ts";
import { compare, compareRoot, negative, over, plus, type Rational, rational, times } from "./_rational.ts";
import type { Options } from "./operator.ts";

export type Tensors = Readonly<Record<string, Tensor>>;
export type Index = readonly number[];

/** Row-major. */
export function positionOf(shape: Index, index: Index): number {
  return index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
}

/** An element of a tensor, exactly. */
function at({ data, shape }: Tensor, ...index: Index): Rational {
  const position = positionOf(shape, index);
  return typeof data[position] === "bigint" ? { n: data[position], d: 1n } : rational(data[position]);
}

const zero: Rational = { n: 0n, d: 1n };
const sumOf = (terms: readonly Rational[]): Rational => plus(zero, ...terms);
export const range = (n: number): number[] => [...Array(n).keys()];
const scalar = (x: number, { dataType }: Tensor): Rational => rational(roundTo(dataType as FloatType, x));

/** A sum, mean or root: the exact element against a number. */
type Exact = (index: Index) => (q: Rational) => number;

const exactly = (y: (index: Index) => Rational): Exact => (index) => (q) => compare(y(index), q);
const rootOf = (square: (index: Index) => Rational): Exact => (index) => {
  const squared = square(index);
  return (q) => compareRoot(squared, compare(squared, zero), zero, q);
};

/** Of every `period` elements along an axis the second half is the first, or its negative. */
export interface Copy {
  readonly axis: number;
  readonly period: number;
  readonly sign: 1 | -1;
}

/** What is tested: an operator on operands that `data` fills, and its elements by the spec's formula. */
interface Formula {
  readonly operator: string;
  readonly shapes: Readonly<Record<string, Index>>;
  /** What in an operand repeats itself, so that terms cancel. */
  readonly copies?: Readonly<Record<string, Copy>>;
  readonly options?: Options;
  /** Data types of operands other than the tested one. */
  readonly dataTypes?: Readonly<Record<string, DataType>>;
  readonly exact: (operands: Tensors, options: Options) => Exact;
}

const window = { windowDimensions: [2, 3], padding: [0, 1, 2, 1], strides: [2, 1], dilations: [1, 2] };

/** Input elements in the window of an output element of a pool over the last two axes. */
function windowOf({ shape }: Tensor, [n, c, y, x]: Index): Index[] {
  const { windowDimensions: [taps, others], padding, strides, dilations } = window;
  return range(taps).flatMap((i) =>
    range(others).map((j) => [
      n,
      c,
      y * strides[0] - padding[0] + i * dilations[0],
      x * strides[1] - padding[2] + j * dilations[1],
    ])
  ).filter(([, , h, w]) => h >= 0 && w >= 0 && h < shape[2] && w < shape[3]);
}

const convolution = { padding: [1, 0, 2, 1], strides: [2, 1], dilations: [1, 2], groups: 2 };

/** The elements of [2, 6, 3] that a reduction over axes 0 and 2 takes together. */
const rowOf = ([k]: Index): Index[] => range(2).flatMap((i) => range(3).map((j) => [i, k, j]));

const reduction = (operator: string, exact: (terms: readonly Rational[]) => Rational): Formula => ({
  operator,
  shapes: { input: [2, 6, 3] },
  copies: { input: { axis: 0, period: 2, sign: -1 } },
  options: { axes: [0, 2] },
  exact: ({ input }) => exactly((index) => exact(rowOf(index).map((i) => at(input, ...i)))),
});

const binary = (operator: string, exact: (a: Rational, b: Rational) => Rational): Formula => ({
  operator,
  shapes: { a: [64], b: [64] },
  exact: ({ a, b }) => exactly((index) => exact(at(a, ...index), at(b, ...index))),
});

const unary = (
  operator: string,
  exact: (x: Rational, scalars: readonly Rational[]) => Rational,
  options: Readonly<Record<string, number>> = {},
): Formula => ({
  operator,
  shapes: { input: [64] },
  options,
  exact: ({ input }) => {
    const scalars = Object.values(options).map((x) => scalar(x, input));
    return exactly((index) => exact(at(input, ...index), scalars));
  },
});

const magnitude = (x: Rational): Rational => x.n < 0n ? negative(x) : x;
const clamped = (x: Rational, low: Rational, high: Rational): Rational =>
  compare(x, low) < 0 ? low : compare(x, high) > 0 ? high : x;
const whole = (x: number): Rational => ({ n: BigInt(x), d: 1n });
const squareOf = (x: Rational): Rational => times(x, x);

/** One for each operator that is made of sums, products, quotients or roots. */
export const formulas: readonly Formula[] = [
  {
    operator: "matmul",
    shapes: { a: [4, 32], b: [32, 4] },
    copies: { a: { axis: 1, period: 32, sign: 1 }, b: { axis: 0, period: 32, sign: -1 } },
    exact: ({ a, b }) => exactly(([i, j]) => sumOf(range(32).map((k) => times(at(a, i, k), at(b, k, j))))),
  },
  {
    operator: "gemm",
    shapes: { a: [32, 4], b: [4, 32], c: [4] },
    copies: { a: { axis: 0, period: 32, sign: 1 }, b: { axis: 1, period: 32, sign: -1 } },
    options: { alpha: 0.3, beta: -0.7, aTranspose: true, bTranspose: true },
    exact: ({ a, b, c }) =>
      exactly(([i, j]) =>
        plus(
          times(scalar(0.3, a), sumOf(range(32).map((k) => times(at(a, k, i), at(b, j, k))))),
          times(scalar(-0.7, a), at(c, j)),
        )
      ),
  },
  {
    operator: "conv2d",
    shapes: { input: [1, 8, 4, 5], filter: [4, 4, 2, 3], bias: [4] },
    copies: { input: { axis: 1, period: 4, sign: 1 }, filter: { axis: 1, period: 4, sign: -1 } },
    options: convolution,
    exact: ({ input, filter, bias }) =>
      exactly(([n, o, y, x]) => {
        const terms = range(4).flatMap((c) =>
          range(2).flatMap((i) =>
            range(3).flatMap((j) => {
              const h = y * 2 - 1 + i, w = x - 2 + 2 * j;
              if (h < 0 || w < 0 || h >= 4 || w >= 5) return [];
              return [times(at(input, n, Math.floor(o / 2) * 4 + c, h, w), at(filter, o, c, i, j))];
            })
          )
        );
        return sumOf([...terms, at(bias, o)]);
      }),
  },
  {
    operator: "convTranspose2d",
    shapes: { input: [1, 8, 3, 4], filter: [8, 2, 2, 3], bias: [4] },
    copies: { input: { axis: 1, period: 4, sign: 1 }, filter: { axis: 0, period: 4, sign: -1 } },
    options: convolution,
    exact: ({ input, filter, bias }) =>
      exactly(([n, o, y, x]) => {
        const terms = range(4).flatMap((c) =>
          range(3).flatMap((h) =>
            range(4).flatMap((w) => {
              const i = y + 1 - 2 * h, j = (x + 2 - w) / 2, channel = Math.floor(o / 2) * 4 + c;
              if (i < 0 || i > 1 || j < 0 || j > 2 || !Number.isInteger(j)) return [];
              return [times(at(input, n, channel, h, w), at(filter, channel, o % 2, i, j))];
            })
          )
        );
        return sumOf([...terms, at(bias, o)]);
      }),
  },
  reduction("reduceSum", sumOf),
  reduction("reduceL1", (terms) => sumOf(terms.map(magnitude))),
  reduction("reduceSumSquare", (terms) => sumOf(terms.map(squareOf))),
  reduction("reduceMean", (terms) => over(sumOf(terms), whole(6))),
  reduction("reduceProduct", (terms) => times(...terms)),
  {
    operator: "reduceL2",
    shapes: { input: [2, 6, 3] },
    options: { axes: [0, 2] },
    exact: ({ input }) => rootOf((index) => sumOf(rowOf(index).map((i) => squareOf(at(input, ...i))))),
  },
  {
    operator: "cumulativeSum",
    shapes: { input: [2, 16, 3] },
    copies: { input: { axis: 1, period: 2, sign: -1 } },
    options: { axis: 1, reversed: true, exclusive: true },
    exact: ({ input }) =>
      exactly(([i, k, j]) => sumOf(range(16).filter((m) => m > k).map((m) => at(input, i, m, j)))),
  },
  {
    operator: "averagePool2d",
    shapes: { input: [1, 3, 5, 9] },
    copies: { input: { axis: 2, period: 2, sign: -1 } },
    options: window,
    exact: ({ input }) =>
      exactly((index) => {
        const elements = windowOf(input, index).map((i) => at(input, ...i));
        return over(sumOf(elements), whole(elements.length));
      }),
  },
  {
    operator: "l2Pool2d",
    shapes: { input: [1, 3, 5, 9] },
    options: window,
    exact: ({ input }) =>
      rootOf((index) => sumOf(windowOf(input, index).map((i) => squareOf(at(input, ...i))))),
  },
  {
    operator: "resample2d",
    shapes: { input: [1, 2, 3, 4] },
    options: { mode: "linear", sizes: [7, 5] },
    exact: ({ input }) =>
      exactly(([n, c, y, x]) => {
        const along = (size: number, output: number, k: number): readonly [number, Rational][] => {
          const least = plus(over(whole(size * (2 * k + 1)), whole(2 * output)), rational(-0.5));
          const c = clamped(least, zero, whole(size - 1));
          const lower = Number(c.n / c.d), t = plus(c, whole(-lower));
          return t.n === 0n ? [[lower, whole(1)]] : [[lower, plus(whole(1), negative(t))], [lower + 1, t]];
        };
        return sumOf(
          along(3, 7, y).flatMap(([h, a]) =>
            along(4, 5, x).map(([w, b]) => times(a, b, at(input, n, c, h, w)))
          ),
        );
      }),
  },
  {
    operator: "batchNormalization",
    shapes: { input: [4, 6, 5], mean: [6], variance: [6], scale: [6], bias: [6] },
    options: { epsilon: 1e-3 },
    exact: ({ input, mean, variance, scale, bias }) => (index) => {
      const c = index[1];
      const product = times(at(scale, c), plus(at(input, ...index), negative(at(mean, c))));
      const square = over(squareOf(product), plus(at(variance, c), scalar(1e-3, input)));
      return (q) => compareRoot(square, compare(product, zero), at(bias, c), q);
    },
  },
  binary("add", (a, b) => plus(a, b)),
  binary("sub", (a, b) => plus(a, negative(b))),
  binary("mul", (a, b) => times(a, b)),
  binary("div", over),
  unary("reciprocal", (x) => over(whole(1), x)),
  unary("linear", (x, [alpha, beta]) => plus(times(alpha, x), beta), { alpha: 0.3, beta: -0.7 }),
  unary(
    "hardSigmoid",
    (x, [alpha, beta]) => clamped(plus(times(alpha, x), beta), zero, whole(1)),
    { alpha: 0.3, beta: 0.4 },
  ),
  unary("hardSwish", (x) => over(times(x, clamped(plus(x, whole(3)), zero, whole(6))), whole(6))),
  unary("softsign", (x) => over(x, plus(whole(1), magnitude(x)))),
  unary("leakyRelu", (x, [alpha]) => x.n < 0n ? times(alpha, x) : x, { alpha: 0.3 }),
  {
    operator: "prelu",
    shapes: { input: [64], slope: [64] },
    exact: ({ input, slope }) =>
      exactly(([i]) => {
        const x = at(input, i);
        return x.n < 0n ? times(x, at(slope, i)) : x;
      }),
  },
  {
    operator: "sqrt",
    shapes: { input: [64] },
    exact: ({ input }) => rootOf((index) => at(input, ...index)),
  },
  {
    operator: "dequantizeLinear",
    shapes: { input: [64], scale: [64], zeroPoint: [64] },
    dataTypes: { input: "int32", zeroPoint: "int32" },
    exact: ({ input, scale, zeroPoint }) =>
      exactly(([i]) => times(at(scale, i), plus(at(input, i), negative(at(zeroPoint, i))))),
  },
];
