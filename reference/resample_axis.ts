/**
 * Where the elements along one resampled axis come from (spec: #dom-mlresample2doptions-mode).
 *
 * Coordinates are ratios of whole numbers, so that a tie is a tie. A backend may compute them in float32, with an error
 * of up to `delta = 4u(c + 1)` (tolerance.md, section 4); where the scale is a power of two every step is exact. A
 * float16 tensor does not make its coordinates float16.
 *
 * @module
 */

import { floatFormats } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";

/** An axis and its sizes before and after. */
export interface ResampledAxis {
  readonly axis: number;
  readonly inputSize: number;
  readonly outputSize: number;
  /** outputSize / inputSize = 2^exponent; NaN where it is no power of two. */
  readonly exponent: number;
}

/** The resampling of one axis; sizes in elements. */
export function axisOf(axis: number, inputSize: number, outputSize: number): ResampledAxis {
  const exponent = Math.log2(outputSize / inputSize);
  return { axis, inputSize, outputSize, exponent: Number.isInteger(exponent) ? exponent : NaN };
}

/** inputCoordinate = whole + part / parts, after the clamp to [0, inputSize - 1]. */
export interface Coordinate {
  readonly whole: number;
  readonly part: number;
  readonly parts: number;
}

/** `(outputCoordinate + 0.5) / scale - 0.5`, clamped. */
export function coordinateOf({ inputSize, outputSize }: ResampledAxis, outputCoordinate: number): Coordinate {
  const parts = 2 * outputSize;
  const unclamped = (2 * outputCoordinate + 1) * inputSize - outputSize;
  const numerator = Math.min(Math.max(unclamped, 0), (inputSize - 1) * parts);
  const whole = Math.floor(numerator / parts);
  return { whole, part: numerator - whole * parts, parts };
}

/** How far a backend's coordinate may be from the exact one. */
export function deltaOf(
  { exponent }: ResampledAxis,
  { whole, part, parts }: Coordinate,
  profile: Profile,
): number {
  if (!Number.isNaN(exponent)) return 0;
  return 4 * profile.rho * floatFormats.float32.u * (whole + part / parts + 1);
}

/** Weights along an axis of scale 2^j are multiples of 2^-(j + 1), or of a half where it shrinks. */
export function weightExponent({ exponent }: ResampledAxis): number {
  return -Math.max(exponent, 0) - 1;
}
