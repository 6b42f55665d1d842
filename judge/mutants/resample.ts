/**
 * Mutants of resampling: other coordinates, neighbours and weights.
 *
 * @module
 */

import { tensorOf } from "../software/kernel.ts";
import { halfPixels, type ResampledAxis, resampling, type Sampling } from "../software/kernels/resample.ts";
import { list, otherShape, withOptions } from "./change.ts";
import { type Bug, mutantsOf, replaced, rewritten } from "./mutant.ts";

const inRange = (coordinate: number, { inputSize }: ResampledAxis) =>
  Math.min(Math.max(coordinate, 0), inputSize - 1);

/** Coordinates, neighbours or weights of another kind, in one mode or, where none is named, in both. */
function sampledBy(
  name: string,
  sentence: string,
  changes: Partial<Sampling>,
  mode?: "linear" | "nearest-neighbor",
): Bug {
  return replaced(
    name,
    sentence,
    (call) => mode === undefined || call.options.mode === mode ? resampling(changes)(call) : undefined,
  );
}

function coordinatesBy(
  name: string,
  sentence: string,
  coordinate: (at: number, axis: ResampledAxis) => number,
): Bug {
  return sampledBy(name, sentence, {
    coordinate: (at, axis) => inRange(Math.fround(coordinate(at, axis)), axis),
  });
}

/** Other sizes where scales ask for them: `sizeOf` gives each from the product of scale and size. */
function otherSizes(name: string, sentence: string, sizeOf: (product: number) => number): Bug {
  return otherShape(name, sentence, (call) => {
    const { axes, scales, sizes } = call.options;
    if (sizes !== undefined) return undefined;
    const { shape } = tensorOf(call, "input");
    const products = list(scales).map((scale, d) => Math.fround(scale) * shape[list(axes)[d]]);
    return { ...call.options, sizes: products.map(sizeOf) };
  });
}

/** Not whole, but no farther from it than the rounding of a scale may bring it. */
function isNearlyWhole(product: number): boolean {
  const distance = Math.abs(product - Math.round(product));
  return distance > 0 && distance < 1e-5;
}

const bugs: readonly Bug[] = [
  coordinatesBy(
    "corners-aligned",
    "the first and the last elements of both tensors were aligned",
    (at, { inputSize, outputSize }) => outputSize === 1 ? 0 : at * (inputSize - 1) / (outputSize - 1),
  ),
  coordinatesBy(
    "asymmetric",
    "coordinates were multiples of the reciprocal scale, without half elements",
    (at, { inputSize, outputSize }) => at * inputSize / outputSize,
  ),
  coordinatesBy(
    "half-pixel-not-taken-off",
    "the half element were added to output coordinates and not taken off again",
    (at, { inputSize, outputSize }) => (at + 0.5) * inputSize / outputSize,
  ),
  coordinatesBy(
    "single-output-first",
    "an axis of one output element took the first one of the input",
    (at, axis) => axis.outputSize === 1 ? 0 : halfPixels.coordinate(at, axis, false),
  ),
  coordinatesBy(
    "given-scale-kept",
    "coordinates followed the scale that was given, not the rounded sizes",
    (at, { inputSize, outputSize, scale = outputSize / inputSize }) => (at + 0.5) / scale - 0.5,
  ),
  coordinatesBy(
    "whole-scale",
    "scales were rounded to whole numbers",
    (at, { inputSize, outputSize }) => (at + 0.5) / Math.max(1, Math.round(outputSize / inputSize)) - 0.5,
  ),
  coordinatesBy(
    "scale-inverted",
    "coordinates were multiplied by the scale",
    (at, { inputSize, outputSize }) => (at + 0.5) * outputSize / inputSize - 0.5,
  ),
  sampledBy(
    "coordinates-in-float16",
    "coordinates were kept in float16",
    { coordinate: (at, axis, folds) => inRange(Math.f16round(halfPixels.coordinate(at, axis, folds)), axis) },
  ),
  sampledBy("half-up", "halves between two elements were rounded up", {
    nearest: (coordinate) => Math.floor(coordinate + 0.5),
  }, "nearest-neighbor"),
  sampledBy("nearest-below", "the element below a coordinate were taken", {
    nearest: Math.floor,
  }, "nearest-neighbor"),
  sampledBy("nearest-above", "the element above a coordinate were taken", {
    nearest: Math.ceil,
  }, "nearest-neighbor"),
  sampledBy("weights-swapped", "the weights of the two neighbours were exchanged", {
    weight: (fraction) => fraction === 0 ? 0 : 1 - fraction,
  }, "linear"),
  sampledBy("weights-smoothed", "weights followed a cubic step, not a line", {
    weight: (fraction) => fraction * fraction * (3 - 2 * fraction),
  }, "linear"),
  sampledBy("weights-in-float16", "weights were kept in float16", { weight: Math.f16round }, "linear"),
  sampledBy("weights-in-256ths", "weights had 8 bits, as in a texture unit", {
    weight: (fraction) => Math.round(fraction * 256) / 256,
  }, "linear"),
  rewritten("linear-instead", "the mode were linear", (call) => withOptions(call, { mode: "linear" })),
  rewritten(
    "nearest-instead",
    "the mode were the nearest neighbor",
    (call) => withOptions(call, { mode: "nearest-neighbor" }),
  ),
  otherSizes(
    "size-one-less",
    "a size that a scale makes nearly whole were one less",
    (product) => isNearlyWhole(product) ? Math.round(product) - 1 : Math.floor(product),
  ),
  otherSizes("sizes-rounded", "sizes were rounded, not rounded down", Math.round),
  otherShape("scales-beside-sizes", "scales counted where sizes are given too", ({ options }) => {
    const { sizes, ...others } = options;
    return sizes === undefined ? undefined : others;
  }),
  otherShape("axes-sorted", "axes were given in ascending order", ({ options }) => ({
    ...options,
    axes: list(options.axes).toSorted((a, b) => a - b),
  })),
  otherShape("axes-ignored", "axes were the last ones", ({ options, outputs: [{ shape }] }) => {
    const { length } = list(options.axes);
    return { ...options, axes: Array.from({ length }, (_, d) => shape.length - length + d) };
  }),
];

export const resampleMutants = mutantsOf(["resample2d", "resample"], bugs);
