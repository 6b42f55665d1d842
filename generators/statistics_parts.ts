/**
 * Groups with results enough for the statistics of a backend's arithmetic (tolerance.md, section 6): sums of about 64, 576
 * or 4608 terms, more than 512 of them in a case over its two data sets.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Row } from "./covering.ts";
import type { DataKind } from "./data.ts";
import { type Group, type Sketch, Sketcher } from "./family.ts";
import { productWholes, sumWholes } from "./magnitudes.ts";

/** The name of such a group. */
export const statistics = "statistics";

/** A group of floats, each row once with each kind of data. */
export function statisticsGroup(
  only: Group["only"],
  kinds: readonly DataKind[] = ["normal", "positive"],
): Group {
  return { name: statistics, kinds, everyKind: true, only: { dataType: ["float32", "float16"], ...only } };
}

/** Rows, terms and columns of a product of matrices, by the class of its columns. */
export const productSizes: Readonly<Record<string, readonly [number, number, number]>> = {
  "n-prime": [19, 64, 19],
  "n-4k1": [19, 576, 21],
  "n-even": [19, 4608, 18],
};

/** The values of a row for `convolutionSketch`. Windows of 2 × 2 have 64 terms, those of 3 × 3 have 576. */
export const convolutionOnly = {
  inputLayout: ["absent"],
  filterLayout: ["absent"],
  padding: ["absent"],
  strides: ["absent"],
  dilations: ["absent"],
  window: ["k2", "k3"],
  groups: ["absent"],
  channels: ["c7"],
  outputs: ["o3"],
  bias: ["absent"],
  filter: ["constant"],
  height: ["h-even"],
  width: ["w-4k1"],
};

/** A convolution, transposed or not; at the borders of a transposed one results have fewer terms. */
export function convolutionSketch(operator: "conv2d" | "convTranspose2d", row: Row): Sketch {
  const dataType = row.dataType as DataType;
  const [channels, size] = row.window === "k2" ? [16, 2] : [64, 3];
  const isTransposed = operator === "convTranspose2d";
  const whole = productWholes(dataType, channels * size * size);
  const sketcher = new Sketcher();
  const input = sketcher.operand("input", "input", { dataType, shape: [2, channels, 10, 9] }, {
    role: "values",
    whole: whole.values,
  });
  const shape = isTransposed ? [channels, 3, size, size] : [3, channels, size, size];
  const filter = sketcher.operand("filter", "constant", { dataType, shape }, {
    role: "weights",
    whole: whole.weights,
  });
  sketcher.node(operator, { input, filter }, {});
  return sketcher.end();
}

/** A mean or a norm over planes of 8 × 8 or 64 × 9, by the class of the width. */
export function globalPoolSketch(operator: string, row: Row): Sketch {
  const dataType = row.dataType as DataType;
  const [height, width] = row.width === "w-even" ? [8, 8] : [64, 9];
  const sketcher = new Sketcher();
  const input = sketcher.operand("input", "input", { dataType, shape: [2, 160, height, width] }, {
    role: "terms",
    whole: sumWholes(dataType, height * width),
  });
  sketcher.node(operator, { input }, {});
  return sketcher.end();
}

/** What is summed along its last axis by cumulativeSum: of each row one sum of 2, 4, …, 512 terms counts. */
export const cumulatedShape: readonly number[] = [300, 513];

/** Shape of what is reduced along its last axis, by the class of that axis. */
export const reducedShapes: Readonly<Record<string, readonly number[]>> = {
  "even": [300, 64],
  "4k1": [300, 577],
};
