/**
 * The error function, which no language has, in several admissible ways.
 *
 * @module
 */

import { polynomial } from "./elementary.ts";

export type Step = (x: number) => number;

const numerator = [
  -2.72614225801306e-10,
  2.77068142495902e-8,
  -2.10102402082508e-6,
  -5.69250639462346e-5,
  -7.34990630326855e-4,
  -2.95459980854025e-3,
  -1.60960333262415e-2,
];
const denominator = [
  -1.45660718464996e-5,
  -2.13374055278905e-4,
  -1.68282697438203e-3,
  -7.37332916720468e-3,
  -1.42647390514189e-2,
];

/** The error function: by two series in float64, or as Eigen and XLA do by a quotient of polynomials. */
export function errorFunction(round: Step, form: 0 | 1 | 2): Step {
  if (form === 0) return (x) => Math.abs(x) < 2.5 ? series(x) : 1 - complement(x);
  if (form === 1) return (x) => round(Math.abs(x) < 1 ? positiveSeries(x, round) : 1 - complement(x));
  return (x) => {
    const bounded = Math.min(Math.max(x, -4), 4), square = round(bounded * bounded);
    const above = round(bounded * polynomial(numerator, square, round));
    // Rounding takes the quotient beyond 1 near the bounds, where a correct result never is.
    return Math.min(Math.max(round(above / polynomial(denominator, square, round)), -1), 1);
  };
}

/** 1 - erf x, as near as float32 tells. */
export function complement(x: number): number {
  if (Math.abs(x) < 2.5) return 1 - series(x);
  return x < 0 ? 2 - tail(-x) : tail(x);
}

/** Σ (-1)^n x^(2n+1) 2/√π / (n! (2n+1)). */
function series(x: number): number {
  if (x === 0 || x !== x) return x;
  let term = x, sum = x;
  for (let n = 1; n < 60; n++) {
    term *= -x * x / n;
    sum += term / (2 * n + 1);
  }
  return 2 / Math.sqrt(Math.PI) * sum;
}

/** The same as 2x/√π e^(-x²) Σ (2x²)^n / (1 · 3 · … (2n + 1)). */
function positiveSeries(x: number, round: Step): number {
  const square = round(x * x);
  let term = 1, sum = 1;
  for (let n = 1; n < 20; n++) {
    term = round(round(term * 2) * square) / (2 * n + 1);
    sum = round(sum + term);
  }
  return round(round(x * 1.1283791670955126) * round(round(Math.exp(-square)) * sum));
}

/** e^(-x²)/√π / (x + ½/(x + 1/(x + 3/2/(x + …)))), for x from 2.5 on. */
function tail(x: number): number {
  if (x > 30) return 0;
  let divisor = x;
  for (let k = 60; k > 0; k--) divisor = x + k / 2 / divisor;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * divisor);
}
