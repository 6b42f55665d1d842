/**
 * What the reductions share (spec: #api-mlgraphbuilder-reduce): operands, options and output sizes.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { OptionValue } from "../../graph/graph.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator, Result } from "../operator.ts";
import { type Rows, rowsOver } from "../rows.ts";
import { stepsOf } from "../steps.ts";

/** Data types of reduceL2, reduceLogSum, reduceLogSumExp and reduceMean. */
export const floats: readonly DataType[] = ["float32", "float16"];

/** Data types of reduceL1, reduceProduct, reduceSum and reduceSumSquare. */
export const numbers: readonly DataType[] = [...floats, "int32", "uint32", "int64", "uint64"];

/**
 * The definition of one of them.
 *
 * @param evaluate One element a row of the ball, in the order of the rows.
 */
export function reduction(
  name: string,
  dataTypes: readonly DataType[],
  evaluate: (ball: Ball, rows: Rows, profile: Profile) => Result,
): Operator {
  return {
    name,
    status: "spec",
    section: "api-mlgraphbuilder-reduce",
    arguments: ["input"],
    operands: { input: { dataTypes, rank: [0, Infinity] } },
    options: {
      axes: { type: "sequence<unsigned long>" },
      keepDimensions: { type: "boolean", default: false },
    },
    infer({ input }, { axes, keepDimensions = false }) {
      const { dataType, shape } = input as Descriptor;
      return [{ dataType, shape: reducedShape(name, shape, axes, keepDimensions as boolean) }];
    },
    resolve: ({ input }, options) => ({
      keepDimensions: false,
      ...options,
      axes: axesOf((input as Descriptor).shape, options.axes),
    }),
    evaluate({ input }, { axes }, profile) {
      const whole = input as Ball;
      const { ball, rows } = rowsOver(whole, axesOf(whole.shape, axes));
      return [evaluate(ball, rows, profile)];
    },
  };
}

/** Spec: "calculate reduction output sizes", whose failure is the operator's error. */
export function reducedShape(
  operator: string,
  shape: readonly number[],
  given: OptionValue | undefined,
  keepDimensions: boolean,
): number[] {
  const require = stepsOf(operator);
  const axes = axesOf(shape, given);
  require(new Set(axes).size === axes.length, "axes-distinct", "axes", given, "each axis once");
  const areInRange = axes.every((axis) => axis < shape.length);
  require(areInRange, "axes-range", "axes", given, `axes of [${shape.join(",")}], which has ${shape.length}`);
  if (keepDimensions) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Absent axes are all axes; an empty list is none. */
function axesOf(shape: readonly number[], given: OptionValue | undefined): number[] {
  return given === undefined ? shape.map((_, axis) => axis) : [...given as number[]];
}
