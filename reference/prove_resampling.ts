/**
 * Proving linearly resampled values (tolerance.md, section 8).
 *
 * @module
 */

import { indexAt, rowMajorStrides } from "../graph/tensor.ts";
import { type Accumulated, inPlace } from "./accumulated.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { certificateOf, float64Radius } from "./prove_terms.ts";
import { latticeExponent, U64 } from "./radius.ts";
import { coordinateOf, type ResampledAxis, weightExponent } from "./resample_axis.ts";

/**
 * Of elements of `shape`, blended along one axis after the other in float64: along each, weight, product and sum are
 * rounded. `S` are the sums of the absolute terms.
 */
export function proveResampling(
  input: Ball,
  shape: readonly number[],
  axes: readonly ResampledAxis[],
  S: Float64Array,
): Pick<Result, "certificate" | "listTerms"> {
  const listTerms = (i: number) => neighboursAt(input, indexAt(i, shape), axes);
  const exact = () => {
    const weights = axes.reduce((sum, axis) => sum + weightExponent(axis), 0);
    return Number.isNaN(weights) ? 0 : 2 ** (53 + latticeExponent(floats(input)) + weights);
  };
  const error = 3 * axes.length * 1.01 * U64;
  return { certificate: certificateOf(float64Radius(S, () => error, exact), listTerms), listTerms };
}

/** Weights are whole numbers of parts, and the divisor says how many parts are 1. */
function neighboursAt(input: Ball, index: readonly number[], axes: readonly ResampledAxis[]): Accumulated {
  const strides = rowMajorStrides(input.shape);
  const isKept = (d: number) => axes.every(({ axis }) => axis !== d);
  const first = index.reduce((sum, k, d) => isKept(d) ? sum + k * strides[d] : sum, 0);
  let neighbours: { at: number; weights: number[] }[] = [{ at: first, weights: [] }], divisor = 1;
  for (const axis of axes) {
    const { whole, part, parts } = coordinateOf(axis, index[axis.axis]);
    const step = strides[axis.axis];
    divisor *= parts;
    neighbours = neighbours.flatMap(({ at, weights }) => {
      const lower = { at: at + whole * step, weights: [...weights, parts - part] };
      const upper = { at: at + (whole + 1) * step, weights: [...weights, part] };
      return part === 0 ? [lower] : [lower, upper];
    });
  }
  const own = Int32Array.from(neighbours, (_, t) => t);
  const weights = axes.map((_, d) => ({
    argument: "weight",
    values: Float64Array.from(neighbours, (neighbour) => neighbour.weights[d]),
    at: own,
  }));
  const at = Int32Array.from(neighbours, (neighbour) => neighbour.at);
  const elements = { argument: "input", values: floats(input), at, origin: inPlace };
  return { groups: [{ count: at.length, factors: [elements, ...weights] }], divisor };
}
