/**
 * Mean and variance of an instance that is normalized, with what the inputs' radii make of them (tolerance.md, section 4).
 *
 * @module
 */

/** Values and radii; scales and biases one a channel, or one an element of an instance. */
export interface Operands {
  readonly x: Float64Array;
  readonly ex?: Float64Array;
  readonly s: Float64Array;
  readonly es?: Float64Array;
  readonly b: Float64Array;
  readonly eb?: Float64Array;
}

/** One of the instances that are normalized: where its elements stand. */
export interface Instance {
  readonly start: number;
  readonly size: number;
  readonly step: number;
  /** Which scale and bias are the first element's, and how far on the next element's are. */
  readonly first: number;
  readonly onward: number;
  readonly epsilon: number;
}

/** Of an instance. */
export interface Statistics {
  readonly mean: number;
  /** Mean of |x|, and of the radii. */
  readonly meanMagnitude: number;
  readonly meanRadius: number;
  readonly variance: number;
  readonly varianceRadius: number;
}

/** Mean and variance in two passes, and what the inputs' radii make of them. */
export function statistics({ x, ex }: Operands, instance: Instance): Statistics {
  const { start, size, step } = instance;
  let sum = 0, magnitude = 0;
  for (let j = 0, at = start; j < size; j++, at += step) {
    const value = x[at];
    sum += value;
    magnitude += Math.abs(value);
  }
  const mean = sum / size;
  let squares = 0, rest = 0;
  for (let j = 0, at = start; j < size; j++, at += step) {
    const d = x[at] - mean;
    squares += d * d;
    rest += d;
  }
  const { meanRadius, varianceRadius } = ex ? radiiOf(x, ex, mean, instance) : exactly;
  return {
    mean: mean + rest / size,
    meanMagnitude: magnitude / size + meanRadius,
    meanRadius,
    variance: Math.max(0, squares / size - (rest / size) ** 2),
    varianceRadius,
  };
}

const exactly = { meanRadius: 0, varianceRadius: 0 };

function radiiOf(x: Float64Array, ex: Float64Array, mean: number, { start, size, step }: Instance) {
  let radius = 0;
  for (let j = 0, at = start; j < size; j++, at += step) radius += ex[at];
  const meanRadius = radius / size;
  let squaresRadius = 0;
  for (let j = 0, at = start; j < size; j++, at += step) {
    const d = Math.abs(x[at] - mean), de = ex[at] + meanRadius;
    squaresRadius += (2 * d + de) * de;
  }
  return { meanRadius, varianceRadius: squaresRadius / size };
}
