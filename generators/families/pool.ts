/**
 * Cases of the N-d proposals averagePool, l2Pool and maxPool.
 *
 * @module
 */

import type { Graph } from "../../graph/graph.ts";
import { numbers, spatialSizes } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation } from "../family.ts";
import { axesThemes, ndLayout, ndLayoutName, poolLayoutNames } from "../nd_layout.ts";
import { observePool, poolSketch, roundings } from "../pool_parts.ts";
import { sizeClasses, sizeClassOf } from "../sizes.ts";
import { equalOnly } from "../window.ts";

const windows = ["k3", "global", "k2", "k5x1"];
const paddings = ["absent", "equal", "begin", "end", "axes", "large"];
const strides = ["absent", "s2", "s2r", "s3", "s2x1"];
const dilations = ["absent", "d2", "d2x1"];

/** The families of N-d pools. */
export const pools: readonly Family[] = ["averagePool", "l2Pool", "maxPool"].map((operator) => ({
  operator,
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "spatial", values: ["x2", "x1", "x3"] },
    { name: "layout", values: poolLayoutNames },
    { name: "window", values: windows },
    { name: "padding", values: paddings },
    { name: "strides", values: strides },
    { name: "dilations", values: dilations },
    { name: "rounding", values: roundings },
    { name: "outputSizes", values: ["absent", "os"] },
    { name: "last", values: sizeClasses },
  ],
  groups: axesThemes(poolLayoutNames, {
    window: equalOnly(windows),
    padding: equalOnly(paddings),
    strides: equalOnly(strides),
    dilations: equalOnly(dilations),
  }),
  kinds: rotation(operator === "maxPool" ? { special: "floats" } : {}),
  sketch: (row, sizes) => {
    const axes = Number(row.spatial.slice(1));
    const { options, ...places } = ndLayout(row.layout, axes);
    return poolSketch({
      operator,
      row,
      sizes,
      long: false,
      places,
      layout: options,
      classes: Array.from(
        { length: axes },
        (_, axis) => axis === axes - 1 ? row.last : sizes.pick(sizeClasses),
      ),
    });
  },
  observe,
}));

function observe(graph: Graph) {
  const { options } = graph.nodes[0];
  const rank = descriptorOf(graph, "input").shape.length;
  const axes = spatialAxesOf(rank, options.inputLayout, numbers(options.axes));
  const layout = ndLayoutName(poolLayoutNames, axes, rank, options);
  const places = ndLayout(layout, axes);
  return {
    ...observePool(graph, places),
    spatial: `x${axes}`,
    layout,
    last: sizeClassOf(spatialSizes(graph, places)[axes - 1]),
  };
}

function spatialAxesOf(rank: number, inputLayout: unknown, axes: readonly number[] | undefined): number {
  if (typeof inputLayout === "string") return inputLayout.replace(/[^dhw]/g, "").length;
  return axes?.length ?? rank - 2;
}
