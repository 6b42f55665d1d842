/**
 * Software kernels of the functions of one float: formulas in which every step is rounded.
 *
 * @module
 */

import type { FloatType } from "../../../graph/data_type.ts";
import { halfToEven } from "../casting.ts";
import { type Call, floatAt, type Kernel } from "../kernel.ts";
import { circular, exponential, logarithm, reciprocal, squareRoot } from "./elementary.ts";
import { complement, errorFunction, type Step } from "./functions.ts";

/** What a formula is given. */
export interface Tools {
  readonly operator: string;
  /** Rounds a step. */
  readonly round: Step;
  /** Rounds a step of an approximation, whose coefficients are beyond float16. */
  readonly single: Step;
  /** Alpha and beta, of the data type. */
  readonly alpha: number;
  readonly beta: number;
  /** The second of two forms is asked for. */
  readonly folds: boolean;
  readonly form: 0 | 1 | 2;
  readonly dataType: FloatType;
}

/** One element from one element. */
export type Formula = (tools: Tools) => Step;

const clampToOne: Step = (x) => Math.max(Math.min(x, 1), 0);

/** `alpha · x + beta` with one rounding or two. */
const affine: Formula = ({ round, alpha, beta, folds }) => (x) =>
  round((folds ? alpha * x : round(alpha * x)) + beta);

const exp: Formula = ({ round, single, form }) => {
  const power = exponential(single, form);
  return (x) => round(power(x));
};

const log: Formula = ({ round, single, form }) => {
  const ofWhatIsRounded = logarithm(form === 1 ? round : single, form);
  return (x) => round(ofWhatIsRounded(x));
};

const sine = (ahead: 0 | 1): Formula => ({ round, single, form }) => {
  if (form === 0) return (x) => round(ahead ? Math.cos(x) : Math.sin(x));
  const reduced = circular(single, ahead);
  return (x) => round(reduced(x));
};

/** Beyond it 1 + e^-x is 1, and e^x may still be finite. */
const farthest = ({ dataType }: Tools) => dataType === "float32" ? 20 : 9;

/** The formulas by operator. */
export const formulas: Readonly<Record<string, Formula>> = {
  ceil: () => Math.ceil,
  cos: sine(1),
  elu: (tools) => {
    const { round, alpha, folds } = tools, power = exp(tools);
    const below: Step = folds ? (x) => round(Math.expm1(x)) : (x) => round(power(x) - 1);
    return (x) => x > 0 ? x : round(alpha * below(x));
  },
  erf: ({ round, single, form }) => {
    const erf = errorFunction(single, form);
    return (x) => round(erf(x));
  },
  exp,
  floor: () => Math.floor,
  gelu: ({ round, single, form, folds }) => {
    if (form === 2) return (x) => round(round(x * 0.5) * round(complement(-x * Math.SQRT1_2)));
    const erf = errorFunction(single, form), half = round(Math.SQRT1_2);
    return (x) => {
      const sum = round(1 + round(erf(round(x * half))));
      return folds ? round(x * round(0.5 * sum)) : round(round(x * 0.5) * sum);
    };
  },
  hardSigmoid: (tools) => (x) => clampToOne(affine(tools)(x)),
  hardSwish: (tools) => {
    const { round, folds, form } = tools;
    const sixth = round(1 / 6);
    const inner = affine({ ...tools, alpha: sixth, beta: 0.5, folds: false });
    return (x) => {
      if (x >= 3) return x;
      if (folds) return round(x * clampToOne(inner(x)));
      const above = Math.max(0, round(x + 3));
      return form === 2 ? round(x * round(above * sixth)) : round(round(x * above) / 6);
    };
  },
  leakyRelu: ({ round, alpha }) => (x) => x >= 0 ? x : round(alpha * x),
  linear: affine,
  log,
  reciprocal: ({ round, form }) => reciprocal(round, form),
  roundEven: () => halfToEven,
  sigmoid: (tools) => {
    const { round, folds } = tools, power = exp(tools), limit = farthest(tools);
    if (folds) return (x) => x < -limit ? power(x) : round(1 / round(1 + power(-x)));
    return (x) => {
      const p = power(-Math.abs(x));
      return round((x < 0 ? p : 1) / round(1 + p));
    };
  },
  sin: sine(0),
  softplus: (tools) => {
    const { round, form } = tools, power = exp(tools), limit = farthest(tools);
    const logarithm = log(tools);
    if (form === 2) return (x) => x > limit ? x : logarithm(round(1 + power(x)));
    const above: Step = form === 1 ? (p) => round(Math.log1p(p)) : (p) => logarithm(round(1 + p));
    return (x) => round(Math.max(x, 0) + above(power(-Math.abs(x))));
  },
  softsign: ({ round, folds }) => (x) => {
    const divisor = round(1 + Math.abs(x));
    return folds ? round(x * round(1 / divisor)) : round(x / divisor);
  },
  sqrt: ({ round, form }) => squareRoot(round, form),
  tan: (tools) => {
    const { round, form, folds } = tools, sin = sine(0)(tools), cos = sine(1)(tools);
    return form === 0 && !folds ? (x) => round(Math.tan(x)) : (x) => round(sin(x) / cos(x));
  },
  tanh: (tools) => {
    const { round, form } = tools, power = exp(tools);
    if (form === 0) {
      return (x) => {
        const p = power(round(-2 * Math.abs(x)));
        return Math.sign(x) * round(round(1 - p) / round(1 + p));
      };
    }
    if (form === 1) {
      return (x) => {
        const p = round(Math.expm1(round(-2 * Math.abs(x))));
        return Math.sign(x) * round(-p / round(2 + p));
      };
    }
    const limit = farthest(tools) / 2;
    return (x) => {
      const p = power(round(2 * Math.min(Math.max(x, -limit), limit)));
      return round(round(p - 1) / round(p + 1));
    };
  },
};

/** By operator. */
export const unaryKernels: Readonly<Record<string, Kernel>> = Object.fromEntries(
  Object.entries(formulas).map(([operator, formula]) => [operator, computing(formula)]),
);

/** A formula of each element of the input. */
export function computing(formula: Formula): Kernel {
  return (call: Call) => {
    const { operator, options, dataType, arithmetic, round, scalar } = call;
    const [alpha, beta] = ["alpha", "beta"].map((name) => scalar(Number(options[name] ?? 0)));
    const { folds, form } = arithmetic;
    const single: Step = (x) => arithmetic.round(x, "float32");
    const f = formula({ operator, round, single, alpha, beta, folds, form, dataType });
    const read = floatAt(call, "input");
    return (index) => f(read(index));
  };
}
