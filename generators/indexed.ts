/**
 * What the families of the gather and scatter operators have in common: factors, groups, the sketch of a call, and the
 * values read back from a graph.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Graph } from "../graph/graph.ts";
import type { Row } from "./covering.ts";
import type { Content, DataKind } from "./data.ts";
import { descriptorOf, furtherKinds, type Group, type Sketch, Sketcher } from "./family.ts";
import { lastOf } from "./indices.ts";
import type { Random } from "./random.ts";
import { allDataTypes, rankValue } from "./shapes.ts";
import { longSize } from "./sizes.ts";

/** Values of a factor for the data type of indices, the plain one first. */
export const indexTypes: readonly string[] = ["int32", "uint32", "int64"];

/** Values of a rank factor: operands have at least one axis, and `r5` stands for rank 6 too. */
export const indexedRanks: readonly string[] = ["r3", "r1", "r2", "r4", "r5"];

const frequent = ["float32", "float16", "int32", "int8", "uint8"];

/** The axis of an operator that takes one. */
export const axisFactor = { name: "axis", values: ["absent", "a0", "a1", "a2", "a3", "a4"] };

/** The axis that a value of its factor says. */
export function axisOf(value: string): number | undefined {
  return value === "absent" ? undefined : Number(value.slice(1));
}

/** The value of the factor for an axis. */
export function axisValue(axis: unknown): string {
  return axis === undefined ? "absent" : `a${axis}`;
}

/** Factors of the operators that take coordinates, besides data types, rank and source. */
export const coordinateFactors = [
  { name: "coordinates", values: ["c1", "c2", "c3", "c4", "c5"] },
  // i3 stands for 3 axes and more
  { name: "indicesRank", values: ["i2", "i1", "i3"] },
];

/** Groups of the family: rank 6 and negative indices have their own, so that a limit or a fault there hides no other. */
const indexThemes: readonly Group[] = [
  { name: "usual-data-types", only: { dataType: frequent } },
  {
    name: "further-data-types",
    only: { dataType: allDataTypes.filter((dataType) => !frequent.includes(dataType)) },
  },
  { name: "negative-indices", only: { dataType: ["float32", "uint8"], indices: ["int32", "int64"] } },
  { name: "rank-6", only: { dataType: ["float32", "int32"], rank: ["r5"], indices: ["int32"] } },
];

/** Those groups and further ones, with the limits of some of them. */
export function indexGroups(
  limits: Readonly<Record<string, Group["only"]>>,
  further: readonly Group[] = [],
): Group[] {
  return [...indexThemes, ...further].map(({ name, only }) => ({ name, only: { ...only, ...limits[name] } }));
}

/** The group of kinds that other groups have too few rows for, with further limits; `ranks` has one for each kind. */
export function furtherIndexed(
  kinds: readonly DataKind[],
  ranks: readonly string[],
  only: Group["only"],
): Group {
  const group = furtherKinds(kinds);
  return {
    ...group,
    only: { ...group.only, rank: ranks, indices: ["int32"], source: ["inputs"], ...only },
  };
}

/** The rank of an operand, given the value of its factor and the group. */
export function indexedRank(value: string, group: string): number {
  return group === "rank-6" ? 6 : Number(value.slice(1));
}

/** Indices of more axes than other groups give them. */
export const highIndices = "many-axes-of-indices";

/** The group of gatherND and scatterND: their indices have a rank of 3 more than a coordinate has numbers. */
export const highIndicesOfCoordinates: Group = {
  name: highIndices,
  only: {
    dataType: ["float32", "uint8"],
    rank: ["r3"],
    coordinates: ["c1", "c2", "c3"],
    indicesRank: ["i3"],
    indices: ["int32"],
    source: ["inputs"],
  },
};

const longAxis = "end-of-long-axis";

/** The group of an input of one axis that is longer than float16 can count, with further limits. */
export function longAxisOf(only: Group["only"]): Group {
  return {
    name: longAxis,
    only: { dataType: ["float16", "uint8"], rank: ["r1"], indices: ["int32"], source: ["inputs"], ...only },
  };
}

/** Of that group: shapes, and indices of its end; undefined of other groups. */
export function longIndexed(group: string, isCoordinates: boolean): Indexed | undefined {
  if (group !== longAxis) return undefined;
  const count = 7;
  return {
    shape: [longSize],
    indicesShape: isCoordinates ? [count, 1] : [count],
    content: lastOf(longSize, count),
    updatesShape: [count],
  };
}

/** Sizes of `count` axes whose product is small, for indices of many axes. */
export function highSizes(count: number): number[] {
  return [2, 1, 3, 1, 2, 1].slice(0, count);
}

/** A shape with sizes of 2 to 7, one of them perhaps 1, smaller ones the more axes there are. */
export function indexedShape(rank: number, random: Random): number[] {
  const sizes = rank < 3 ? [3, 5, 6, 7, 9] : rank < 4 ? [1, 3, 5, 6, 7] : [1, 2, 3, 3, 2, 5];
  return random.shuffle(sizes).slice(0, rank);
}

/** What an operator of the family is asked with, besides the row: shapes, and how the indices are drawn. */
export interface Indexed {
  readonly shape: readonly number[];
  readonly indicesShape: readonly number[];
  readonly content: Content;
  /** Of the operators that scatter updates. */
  readonly updatesShape?: readonly number[];
  readonly axis?: number;
}

/** The sketch of an input, its indices and perhaps updates. */
export function sketchIndexed(operator: string, row: Row, indexed: Indexed): Sketch {
  const { shape, indicesShape, content, updatesShape, axis } = indexed;
  const sketcher = new Sketcher();
  const dataType = row.dataType as DataType;
  const values: Content = { role: "values", whole: [-99, 99] };
  const operand = (name: string, type: DataType, size: readonly number[], drawn: Content) =>
    sketcher.operand(
      name,
      row.source === name ? "constant" : "input",
      { dataType: type, shape: size },
      drawn,
    );
  const operands: Record<string, string> = {
    input: operand("input", dataType, shape, values),
    indices: operand("indices", row.indices as DataType, indicesShape, content),
  };
  if (updatesShape) operands.updates = operand("updates", dataType, updatesShape, values);
  sketcher.node(operator, operands, { axis });
  return sketcher.end();
}

/** Where operands come from: the named one is a constant, the others are inputs. */
export function sourceOf(graph: Graph, names: readonly string[]): string {
  return names.find((name) => graph.operands.get(name)?.kind === "constant") ?? "inputs";
}

/** Values of the factors that every operator of the family has, as a graph has them. */
export function observeIndexed(graph: Graph): Record<string, string> {
  const { dataType, shape } = descriptorOf(graph, "input");
  return {
    dataType,
    rank: rankValue(shape),
    indices: descriptorOf(graph, "indices").dataType,
    source: sourceOf(graph, Object.values(graph.nodes[0].operands).flat()),
  };
}

/** The same, and those of the operators that take coordinates. */
export function observeCoordinates(graph: Graph): Record<string, string> {
  const { shape } = descriptorOf(graph, "indices");
  return {
    ...observeIndexed(graph),
    coordinates: `c${shape.at(-1)}`,
    indicesRank: `i${Math.min(shape.length, 3)}`,
  };
}
