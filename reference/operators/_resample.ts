/**
 * What `resample2d` and its form for any axes share (spec: #api-mlgraphbuilder-resample2d-method).
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { OptionRule, Options, Result } from "../operator.ts";
import { linear, linearOfIntegers } from "../resample_linear.ts";
import { nearest } from "../resample_nearest.ts";
import { axisOf } from "../resample_axis.ts";
import { isValidDimension, stepsOf } from "../steps.ts";

/** The options of `MLResample2dOptions`. */
export const resampleOptions = {
  mode: { type: { enum: ["nearest-neighbor", "linear"] }, default: "nearest-neighbor" },
  scales: { type: "sequence<float>" },
  sizes: { type: "sequence<unsigned long>" },
  axes: { type: "sequence<unsigned long>" },
} as const satisfies Record<string, OptionRule>;

/** The method steps, for the `count` axes that `axes` says. */
export function inferResample(
  operator: string,
  input: Descriptor,
  options: Options,
  axes: readonly number[],
) {
  const { dataType, shape } = input;
  const count = axes.length;
  const scales = options.scales as readonly number[] | undefined;
  const sizes = options.sizes as readonly number[] | undefined;
  const require = stepsOf(operator);
  const lists = { scales, sizes, axes };
  const check = (step: string, holds: boolean, argument: keyof typeof lists, allowed: string) =>
    require(holds, step, `options.${argument}`, lists[argument], allowed);
  if (scales) {
    check("scales-positive", scales.every((scale) => scale > 0), "scales", "numbers greater than 0");
    check("scales-length", scales.length === count, "scales", `a list of ${count} numbers`);
  }
  if (sizes) {
    check("sizes-length", sizes.length === count, "sizes", `a list of ${count} sizes`);
    check("sizes-positive", sizes.every((size) => size > 0), "sizes", "sizes from 1");
  }
  check("axes-distinct", new Set(axes).size === count, "axes", "every axis once");
  check(
    "axes-range",
    axes.every((axis) => axis < shape.length),
    "axes",
    `axes from 0 to ${shape.length - 1}`,
  );
  const outputShape = [...shape];
  axes.forEach((axis, i) => {
    outputShape[axis] = sizes ? sizes[i] : scaledSize(shape[axis], scales?.[i] ?? 1);
    const allowed = "what gives sizes from 1 to 2147483647";
    check("valid-dimension", isValidDimension(outputShape[axis]), sizes ? "sizes" : "scales", allowed);
  });
  return [{ dataType, shape: outputShape }];
}

/** floor(size * scale), the scale being a `float`, the product exact (question Q12). */
function scaledSize(size: number, scale: number): number {
  return Math.floor(size * Math.fround(scale));
}

/** The values, for axes that `inferResample` accepts. */
export function evaluateResample(
  input: Ball,
  output: Descriptor,
  options: Options,
  axes: readonly number[],
  profile: Profile,
): Result[] {
  const resampled = axes.map((axis) => axisOf(axis, input.shape[axis], output.shape[axis]));
  if (options.mode !== "linear") return [nearest(input, output.shape, resampled, profile)];
  return [
    isFloat(input.dataType) ? linear(input, resampled, profile) : linearOfIntegers(input, resampled, profile),
  ];
}
