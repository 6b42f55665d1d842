/**
 * Cases of convTranspose2d.
 *
 * @module
 */

import type { Graph } from "../../graph/graph.ts";
import { filterPlaces, inputPlaces, layoutOptions, observe2d } from "./conv2d.ts";
import {
  biases,
  channelCounts,
  convSketch,
  convThemes,
  filterKinds,
  groupCounts,
  numbers,
  observeConv,
  outputCounts,
  spatialSizes,
} from "../conv_parts.ts";
import { type Family, type GivenOptions, rotation } from "../family.ts";
import type { Random } from "../random.ts";
import { sizeClasses } from "../sizes.ts";
import { convolutionOnly, convolutionSketch, statistics, statisticsGroup } from "../statistics_parts.ts";
import { dilations, paddings, spanOf, windows } from "../window.ts";

/** No output padding, none spelled out, the same along every axis, differing by axis. */
export const outputPaddings = ["absent", "op0", "op1", "opaxes"];
/** Not given, the least sizes, sizes beyond the least along an axis at least. */
export const outputSizings = ["absent", "least", "more"];
export const transposedStrides = ["absent", "s1", "s2", "s3", "s2x1", "s2x3"];

export const convTranspose2d: Family = {
  operator: "convTranspose2d",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "inputLayout", values: ["absent", "nchw", "nhwc"] },
    { name: "filterLayout", values: ["absent", "iohw", "hwoi", "ohwi"] },
    { name: "padding", values: paddings },
    { name: "strides", values: transposedStrides },
    { name: "dilations", values: dilations },
    { name: "window", values: windows },
    { name: "outputPadding", values: outputPaddings },
    { name: "outputSizes", values: outputSizings },
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
        strides: ["absent", "s2"],
        window: ["k1x3", "k1"],
        groups: ["absent", "g2"],
        channels: ["c1"],
        outputs: ["o1", "o2"],
        height: ["h-one"],
        width: ["w-prime"],
      },
    },
    statisticsGroup({
      ...convolutionOnly,
      outputPadding: ["absent"],
      outputSizes: ["absent"],
    }),
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    if (group === statistics) return convolutionSketch("convTranspose2d", row);
    return convSketch({
      operator: "convTranspose2d",
      transposed: true,
      row,
      sizes,
      long: group === "long-axis",
      places: inputPlaces(row.inputLayout),
      filterPlaces: filterPlaces(row.filterLayout, "iohw"),
      layout: layoutOptions(row),
      classes: [row.height.slice(2), row.width.slice(2)],
      outputOptions: outputOptions(row),
    });
  },
  observe: (graph) => {
    const { inputLayout = "absent", filterLayout = "absent" } = graph.nodes[0].options;
    const places = inputPlaces(String(inputLayout));
    const filter = filterPlaces(String(filterLayout), "iohw");
    const shared = observeConv(graph, places, filter, true);
    const window = shared.window.slice(1).split("x").map(Number);
    return {
      ...shared,
      ...observe2d(graph, places),
      ...observeOutputOptions(graph, spatialSizes(graph, places), [window[0], window[1] ?? window[0]]),
    };
  },
};

/** Draws `outputPadding` and `outputSizes` as a row asks. */
export function outputOptions({ outputPadding, outputSizes }: Readonly<Record<string, string>>) {
  return (random: Random, steps: readonly number[], least: readonly number[]): GivenOptions => ({
    outputPadding: drawOutputPadding(outputPadding, steps, outputSizes !== "absent", random),
    outputSizes: outputSizes === "absent"
      ? undefined
      : least.map((size, axis) =>
        size + (outputSizes === "least" ? 0 : random.whole(0, Math.max(1, steps[axis] - 1)))
      ),
  });
}

function drawOutputPadding(
  kind: string,
  steps: readonly number[],
  free: boolean,
  random: Random,
): number[] | undefined {
  if (kind === "absent") return undefined;
  if (kind === "op0") return steps.map(() => 0);
  const most = Math.max(1, Math.min(...steps) - 1);
  if (kind === "op1") return steps.map(() => most);
  return steps.map((step) => random.whole(0, free ? 2 : Math.max(1, step - 1)));
}

/** The values of the two factors, given the input's spatial sizes and the filter's. */
export function observeOutputOptions(graph: Graph, spatial: readonly number[], window: readonly number[]) {
  const { options } = graph.nodes[0];
  const padding = numbers(options.padding);
  const steps = numbers(options.strides);
  const gaps = numbers(options.dilations);
  const extra = numbers(options.outputPadding);
  const given = numbers(options.outputSizes);
  const least = spatial.map((size, axis) =>
    (size - 1) * (steps?.[axis] ?? 1) + spanOf(window[axis], gaps?.[axis] ?? 1) -
    (padding ? padding[2 * axis] + padding[2 * axis + 1] : 0)
  );
  return {
    outputPadding: !extra
      ? "absent"
      : extra.every((number) => number === 0)
      ? "op0"
      : extra.every((number) => number === extra[0])
      ? "op1"
      : "opaxes",
    outputSizes: !given ? "absent" : given.every((size, axis) => size === least[axis]) ? "least" : "more",
  };
}
