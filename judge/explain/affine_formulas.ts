/**
 * Local bounds of products with a number, and of quotients made of such (tolerance.md, section 4).
 *
 * @module
 */

import { roundTo } from "../../graph/data_type.ts";
import { functionUlp } from "../../reference/radius.ts";
import { type FormulaOf, roundings, size, symbols } from "./formula.ts";

/** `α·x + β`. */
const linear: FormulaOf = ({ a, dataType, options, x }) => {
  const { u, q } = a;
  const product = roundings("3", 3, a, "γ_3"), sum = roundings("2", 2, a, "γ_2");
  const scalar = (name: string) => Math.abs(roundTo(dataType, Number(options[name])));
  return {
    text: `${product.text}·|α·x| + ${sum.text}·|β| + q`,
    symbols: [
      ...symbols({ u, "|α·x|": scalar("alpha") * Math.abs(x), "|β|": scalar("beta"), q }),
      ...product.symbols,
      ...sum.symbols,
    ],
  };
};

/** As `linear`, but what is beyond 0 and 1 is cut off. */
const hardSigmoid: FormulaOf = (bounded) => {
  const { dataType, options, x } = bounded;
  const plain = linear(bounded)!;
  const scalar = (name: string) => roundTo(dataType, Number(options[name]));
  const z = scalar("alpha") * x + scalar("beta"), beyond = Math.max(z - 1, -z);
  if (beyond <= 0) return plain;
  return {
    text: `max(0, ${plain.text} - d)`,
    symbols: [...plain.symbols, { name: "d", value: beyond, meaning: "how far α·x + β is beyond 0 or 1" }],
  };
};

const leakyRelu: FormulaOf = ({ a, dataType, options, x }) => {
  const error = roundings("2", 2, a);
  const alpha = Math.abs(roundTo(dataType, Number(options.alpha)));
  return {
    text: `${error.text}·|α·x| + q`,
    symbols: [...symbols({ u: a.u, "|α·x|": alpha * Math.abs(x), q: a.q }), ...error.symbols],
  };
};

const hardSwish: FormulaOf = (bounded) => {
  const { a: { u, q }, profile, x } = bounded;
  const own = { c_div: functionUlp[profile.name].div, u, "|y|": size(bounded), q };
  return x < 3
    ? {
      text: "(4 + 2·c_div)·u·|y| + u·|x|·(|x|/2 + 1) + q",
      symbols: symbols({ ...own, "|x|": Math.min(3, Math.abs(x)) }),
    }
    : { text: "(4 + 2·c_div)·u·|y| + q", symbols: symbols(own) };
};

const softsign: FormulaOf = (bounded) => {
  const { a: { u, q }, profile } = bounded;
  const own = { c_div: functionUlp[profile.name].div, u, "|y|": size(bounded), q };
  return { text: "(2 + 2·c_div)·u·|y| + q", symbols: symbols(own) };
};

/** Of 32-bit integers that the accumulator does not hold. */
const dequantize: FormulaOf = (bounded) => {
  const { a: { u }, of } = bounded;
  const at = (argument: string) => Math.abs(of(argument)[0] ?? 0);
  return {
    text: "u·(|y| + |scale|·(|x| + |zeroPoint|))",
    symbols: symbols({
      u,
      "|y|": size(bounded),
      "|scale|": at("scale"),
      "|x|": at("input"),
      "|zeroPoint|": at("zeroPoint"),
    }),
  };
};

/** By operator. */
export const affineFormulas: Readonly<Record<string, FormulaOf>> = {
  linear,
  hardSigmoid,
  leakyRelu,
  hardSwish,
  softsign,
  dequantizeLinear: dequantize,
};
