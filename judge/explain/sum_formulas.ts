/**
 * Local bounds of sums, products and norms (tolerance.md, section 4, class A).
 *
 * @module
 */

import { roundTo } from "../../graph/data_type.ts";
import { termsOf } from "../../reference/accumulated.ts";
import { functionUlp } from "../../reference/radius.ts";
import { type Bounded, type FormulaOf, roundings, size, symbols } from "./formula.ts";

/** Products, summed: conv2d, matmul. */
const dot: FormulaOf = ({ result: { n, S }, i, a }) => {
  const count = n![i], error = roundings("(n + 2)", count + 2, a);
  return {
    text: `${error.text}·S + n·q`,
    symbols: [...symbols({ n: count, S: S![i], u: a.u, q: a.q }), ...error.symbols],
  };
};

const gemm: FormulaOf = ({ result: { n, S }, i, a, dataType, options, has }) => {
  const alpha = Math.abs(roundTo(dataType, Number(options.alpha ?? 1)));
  const more = has("c") ? 4 : 2;
  const error = roundings(`(n + ${more})`, n![i] + more, a);
  return {
    text: `${error.text}·S + max(|alpha|, 1)·n·q`,
    symbols: [...symbols({ n: n![i], S: S![i], u: a.u, q: a.q, "|alpha|": alpha }), ...error.symbols],
  };
};

const sum: FormulaOf = ({ result: { n, S }, i, a }) => {
  const error = roundings("n", n![i], a);
  return { text: `${error.text}·S`, symbols: [...symbols({ n: n![i], S: S![i], u: a.u }), ...error.symbols] };
};

const squares: FormulaOf = ({ result: { n, S }, i, a }) => {
  const error = roundings("(n + 1)", n![i] + 1, a);
  return {
    text: `${error.text}·S + n·q`,
    symbols: [...symbols({ n: n![i], S: S![i], u: a.u, q: a.q }), ...error.symbols],
  };
};

/** The result's S is that of the terms, divided already. */
const mean: FormulaOf = ({ result: { n, S }, i, a, profile }) => {
  const count = n![i], { div } = functionUlp[profile.name];
  const error = roundings("(n + 2·c_div)", count + 2 * div, a);
  return {
    text: `${error.text}·S/n + n·q`,
    symbols: [
      ...symbols({ n: count, S: S![i] * count, u: a.u, q: a.q, c_div: div }),
      ...error.symbols,
    ],
  };
};

const norm: FormulaOf = (bounded) => {
  const { a, profile } = bounded, { sqrt } = functionUlp[profile.name];
  const factors = factorsOf(bounded);
  const n = factors.length, y = size(bounded);
  const squared = factors.reduce((total, x) => total + x * x, 0);
  const error = roundings("((n + 1)/2 + 2·c_sqrt)", (n + 1) / 2 + 2 * sqrt, a);
  const most = n * a.q;
  const lost = Math.max(y - Math.sqrt(Math.max(squared - most, 0)), Math.sqrt(squared + most) - y);
  return {
    text: `${error.text}·|y| + d`,
    symbols: [
      ...symbols({ n, u: a.u, q: a.q, c_sqrt: sqrt, "|y|": y }),
      ...error.symbols,
      { name: "d", value: lost, meaning: "how far the root is from those of y² - n·q and y² + n·q" },
    ],
  };
};

const product: FormulaOf = (bounded) => {
  const { a } = bounded;
  const factors = factorsOf(bounded).map(Math.abs);
  const n = factors.length, y = size(bounded);
  const share = (n - 1) * a.u, grown = share / (1 - share);
  const least = factors.reduce((total, x) => x < 1 && x > 0 ? total * x : total, 1);
  const most = factors.reduce((total, x) => x > 1 ? total * x : total, 1);
  const own = [
    ...symbols({ n, u: a.u, "|y|": y }),
    { name: "γ", value: grown, meaning: "(n - 1)·u/(1 - (n - 1)·u)" },
  ];
  if (least >= a.accumulator.minNormal) return { text: "γ·|y|", symbols: own };
  return {
    text: "γ·|y| + n·q·P·(1 + γ)",
    symbols: [...own, ...symbols({ q: a.q }), {
      name: "P",
      value: most,
      meaning: "the product of the factors above 1",
    }],
  };
};

/** The first factor of every term; of one long product all factors. */
function factorsOf({ result, i }: Bounded): number[] {
  const accumulated = result.listTerms?.(i);
  if (!accumulated) return [];
  const terms = [...termsOf(accumulated)];
  const isProduct = !accumulated.root && terms.length === 1;
  return isProduct
    ? terms[0].factors.map(({ value }) => value)
    : terms.map(({ factors }) => factors[0].value);
}

/** By operator. */
export const sumFormulas: Readonly<Record<string, FormulaOf>> = {
  conv2d: dot,
  conv: dot,
  convTranspose2d: dot,
  convTranspose: dot,
  matmul: dot,
  gemm,
  reduceSum: sum,
  reduceL1: sum,
  cumulativeSum: sum,
  reduceSumSquare: squares,
  reduceMean: mean,
  averagePool2d: mean,
  averagePool: mean,
  reduceL2: norm,
  l2Pool2d: norm,
  l2Pool: norm,
  reduceProduct: product,
};
