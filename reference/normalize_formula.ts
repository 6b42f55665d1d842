/**
 * Normalized values in any arithmetic, where one float64 cannot prove how they round (tolerance.md, section 8.6).
 *
 * @module
 */

import type { Normalization } from "./normalize.ts";
import { subtract } from "./reals/reals.ts";
import { type Formula, keptFor } from "./reals/refine.ts";

/** The operands' values; scale and bias one a channel, or one an element of an instance. */
interface Values {
  readonly x: Float64Array;
  readonly scale: Float64Array;
  readonly bias: Float64Array;
}

/**
 * Normalized values as `s·n·d / √(n·(Σd² + ε·n³)) + b` with `d = n·x - Σx`: nothing is divided before the root is taken, so
 * that exact arithmetic keeps what is exact.
 */
export function normalizationIn(
  { channels, size, step, perElement, epsilon }: Normalization,
  { x, scale, bias }: Values,
): Formula {
  /** Number of an instance, and of an element in it. */
  const placeOf = (i: number): readonly [instance: number, element: number] => {
    if (step === 1) return [Math.floor(i / size), i % size];
    return [Math.floor(i / (channels * size)) * channels + i % channels, Math.floor(i / channels) % size];
  };
  return (reals) => {
    const { of, add, multiply, divide, root } = reals;
    const n = of(size);
    const sharedBy = keptFor((instance) => {
      const start = step === 1
        ? instance * size
        : Math.floor(instance / channels) * channels * size + instance % channels;
      const end = start + size * step;
      let sum = of(0);
      for (let i = start; i < end; i += step) sum = add(sum, of(x[i]));
      const deviation = (value: number) => subtract(reals, multiply(n, of(value)), sum);
      let squares = of(0);
      for (let i = start; i < end; i += step) {
        const d = deviation(x[i]);
        squares = add(squares, multiply(d, d));
      }
      const cube = multiply(n, multiply(n, n));
      return { deviation, root: root(multiply(n, add(squares, multiply(of(epsilon), cube)))) };
    });
    return (i) => {
      const [instance, element] = placeOf(i);
      const shared = sharedBy(instance);
      const p = perElement ? element : instance % channels;
      const dividend = multiply(multiply(of(scale[p]), n), shared.deviation(x[i]));
      return add(divide(dividend, shared.root), of(bias[p]));
    };
  };
}
