/**
 * Local bounds of functions of one element, or of two (tolerance.md, sections 3.1 and 4, class F).
 *
 * @module
 */

import { roundTo } from "../../graph/data_type.ts";
import { functionConstants, type FunctionName } from "../../reference/function_error.ts";
import { functionUlp } from "../../reference/radius.ts";
import { type Formula, type FormulaOf, size, symbols } from "./formula.ts";

/** `2·c·u·|y| + a·u + q` with the accumulator's own u and q, or WGSL's absolute error. */
function ofFunction(name: FunctionName): FormulaOf {
  return (bounded) => {
    const { dataType, profile, a: { accumulator }, x } = bounded, y = size(bounded);
    const { ulp, slope = 0, units = 0, absolute } = functionConstants(name, dataType, profile);
    const isPlain = absolute === undefined || name === "log" && (x < 0.5 || x > 2);
    if (!isPlain && name !== "log") {
      const isInside = Math.abs(x) <= Math.PI;
      const own = symbols({ A: absolute, ...(isInside ? {} : { "|x|": Math.abs(x) }) });
      return { text: isInside ? "A" : "2 + A", symbols: own };
    }
    const c = ulp + slope * Math.abs(x);
    const meaning = slope === 0 ? undefined : `${ulp} + ${slope}·|x|`;
    const relative: Formula = {
      text: `2·c·u·|y|${units === 0 ? "" : " + a·u"} + q`,
      symbols: [
        { name: "c", value: c, meaning },
        ...(slope === 0 ? [] : symbols({ "|x|": Math.abs(x) })),
        ...symbols({
          ...(units === 0 ? {} : { a: units }),
          u: accumulator.u,
          q: accumulator.minSubnormal,
          "|y|": y,
        }),
      ],
    };
    if (isPlain) return relative;
    return { text: `max(A, ${relative.text})`, symbols: [...symbols({ A: absolute }), ...relative.symbols] };
  };
}

/** A quotient or a root: its constant is WGSL's or 1. */
function ofQuotient(constant: "div" | "sqrt"): FormulaOf {
  return (bounded) => {
    const { profile, a: { accumulator } } = bounded;
    return {
      text: "2·c·u·|y| + q",
      symbols: symbols({
        c: functionUlp[profile.name][constant],
        u: accumulator.u,
        q: accumulator.minSubnormal,
        "|y|": size(bounded),
      }),
    };
  };
}

const tan: FormulaOf = (bounded) => {
  const { dataType, profile, a: { accumulator }, x } = bounded;
  const { absolute = 0 } = functionConstants("sin", dataType, profile);
  const own = symbols({ u: accumulator.u, q: accumulator.minSubnormal, "|y|": size(bounded) });
  if (absolute === 0) {
    const { ulp } = functionConstants("tan", dataType, profile);
    return { text: "2·c·u·|y| + q", symbols: [...symbols({ c: ulp }), ...own] };
  }
  const cosine = Math.abs(Math.cos(x));
  const inherited = absolute * (1 + size(bounded)) / (cosine - absolute);
  return {
    text: "h + 2·c_div·u·(|y| + h) + q",
    symbols: [
      { name: "h", value: inherited, meaning: "A·(1 + |y|)/(|cos x| - A)" },
      ...symbols({ A: absolute, "|cos x|": cosine, c_div: functionUlp[profile.name].div }),
      ...own,
    ],
  };
};

const tanh: FormulaOf = (bounded) => {
  const { dataType, profile, a: { accumulator, u } } = bounded;
  const { absolute } = functionConstants("tanh", dataType, profile);
  if (absolute === undefined) return ofFunction("tanh")(bounded);
  const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
  const x = Math.min(Math.abs(bounded.x), Math.log(accumulator.max));
  return {
    text: "max(A, u·((2·c_exp + 2)·(1 + |y|) + 2·c_div·|y|)) + q",
    symbols: symbols({
      A: absolute,
      u,
      c_exp: ulp + slope * x,
      c_div: functionUlp[profile.name].div,
      "|y|": size(bounded),
      q: accumulator.minSubnormal,
    }),
  };
};

const pow: FormulaOf = (bounded) => {
  const { dataType, profile, a: { u, accumulator }, of } = bounded;
  const [x] = of("a"), p = Math.abs(of("b")[0]), y = size(bounded);
  const constants = (name: FunctionName) => functionConstants(name, dataType, profile);
  const own = { u: accumulator.u, "|y|": y, q: accumulator.minSubnormal };
  const exp = constants("exp"), log = constants("log"), isComposed = profile.name !== "ieee";
  const c = isComposed ? exp.ulp : constants("pow").ulp;
  if (y === 0 || p === 0 || !(p < Infinity)) {
    return { text: "2·c·u·|y| + q", symbols: symbols({ c, ...own }) };
  }
  const lnX = Math.abs(Math.log(Math.max(accumulator.minSubnormal, Math.abs(x))));
  const operands = { "|p|": p, "|ln x|": lnX };
  if (!isComposed) {
    return {
      text: "2·(c + 6·|p|·|ln x| + 0.6·|p|)·u·|y| + q",
      symbols: symbols({ c, ...operands, ...own }),
    };
  }
  const isNearOne = Math.abs(x) >= 0.5 && Math.abs(x) <= 2;
  const ofLog = Math.max(
    2 * accumulator.u * log.ulp * lnX / Math.LN2,
    isNearOne ? log.absolute ?? 0 : 0,
  );
  const t = p * lnX / Math.LN2, h = p * ofLog + u * (t + p * ofLog);
  const ofExp = 2 * accumulator.u * (exp.ulp + (exp.slope ?? 0) * (t + h));
  return {
    text: "|y|·((2^h - 1)·(1 + E) + E) + q",
    symbols: [
      ...symbols({ "|y|": y, q: accumulator.minSubnormal, ...operands }),
      { name: "h", value: h, meaning: "the error of the exponent |p|·log2 x" },
      { name: "E", value: ofExp, meaning: "the relative error of exp2" },
    ],
  };
};

const gelu: FormulaOf = (bounded) => {
  const { dataType, profile, a: { u, accumulator }, x, result, i } = bounded;
  const q = accumulator.minSubnormal;
  if (x === -Infinity) return { text: "q", symbols: symbols({ q }) };
  const { ulp, units = 0 } = functionConstants("erf", dataType, profile);
  const one = x === 0 ? 1 : Math.min(2, 2 * Number(result.v[i]) / x);
  return {
    text: "u·(|x|/2·(2·c_erf·|ε| + a_erf + 1.6·g + |1 + ε| + 1) + 3·|y|) + q",
    symbols: [
      ...symbols({ u, "|x|": Math.abs(x), c_erf: ulp, a_erf: units }),
      { name: "|ε|", value: Math.abs(one - 1), meaning: "|erf(x/√2)|" },
      { name: "g", value: Math.abs(x) * Math.exp(-x * x / 2), meaning: "|x| times e to the power -x²/2" },
      ...symbols({ "|1 + ε|": one, "|y|": size(bounded), q }),
    ],
  };
};

const elu: FormulaOf = (bounded) => {
  const { dataType, profile, a: { u, accumulator }, x, options } = bounded;
  const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
  return {
    text: "u·(|α|·(2·c_exp·p + 2·d) + 2·|y|) + q",
    symbols: [
      ...symbols({
        u,
        "|α|": Math.abs(roundTo(dataType, Number(options.alpha ?? 1))),
        c_exp: ulp + slope * Math.min(Math.abs(x), Math.log(accumulator.max)),
      }),
      { name: "p", value: Math.exp(x), meaning: "exp(x)" },
      { name: "d", value: -Math.expm1(x), meaning: "1 - exp(x)" },
      ...symbols({ "|y|": size(bounded), q: accumulator.minSubnormal }),
    ],
  };
};

const softplus: FormulaOf = (bounded) => {
  const { dataType, profile, a: { u, accumulator }, x } = bounded;
  const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
  return {
    text: "u·(2 + 2·c_exp·σ + 2·c_log·|y|) + q",
    symbols: [
      ...symbols({ u, c_exp: ulp + slope * Math.min(Math.abs(x), Math.log(accumulator.max)) }),
      { name: "σ", value: 1 / (1 + Math.exp(-x)), meaning: "sigmoid(x)" },
      ...symbols({
        c_log: functionConstants("log", dataType, profile).ulp,
        "|y|": size(bounded),
        q: accumulator.minSubnormal,
      }),
    ],
  };
};

/** By operator. */
export const functionFormulas: Readonly<Record<string, FormulaOf>> = {
  div: ofQuotient("div"),
  reciprocal: ofQuotient("div"),
  sqrt: ofQuotient("sqrt"),
  exp: ofFunction("exp"),
  log: ofFunction("log"),
  sin: ofFunction("sin"),
  cos: ofFunction("cos"),
  erf: ofFunction("erf"),
  sigmoid: ofFunction("sigmoid"),
  tan,
  tanh,
  pow,
  gelu,
  elu,
  softplus,
};
