/**
 * Cases of averagePool2d, l2Pool2d and maxPool2d.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { inputPlaces } from "./conv2d.ts";
import { type InputPlaces, spatialSizes } from "../conv_parts.ts";
import { type Family, rotation } from "../family.ts";
import { observePool, poolSketch, poolThemes, roundings } from "../pool_parts.ts";
import { sizeClasses, sizeClassOf } from "../sizes.ts";
import { globalPoolSketch, statistics, statisticsGroup } from "../statistics_parts.ts";
import { dilations, paddings, strides } from "../window.ts";

const floats = ["float32", "float16"];

/** What is left to draw where only the padding matters. */
const oneWindow = {
  window: ["k3"],
  strides: ["absent", "s2r"],
  dilations: ["absent"],
  height: ["h-prime"],
  width: ["w-even"],
};
const overPadding = { ...oneWindow, padding: ["equal", "begin", "end", "large"], outputSizes: ["os"] };
const paddingOnly = {
  ...oneWindow,
  padding: ["zero", "begin", "end", "large"],
  outputSizes: ["absent"],
  layout: ["absent", "nhwc"],
  rounding: ["absent", "ceil"],
};

const belowWindow = {
  ...oneWindow,
  padding: ["begin", "end", "axes"],
  outputSizes: ["absent"],
  layout: ["absent", "nhwc"],
  rounding: ["absent", "ceil"],
};

const onePlane = {
  layout: ["absent"],
  window: ["global"],
  padding: ["absent"],
  strides: ["absent"],
  dilations: ["absent"],
  rounding: ["absent"],
  outputSizes: ["absent"],
  height: ["h-even"],
  width: ["w-even", "w-4k1"],
};

/** The families of 2-D pools. */
export const pools2d: readonly Family[] = [
  pool2d("averagePool2d", ["float32", "float16"]),
  pool2d("l2Pool2d", ["float32", "float16"]),
  pool2d("maxPool2d", ["float32", "float16", "int32", "uint32", "int64", "uint64", "int8", "uint8"]),
];

function pool2d(operator: string, dataTypes: readonly DataType[]): Family {
  return {
    operator,
    factors: [
      { name: "dataType", values: dataTypes },
      { name: "layout", values: ["absent", "nchw", "nhwc"] },
      { name: "window", values: ["k3", "global", "k1", "k2", "k1x3", "k5x1", "k3x2"] },
      { name: "padding", values: paddings },
      { name: "strides", values: strides },
      { name: "dilations", values: dilations },
      { name: "rounding", values: roundings },
      { name: "outputSizes", values: ["absent", "os"] },
      { name: "height", values: sizeClasses.map((name) => `h-${name}`) },
      { name: "width", values: sizeClasses.map((name) => `w-${name}`) },
    ],
    groups: [
      ...poolThemes.map(({ name, only }) => ({ name, only: { ...only, dataType: floats } })),
      ...(dataTypes.length > 2
        ? [{
          name: "whole-numbers",
          only: { dataType: dataTypes.slice(2), padding: ["absent", "equal", "axes"] },
        }]
        : []),
      { name: "output-sizes-over-padding", only: { ...overPadding, dataType: floats } },
      ...(dataTypes.length > 2
        ? [{ name: "whole-numbers-padding", only: { ...paddingOnly, dataType: dataTypes.slice(2) } }]
        : []),
      { name: "padding-below-window", only: { ...belowWindow, dataType: floats } },
      ...(operator === "averagePool2d" ? [statisticsGroup(onePlane, ["uniform", "positive"])] : []),
      ...(operator === "l2Pool2d" ? [statisticsGroup(onePlane, ["positive"])] : []),
    ],
    kinds: rotation(operator === "maxPool2d" ? { special: "all" } : {}),
    sketch: (row, sizes, group) => {
      if (group === statistics) return globalPoolSketch(operator, row);
      const long = group === "long-axis";
      const belowWindow = group === "padding-below-window";
      return poolSketch({
        operator,
        row,
        sizes,
        long,
        belowWindow,
        places: inputPlaces(row.layout),
        layout: { layout: row.layout === "absent" ? undefined : row.layout },
        classes: [row.height.slice(2), row.width.slice(2)],
      });
    },
    observe: (graph) => {
      const { layout = "absent" } = graph.nodes[0].options;
      const places: InputPlaces = inputPlaces(String(layout));
      const [height, width] = spatialSizes(graph, places);
      return {
        ...observePool(graph, places),
        layout: String(layout),
        height: `h-${sizeClassOf(height)}`,
        width: `w-${sizeClassOf(width)}`,
      };
    },
  };
}
