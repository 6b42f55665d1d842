/**
 * Cases of the N-d proposals conv and convTranspose.
 *
 * @module
 */

import type { Graph } from "../../graph/graph.ts";
import { observeOutputOptions, outputOptions, outputPaddings, outputSizings } from "./conv_transpose2d.ts";
import {
  biases,
  channelCounts,
  convSketch,
  filterKinds,
  groupCounts,
  observeConv,
  outputCounts,
  spatialSizes,
} from "../conv_parts.ts";
import { descriptorOf, type Family, rotation } from "../family.ts";
import {
  axesThemes,
  filterNames,
  layoutNames,
  ndFilter,
  ndFilterName,
  ndLayout,
  ndLayoutName,
} from "../nd_layout.ts";
import { sizeClasses, sizeClassOf } from "../sizes.ts";
import { equalOnly, listOf } from "../window.ts";

const paddings = ["absent", "equal", "begin", "end", "axes", "large"];
const windows = ["k3", "k1", "k2", "k5x1", "k2x3"];
const dilations = ["absent", "d2", "d3", "d2x1"];

export const conv: Family = convolution("conv", false, ["absent", "s2", "s2r", "s3", "s2x1"]);
export const convTranspose: Family = convolution("convTranspose", true, ["absent", "s2", "s3", "s2x1"]);

function convolution(operator: string, transposed: boolean, strides: readonly string[]): Family {
  return {
    operator,
    factors: [
      { name: "dataType", values: ["float32", "float16"] },
      { name: "spatial", values: ["x2", "x1", "x3"] },
      { name: "layout", values: layoutNames },
      { name: "filterLayout", values: filterNames },
      { name: "padding", values: paddings },
      { name: "strides", values: strides },
      { name: "dilations", values: dilations },
      { name: "window", values: windows },
      ...(transposed
        ? [{ name: "outputPadding", values: outputPaddings }, { name: "outputSizes", values: outputSizings }]
        : []),
      { name: "groups", values: groupCounts },
      { name: "channels", values: channelCounts },
      { name: "outputs", values: outputCounts },
      { name: "bias", values: biases },
      { name: "filter", values: filterKinds },
      { name: "last", values: sizeClasses },
    ],
    groups: axesThemes(layoutNames, {
      padding: equalOnly(paddings),
      strides: equalOnly(strides),
      dilations: equalOnly(dilations),
      window: equalOnly(windows),
      ...(transposed
        ? { outputPadding: equalOnly(outputPaddings).filter((value) => value !== "opaxes") }
        : {}),
    }),
    kinds: rotation(),
    sketch: (row, sizes) => {
      const axes = Number(row.spatial.slice(1));
      const { options, ...places } = ndLayout(row.layout, axes);
      const filter = ndFilter(row.filterLayout, axes, transposed);
      return convSketch({
        operator,
        transposed,
        row,
        sizes,
        long: false,
        places,
        filterPlaces: filter.places,
        layout: { ...options, ...filter.options },
        classes: Array.from(
          { length: axes },
          (_, axis) => axis === axes - 1 ? row.last : sizes.pick(sizeClasses),
        ),
        ...(transposed ? { outputOptions: outputOptions(row) } : {}),
      });
    },
    observe: (graph) => observe(graph, transposed),
  };
}

function observe(graph: Graph, transposed: boolean) {
  const { options } = graph.nodes[0];
  const axes = descriptorOf(graph, "filter").shape.length - 2;
  const rank = descriptorOf(graph, "input").shape.length;
  const layout = ndLayoutName(layoutNames, axes, rank, options);
  const filterLayout = ndFilterName(axes, options.filterLayout);
  const places = ndLayout(layout, axes);
  const shared = observeConv(graph, places, ndFilter(filterLayout, axes, transposed).places, transposed);
  const spatial = spatialSizes(graph, places);
  return {
    ...shared,
    spatial: `x${axes}`,
    layout,
    filterLayout,
    ...(transposed ? observeOutputOptions(graph, spatial, listOf(shared.window, axes)!) : {}),
    last: sizeClassOf(spatial[axes - 1]),
  };
}
