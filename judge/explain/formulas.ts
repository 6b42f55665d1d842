/**
 * The local bound of every operator, as tolerance.md, section 4, states it: what is printed beside the numbers.
 *
 * y is the exact result, u the accumulator's unit roundoff times rho, S the sum of the absolute values of the terms, n their
 * number, c the constant of a function in units in the last place (section 3.1).
 *
 * @module
 */

const moved = "nothing is rounded: equal bit for bit";
const selected = "nothing is rounded: equal to the element that is selected";
const compared = "exactly 0 or 1";
const once = "rounded once to the output's type";
const ofFunction = "2c·u·|y| + a·u, with the function's constants c and a";
const pooled = "(n + 2c_div)·u·S/n";
const dot = "(n + 2)·u·S";
const normalized = "mean, variance and root each with their own errors, in closed form";
const gates = "the errors of all gates and steps carried along";

const families: readonly (readonly [formula: string, operators: string])[] = [
  [
    moved,
    "concat expand gather gatherElements gatherND identity pad reshape reverse scatterElements scatterND slice split " +
    "tile transpose triangular where",
  ],
  [selected, "abs neg sign relu clamp max min maxPool2d maxPool reduceMax reduceMin ceil floor roundEven"],
  [
    compared,
    "equal notEqual greater greaterOrEqual lesser lesserOrEqual logicalNot logicalAnd logicalOr logicalXor isNaN isInfinite",
  ],
  ["in range and not beaten", "argMin argMax"],
  [once, "cast add sub mul"],
  [ofFunction, "div sqrt reciprocal exp log sin cos tan erf tanh sigmoid pow"],
  ["u·(3|α·x| + 2|β|)", "linear hardSigmoid"],
  ["2u·|α·x| below 0, else nothing", "leakyRelu"],
  ["u·|slope·x| below 0, else nothing", "prelu"],
  ["(4 + 2c_div)·u·|y| + u·|x|·(|x|/2 + 1) between -3 and 3", "hardSwish"],
  ["(2 + 2c_div)·u·|y|", "softsign"],
  ["rounded once; of 32-bit integers u·|y| + u·scale·(|x| + |zeroPoint|)", "dequantizeLinear"],
  ["whole numbers around x/scale ± (2c_div + 1)·u·|x/scale|", "quantizeLinear"],
  ["½|x|·u·(2c_erf·|ε| + a_erf + 1.6|x|·e^(-x²/2) + |1 + ε| + 1) + 3u·|y|, ε = erf(x/√2)", "gelu"],
  ["|α|·u·(2c_exp·e^x + 2|e^x - 1|) + 2u·|y| below 0, else nothing", "elu"],
  ["u·(2 + 2c_exp·σ(x)) + 2c_log·u·|y|", "softplus"],
  [dot, "conv2d conv convTranspose2d convTranspose matmul"],
  ["(n + 4)·u·S, without c (n + 2)·u·S", "gemm"],
  ["n·u·S, nothing for one term", "reduceSum reduceL1 cumulativeSum"],
  ["(n + 1)·u·S", "reduceSumSquare"],
  ["(n + 2c_div)·u·S/n", "reduceMean"],
  [pooled, "averagePool2d averagePool"],
  ["u·|y|·((n + 1)/2 + 2c_sqrt)", "reduceL2 l2Pool2d l2Pool"],
  ["(n - 1)·u·|y|", "reduceProduct"],
  ["n·u·S/|Σ| + 2c_log·u·|y|", "reduceLogSum"],
  ["u·(W + n) + 2c_log·u·|y| + 2u, W weighs the exponents by their shares", "reduceLogSumExp"],
  ["y·u·(2|x - max| + 2c_exp + W + n + 2c_div)", "softmax"],
  [
    "6u·Σ|w·v| + the difference of cells near the coordinate; nearest: the pixel itself",
    "resample2d resample",
  ],
  [
    "u·((3 + 2c_sqrt + 2c_div)·|k·(x - m)| + 2|k|·(|x| + |m|) + 2|b| + |y|), k = scale/√(variance + ε)",
    "batchNormalization",
  ],
  [normalized, "instanceNormalization layerNormalization"],
  [gates, "gruCell gru lstmCell lstm"],
];

const formulas: ReadonlyMap<string, string> = new Map(
  families.flatMap(([formula, operators]) =>
    operators.split(" ").map((operator) => [operator, formula] as const)
  ),
);

/** The local bound of an operator in one line; undefined of no operator. */
export function formulaOf(operator: string): string | undefined {
  return formulas.get(operator);
}
