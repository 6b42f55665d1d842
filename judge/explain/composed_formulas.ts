/**
 * Local bounds of rows that are normalized, exponentiated or resampled (tolerance.md, section 4, classes A and N).
 *
 * @module
 */

import { roundTo } from "../../graph/data_type.ts";
import { functionConstants } from "../../reference/function_error.ts";
import { exactUpTo, functionUlp, productExponent } from "../../reference/radius.ts";
import { SumRadius } from "../../reference/sum_radius.ts";
import { type Bounded, type FormulaOf, roundings, size, symbols } from "./formula.ts";

const add = (x: readonly number[]) => x.reduce((total, each) => total + each, 0);

const logSum: FormulaOf = (bounded) => {
  const { a, dataType, profile, of } = bounded;
  const x = of("input"), n = x.length, y = size(bounded);
  const S = add(x.map(Math.abs)), total = add(x);
  const exact = exactUpTo(productExponent([bounded.input], a), a);
  const r = new SumRadius("values", a, exact).of(total, n, S, 0);
  const d = -Math.log1p(-r / total);
  const { ulp, units = 0, absolute = 0 } = functionConstants("log", dataType, profile);
  const isNearOne = total - r <= 2 && total + r >= 0.5;
  const relative = `2·c_log·u·(|y| + d)${units === 0 ? "" : " + a_log·u"} + q`;
  const error = roundings("n", n, a);
  return {
    text: isNearOne && absolute > 0 ? `d + max(A, ${relative})` : `d + ${relative}`,
    symbols: [
      { name: "d", value: d, meaning: "-ln(1 - r/|Σ|)" },
      { name: "r", value: r, meaning: r === 0 ? "the sum is exact" : `${error.text}·S` },
      { name: "|Σ|", value: Math.abs(total), meaning: "the sum" },
      ...symbols({
        n,
        S,
        u: a.u,
        "|y|": y,
        c_log: ulp,
        ...(units === 0 ? {} : { a_log: units }),
        ...(isNearOne && absolute > 0 ? { A: absolute } : {}),
        q: a.q,
      }),
      ...error.symbols,
    ],
  };
};

const logSumExp: FormulaOf = (bounded) => {
  const { a, dataType, profile, of } = bounded;
  const x = of("input"), n = x.length, y = size(bounded);
  const most = Math.max(...x), powers = x.map((each) => Math.exp(each - most)), total = add(powers);
  const exp = functionConstants("exp", dataType, profile);
  const log = functionConstants("log", dataType, profile);
  const W = add(x.map((each, j) => {
    const far = Math.max(Math.abs(each), most - each);
    return powers[j] === 0 ? 0 : powers[j] / total * (2 * far + 2 * (exp.ulp + (exp.slope ?? 0) * far));
  }));
  const error = roundings("n", n, a);
  const relative = `2·c_log·u·max(|y|, l)${log.units ? " + a_log·u" : ""} + q`;
  return {
    text: `u·W + ${error.text} + ${log.absolute ? `max(A, ${relative})` : relative} + u + 2·u·|y| + n·q`,
    symbols: [
      { name: "W", value: W, meaning: "the exponents' weights: Σ share·(2·max(|x|, max - x) + 2·c_exp)" },
      { name: "l", value: Math.log(total), meaning: "ln Σ exp(x - max)" },
      ...symbols({
        n,
        u: a.u,
        "|y|": y,
        c_exp: exp.ulp,
        c_log: log.ulp,
        ...(log.units ? { a_log: log.units } : {}),
        ...(log.absolute ? { A: log.absolute } : {}),
        q: a.q,
      }),
      ...error.symbols,
    ],
  };
};

const softmax: FormulaOf = (bounded) => {
  const { a, dataType, profile, of, x: own } = bounded;
  const x = of("input"), n = x.length, y = size(bounded);
  const most = Math.max(...x), powers = x.map((each) => Math.exp(each - most)), total = add(powers);
  const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
  const weigh = (t: number) => 2 * t + 2 * (ulp + slope * t);
  const W = add(x.map((each, j) => powers[j] === 0 ? 0 : powers[j] / total * weigh(most - each)));
  const t = y === 0 ? 0 : most - own;
  const error = roundings("n", n, a);
  return {
    text: `|y|·(u·(2·t + 2·c_exp + W + 2·c_div) + ${error.text}) + 2·q`,
    symbols: [
      ...symbols({ "|y|": y, u: a.u, n }),
      { name: "t", value: t, meaning: "max - x" },
      { name: "c_exp", value: ulp + slope * t },
      { name: "W", value: W, meaning: "the weights of the row: Σ y·(2·t + 2·c_exp)" },
      ...symbols({ c_div: functionUlp[profile.name].div, q: a.q }),
      ...error.symbols,
    ],
  };
};

const batch: FormulaOf = (bounded) => {
  const { a, profile, of } = bounded;
  const [x] = of("input"), [m] = of("mean"), [variance] = of("variance");
  const [s = 1] = of("scale"), [b = 0] = of("bias");
  const k = Math.abs(s) / Math.sqrt(variance + epsilonOf(bounded));
  const { sqrt, div } = functionUlp[profile.name];
  return {
    text: "u·((3 + 2·c_sqrt + 2·c_div)·|k·d| + 2·|k|·(|x| + |m|) + 2·|b| + |y|) + q·(4 + |x| + |m|)",
    symbols: [
      ...symbols({ u: a.u, c_sqrt: sqrt, c_div: div }),
      { name: "|k·d|", value: k * Math.abs(x - m), meaning: "d = x - m" },
      { name: "|k|", value: k, meaning: "|scale| over the root of variance + epsilon" },
      ...symbols({
        "|x|": Math.abs(x),
        "|m|": Math.abs(m),
        "|b|": Math.abs(b),
        "|y|": size(bounded),
        q: a.q,
      }),
    ],
  };
};

const normalization: FormulaOf = (bounded) => {
  const { a, profile, of, x: own, result, i } = bounded;
  const x = of("input"), n = x.length;
  const [s = 1] = of("scale"), [b = 0] = of("bias");
  const m = add(x) / n, variance = add(x.map((each) => (each - m) ** 2)) / n;
  const mu = add(x.map(Math.abs)) / n, w = variance + epsilonOf(bounded);
  const ofMean = roundings("(n + 1)", n + 1, a, "γ_m"), ofVariance = roundings("(n + 5)", n + 5, a, "γ_v");
  const grown = (k: number) => a.rho === 1 ? k * a.u : k * a.u / (1 - k * a.u);
  const em = n === 1 ? 0 : grown(n + 1) * mu + n * a.q;
  const ev = grown(n + 5) * variance + 1.01 * em * em + n * a.q;
  const k = Math.abs(s) / Math.sqrt(w);
  return {
    text:
      "1.01·(|k|·(e_m + 4·u·(|x| + |m|)) + |k·d|·((e_v/w + u)/2 + (2·c_rsqrt + 3)·u) + 2·u·|b| + u·|y|) + 4·q",
    symbols: [
      { name: "e_m", value: em, meaning: n === 1 ? "one element is its mean" : `${ofMean.text}·μ + n·q` },
      { name: "e_v", value: ev, meaning: `${ofVariance.text}·v + 1.01·e_m·e_m + n·q` },
      { name: "μ", value: mu, meaning: "mean of |x|" },
      { name: "v", value: variance, meaning: "variance" },
      { name: "w", value: w, meaning: "variance + epsilon" },
      { name: "|k|", value: k, meaning: "|scale| over the root of w" },
      { name: "|k·d|", value: k * Math.abs(own - m), meaning: "d = x - m" },
      ...symbols({
        n,
        u: a.u,
        "|x|": Math.abs(own),
        "|m|": Math.abs(m),
        "|b|": Math.abs(b),
        "|y|": Math.abs(Number(result.v[i])),
        c_rsqrt: profile.name === "ieee" ? 2 : 7.5,
        q: a.q,
      }),
      ...ofMean.symbols,
      ...ofVariance.symbols,
    ],
  };
};

function epsilonOf({ options, dataType }: Bounded): number {
  return roundTo(dataType, Number(options.epsilon ?? 1e-5));
}

/** Where every scale is a power of two, so that coordinates are exact; else the widths of cells have no closed form. */
const resample: FormulaOf = ({ a, result: { M }, i, shapes: [before, after] }) => {
  const scaled = before.map((size, axis) => after[axis] / size).filter((scale) => scale !== 1);
  if (!M || scaled.some((scale) => !Number.isInteger(Math.log2(scale)))) return undefined;
  return {
    text: "3·k·u·S + 4·k·q",
    symbols: [
      { name: "k", value: scaled.length, meaning: "axes that are resampled" },
      { name: "S", value: M[i], meaning: "Σ |weight·value|" },
      ...symbols({ u: a.u, q: a.q }),
    ],
  };
};

/** By operator. */
export const composedFormulas: Readonly<Record<string, FormulaOf>> = {
  reduceLogSum: logSum,
  reduceLogSumExp: logSumExp,
  softmax,
  batchNormalization: batch,
  instanceNormalization: normalization,
  layerNormalization: normalization,
  resample2d: resample,
  resample: resample,
};
