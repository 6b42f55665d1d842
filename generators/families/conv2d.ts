/**
 * Cases of conv2d.
 *
 * @module
 */

import type { Graph } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import {
  biases,
  channelCounts,
  convSketch,
  convThemes,
  filterKinds,
  type FilterPlaces,
  groupCounts,
  type InputPlaces,
  observeConv,
  outputCounts,
  spatialSizes,
} from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, type Sketch } from "../family.ts";
import { sizeClasses, sizeClassOf } from "../sizes.ts";
import { fewAmong } from "../specials.ts";
import { convolutionOnly, convolutionSketch, statistics, statisticsGroup } from "../statistics_parts.ts";
import { dilations, paddings, strides, windows } from "../window.ts";

/** Infinity and NaN in one place each, which reach the outputs whose windows hold them, and no other. */
const specialValues = "special-values";

function withSpecials({ graph, contents }: Sketch): Sketch {
  const shapes = ["input", "filter"].map((name) => descriptorOf(graph, name).shape);
  return {
    graph,
    contents: new Map([
      ...contents,
      ["input", fewAmong(elementCount(shapes[0]), [Infinity, NaN], [-9, 9])],
      ["filter", fewAmong(elementCount(shapes[1]), [], [-3, 3])],
    ]),
  };
}

export const conv2d: Family = {
  operator: "conv2d",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "inputLayout", values: ["absent", "nchw", "nhwc"] },
    { name: "filterLayout", values: ["absent", "oihw", "hwio", "ohwi", "ihwo"] },
    { name: "padding", values: paddings },
    { name: "strides", values: strides },
    { name: "dilations", values: dilations },
    { name: "window", values: windows },
    { name: "groups", values: groupCounts },
    { name: "channels", values: channelCounts },
    { name: "outputs", values: outputCounts },
    { name: "bias", values: biases },
    { name: "filter", values: filterKinds },
    { name: "height", values: sizeClasses.map((name) => `h-${name}`) },
    { name: "width", values: sizeClasses.map((name) => `w-${name}`) },
  ],
  groups: [
    ...convThemes,
    {
      name: "long-axis",
      only: {
        padding: ["absent", "end"],
        strides: ["absent", "s1"],
        window: ["k1x3", "k1"],
        groups: ["absent", "g2"],
        channels: ["c1"],
        outputs: ["o1", "o2"],
        height: ["h-one"],
        width: ["w-prime"],
      },
    },
    {
      name: specialValues,
      kinds: ["special"],
      only: {
        inputLayout: ["absent"],
        filterLayout: ["absent"],
        padding: ["equal"],
        strides: ["absent"],
        dilations: ["absent"],
        window: ["k2"],
        groups: ["absent"],
        channels: ["c1"],
        outputs: ["o3"],
        bias: ["absent"],
        filter: ["w"],
        height: ["h-prime"],
        width: ["w-4k1"],
      },
    },
    statisticsGroup(convolutionOnly),
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    if (group === statistics) return convolutionSketch("conv2d", row);
    const sketch = convSketch({
      operator: "conv2d",
      transposed: false,
      row,
      sizes,
      long: group === "long-axis",
      places: inputPlaces(row.inputLayout),
      filterPlaces: filterPlaces(row.filterLayout, "oihw"),
      layout: layoutOptions(row),
      classes: [row.height.slice(2), row.width.slice(2)],
    });
    return group === specialValues && typeof sketch !== "string" ? withSpecials(sketch) : sketch;
  },
  observe: (graph) => {
    const { inputLayout = "absent", filterLayout = "absent" } = graph.nodes[0].options;
    const places = inputPlaces(String(inputLayout));
    return {
      ...observeConv(graph, places, filterPlaces(String(filterLayout), "oihw"), false),
      ...observe2d(graph, places),
    };
  },
};

/** Where the axes of a 4-D input are, given the value of the layout factor. */
export function inputPlaces(layout: string): InputPlaces {
  const letters = layout === "absent" ? "nchw" : layout;
  return { rank: 4, channel: letters.indexOf("c"), spatial: [letters.indexOf("h"), letters.indexOf("w")] };
}

/** Where the axes of a 4-D filter are, given the value of the layout factor and the default layout. */
export function filterPlaces(layout: string, absent: string): FilterPlaces {
  const letters = layout === "absent" ? absent : layout;
  return {
    output: letters.indexOf("o"),
    input: letters.indexOf("i"),
    spatial: [letters.indexOf("h"), letters.indexOf("w")],
  };
}

/** The layout options of a row, as given. */
export function layoutOptions({ inputLayout, filterLayout }: Readonly<Record<string, string>>) {
  return {
    inputLayout: inputLayout === "absent" ? undefined : inputLayout,
    filterLayout: filterLayout === "absent" ? undefined : filterLayout,
  };
}

/** The values of the layout and size factors of a 2-D convolution. */
export function observe2d(graph: Graph, places: InputPlaces) {
  const { inputLayout = "absent", filterLayout = "absent" } = graph.nodes[0].options;
  const [height, width] = spatialSizes(graph, places);
  return {
    inputLayout: String(inputLayout),
    filterLayout: String(filterLayout),
    height: `h-${sizeClassOf(height)}`,
    width: `w-${sizeClassOf(width)}`,
  };
}
