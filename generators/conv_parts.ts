/**
 * What the families of convolutions have in common: the graph of one convolution, transposed or not, for any number
 * of spatial axes and any order of axes; and the values of its factors read back from a graph.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Graph, Node, OptionValue } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Row } from "./covering.ts";
import { descriptorOf, type GivenOptions, type Group, type Sketch, Sketcher } from "./family.ts";
import { productWholes } from "./magnitudes.ts";
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

/** Which axis of the input is what; every other axis is batch. */
export interface InputPlaces {
  readonly rank: number;
  /** Absent: one channel without an axis of its own. */
  readonly channel?: number;
  readonly spatial: readonly number[];
}

/** Which axis of the filter is what. */
export interface FilterPlaces {
  readonly output: number;
  readonly input: number;
  readonly spatial: readonly number[];
}

/** Everything that a family has to say of one convolution. */
export interface ConvPlan {
  readonly operator: string;
  readonly transposed: boolean;
  readonly row: Row;
  readonly sizes: Random;
  /** The last axis has more than 2048 elements. */
  readonly long: boolean;
  readonly places: InputPlaces;
  readonly filterPlaces: FilterPlaces;
  /** Options that say where the axes are. */
  readonly layout: GivenOptions;
  /** Size class of each spatial axis. */
  readonly classes: readonly string[];
  /** `outputPadding` and `outputSizes` of a transposed convolution, given what they are needed for. */
  readonly outputOptions?: (
    sizes: Random,
    steps: readonly number[],
    least: readonly number[],
  ) => GivenOptions;
}

/** Groups by padding; depthwise convolutions; an axis longer than float16 can count. */
export const convThemes: readonly Group[] = [
  { name: "no-padding", only: { padding: ["absent", "zero"] } },
  { name: "equal-padding", only: { padding: ["equal"] } },
  { name: "asymmetric-padding", only: { padding: ["begin", "end", "axes"] } },
  { name: "large-padding", only: { padding: ["large"] } },
  { name: "depthwise", only: { groups: ["g2", "g3", "g5"], channels: ["c1"], outputs: ["o1", "o2"] } },
];

export const groupCounts = ["absent", "g1", "g2", "g3", "g5"];
/** Channels a group; `c7` stands for more too, which the groups for statistics have. */
export const channelCounts = ["c5", "c1", "c7"];
export const outputCounts = ["o3", "o1", "o2"];
export const biases = ["absent", "bias", "constbias"];
export const filterKinds = ["constant", "w"];

/** Cases are kept below this many multiply-adds. */
const mostWork = 200_000;

/** The sketch of one convolution, or why the sizes drawn do not fit. */
export function convSketch(plan: ConvPlan): Sketch | string {
  const { row, sizes, transposed, places, filterPlaces } = plan;
  const axes = places.spatial.length;
  const dataType = row.dataType as DataType;
  const number = (value: string) => value === "absent" ? 1 : Number(value.slice(1));
  const groups = number(row.groups);
  const channels = groups * number(row.channels);
  const outputs = groups * number(row.outputs);

  const window = listOf(row.window, axes)!;
  const steps = listOf(row.strides, axes);
  const gaps = listOf(row.dilations, axes);
  const spans = window.map((size, axis) => spanOf(size, gaps?.[axis] ?? 1));
  const padding = drawPadding(row.padding, spans, sizes);
  if (!padding && row.padding !== "absent") return `no ${row.padding} padding for windows of [${spans}]`;
  const sides = padding ?? spans.flatMap(() => [0, 0]);
  const remains = row.strides.endsWith("r");
  const spatial = plan.classes.map((name, axis) => {
    if (plan.long && axis === axes - 1) return longSize;
    const [begin, end] = sides.slice(2 * axis);
    return drawSize(
      name,
      sizes,
      (size) =>
        transposed
          ? (size - 1) * (steps?.[axis] ?? 1) + spans[axis] > begin + end
          : size + begin + end >= spans[axis] &&
            ((steps?.[axis] ?? 1) === 1 ||
              ((size + begin + end - spans[axis]) % steps![axis] !== 0) === remains),
    );
  });

  const least = transposed
    ? spatial.map((size, axis) =>
      (size - 1) * (steps?.[axis] ?? 1) + spans[axis] - sides[2 * axis] - sides[2 * axis + 1]
    )
    : spatial.map((size, axis) =>
      Math.floor((size + sides[2 * axis] + sides[2 * axis + 1] - spans[axis]) / (steps?.[axis] ?? 1)) + 1
    );
  const shape = Array.from({ length: places.rank }, () => plan.long ? 1 : sizes.whole(1, 2));
  places.spatial.forEach((place, axis) => shape[place] = spatial[axis]);
  if (places.channel !== undefined) shape[places.channel] = channels;
  const filterShape = new Array<number>(axes + 2);
  filterPlaces.spatial.forEach((place, axis) => filterShape[place] = window[axis]);
  filterShape[filterPlaces.input] = transposed ? channels : channels / groups;
  filterShape[filterPlaces.output] = transposed ? outputs / groups : outputs;

  const batches = elementCount(shape) / elementCount(spatial) / (places.channel === undefined ? 1 : channels);
  const swept = transposed ? spatial : least;
  const work = batches * elementCount(swept.map((size) => Math.max(1, size))) * elementCount(filterShape);
  if (work > mostWork) return `${work} multiply-adds are more than ${mostWork}`;

  const taps = elementCount(window) * channels / groups;
  const whole = productWholes(dataType, taps);
  const sketcher = new Sketcher();
  const input = sketcher.operand("input", "input", { dataType, shape }, {
    role: "values",
    whole: whole.values,
  });
  const filter = sketcher.operand(
    "filter",
    row.filter === "constant" ? "constant" : "input",
    { dataType, shape: filterShape },
    { role: "weights", whole: whole.weights, keptAxes: [filterPlaces.output] },
  );
  const operands: Record<string, string> = { input, filter };
  if (row.bias !== "absent") {
    const kind = row.bias === "bias" ? "input" : "constant";
    const descriptor = { dataType, shape: [outputs] };
    operands.bias = sketcher.operand("bias", kind, descriptor, { role: "bias", whole: whole.bias });
  }
  sketcher.node(plan.operator, operands, {
    ...plan.layout,
    padding,
    strides: steps,
    dilations: gaps,
    ...plan.outputOptions?.(sizes, steps ?? spatial.map(() => 1), least),
    groups: row.groups === "absent" ? undefined : groups,
  });
  return sketcher.end();
}

/** Sizes of the spatial axes of a convolution's input. */
export function spatialSizes(graph: Graph, places: InputPlaces): number[] {
  const { shape } = descriptorOf(graph, operandName(graph.nodes[0], "input")!);
  return places.spatial.map((place) => shape[place]);
}

/** The values of the factors that all convolutions share. */
export function observeConv(
  graph: Graph,
  places: InputPlaces,
  filterPlaces: FilterPlaces,
  transposed: boolean,
): Row {
  const node = graph.nodes[0];
  const input = descriptorOf(graph, operandName(node, "input")!);
  const filterName = operandName(node, "filter")!;
  const filter = descriptorOf(graph, filterName);
  const biasName = operandName(node, "bias");
  const window = filterPlaces.spatial.map((place) => filter.shape[place]);
  const steps = numbers(node.options.strides);
  const gaps = numbers(node.options.dilations);
  const padding = numbers(node.options.padding);
  const spans = window.map((size, axis) => spanOf(size, gaps?.[axis] ?? 1));
  const remainders = transposed ? [] : remaindersOf(spatialSizes(graph, places), spans, padding, steps);
  const groups = node.options.groups as number | undefined;
  const perGroup = (place: number, whole: boolean) => filter.shape[place] / (whole ? groups ?? 1 : 1);
  return {
    dataType: input.dataType,
    padding: paddingKindOf(padding, spans),
    strides: strideValueOf(steps, remainders),
    dilations: valueOf("d", gaps),
    window: valueOf("k", window),
    groups: groups === undefined ? "absent" : `g${groups}`,
    channels: `c${Math.min(7, perGroup(filterPlaces.input, transposed))}`,
    outputs: `o${perGroup(filterPlaces.output, !transposed)}`,
    bias: biasName === undefined ? "absent" : isInput(graph, biasName) ? "bias" : "constbias",
    filter: isInput(graph, filterName) ? "w" : "constant",
  };
}

/** The name of the operand that a node has as `argument`. */
export function operandName(node: Node, argument: string): string | undefined {
  const name = node.operands[argument];
  return typeof name === "string" ? name : undefined;
}

/** An option that is a list of numbers. */
export function numbers(value: OptionValue | undefined): readonly number[] | undefined {
  return Array.isArray(value) ? value as readonly number[] : undefined;
}

/** Whether an operand is an input of the graph. */
export function isInput(graph: Graph, name: string): boolean {
  return graph.operands.get(name)?.kind === "input";
}
