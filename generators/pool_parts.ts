/**
 * What the families of pools have in common, for any number of spatial axes.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Graph } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Row } from "./covering.ts";
import { type InputPlaces, numbers, spatialSizes } from "./conv_parts.ts";
import { descriptorOf, type GivenOptions, type Group, type Sketch, Sketcher } from "./family.ts";
import { sumWholes } from "./magnitudes.ts";
import type { Random } from "./random.ts";
import { drawSize, longSize } from "./sizes.ts";
import {
  drawPadding,
  listOf,
  paddingKindOf,
  remaindersOf,
  spanOf,
  strideValueOf,
  valueOf,
} from "./window.ts";

/** Not given, and the two values spelled out. */
export const roundings = ["absent", "floor", "ceil"];

/** Groups by padding, and one for the sizes of the output given outright. */
export const poolThemes: readonly Group[] = [
  { name: "equal-padding", only: { padding: ["absent", "zero", "equal"], outputSizes: ["absent"] } },
  {
    name: "asymmetric-padding",
    only: { padding: ["begin", "end", "axes", "large"], outputSizes: ["absent"] },
  },
  { name: "output-sizes", only: { padding: ["absent", "zero", "axes"], outputSizes: ["os"] } },
  {
    name: "long-axis",
    only: {
      padding: ["absent", "end"],
      strides: ["absent", "s1"],
      window: ["k1x3", "k1"],
      outputSizes: ["absent"],
      height: ["h-one"],
      width: ["w-prime"],
    },
  },
];

/** Everything that a family has to say of one pool. */
export interface PoolPlan {
  readonly operator: string;
  readonly row: Row;
  readonly sizes: Random;
  readonly long: boolean;
  /** Every padding is smaller than the window, as some kernels require. */
  readonly belowWindow?: boolean;
  readonly places: InputPlaces;
  readonly layout: GivenOptions;
  /** Size class of each spatial axis. */
  readonly classes: readonly string[];
}

/** The sketch of one pool, or why the sizes drawn do not fit. */
export function poolSketch(plan: PoolPlan): Sketch | string {
  const { row, sizes, places } = plan;
  const axes = places.spatial.length;
  const dataType = row.dataType as DataType;
  const window = row.window === "global" ? undefined : listOf(row.window, axes);
  const steps = listOf(row.strides, axes);
  const gaps = listOf(row.dilations, axes);
  const remains = row.strides.endsWith("r");
  // A window that is not given is as large as the input, whose size is then drawn first.
  const global = window ? undefined : plan.classes.map((name) => drawSize(name, sizes));
  const spans = (window ?? global!).map((size, axis) => spanOf(size, gaps?.[axis] ?? 1));
  const reach = plan.belowWindow ? spans.map((span) => span - 1) : spans;
  const padding = drawPadding(row.padding, reach, sizes);
  if (!padding && row.padding !== "absent") return `no ${row.padding} padding for windows of [${spans}]`;
  // outputSizes discard the padding that was given.
  const sides = row.outputSizes === "absent" ? padding : undefined;
  const spatial = global ?? plan.classes.map((name, axis) => {
    if (plan.long && axis === axes - 1) return longSize;
    const room = (size: number) => size + (sides ? sides[2 * axis] + sides[2 * axis + 1] : 0) - spans[axis];
    const step = steps?.[axis] ?? 1;
    return drawSize(
      name,
      sizes,
      (size) => room(size) >= 0 && (step === 1 || (room(size) % step !== 0) === remains),
    );
  });
  const [batches, channels] = [plan.long ? 1 : sizes.whole(1, 2), sizes.pick([1, 3, 5])];
  const shape = Array.from({ length: places.rank }, () => batches);
  places.spatial.forEach((place, axis) => shape[place] = spatial[axis]);
  if (places.channel !== undefined) shape[places.channel] = channels;
  // Sizes that are given overrule the rounding, so they are rounded the other way.
  const outputSizes = row.outputSizes === "absent" ? undefined : spatial.map((size, axis) => {
    const quotient = (size - spans[axis]) / (steps?.[axis] ?? 1) + 1;
    return row.rounding === "ceil" ? Math.floor(quotient) : Math.ceil(quotient);
  });
  if (outputSizes?.some((size) => size < 1)) return `a window of [${spans}] does not fit into [${spatial}]`;

  const sketcher = new Sketcher();
  const terms = elementCount(window ?? spatial);
  const input = sketcher.operand("input", "input", { dataType, shape }, {
    role: plan.operator.startsWith("average") ? "terms" : "values",
    whole: sumWholes(dataType, plan.operator.startsWith("max") ? 1 : terms),
  });
  sketcher.node(plan.operator, { input }, {
    ...plan.layout,
    windowDimensions: window,
    padding,
    strides: steps,
    dilations: gaps,
    outputShapeRounding: row.rounding === "absent" ? undefined : row.rounding,
    outputSizes,
  });
  return sketcher.end();
}

/** The values of the factors that all pools share. */
export function observePool(graph: Graph, places: InputPlaces): Row {
  const { options } = graph.nodes[0];
  const window = numbers(options.windowDimensions);
  const steps = numbers(options.strides);
  const gaps = numbers(options.dilations);
  const padding = numbers(options.padding);
  const outputSizes = numbers(options.outputSizes);
  const spatial = spatialSizes(graph, places);
  const spans = (window ?? spatial).map((size, axis) => spanOf(size, gaps?.[axis] ?? 1));
  const remainders = remaindersOf(spatial, spans, outputSizes ? undefined : padding, steps);
  return {
    dataType: descriptorOf(graph, "input").dataType,
    window: window ? valueOf("k", window) : "global",
    padding: paddingKindOf(padding, spans),
    strides: strideValueOf(steps, remainders),
    dilations: valueOf("d", gaps),
    rounding: options.outputShapeRounding === undefined ? "absent" : String(options.outputShapeRounding),
    outputSizes: outputSizes ? "os" : "absent",
  };
}
