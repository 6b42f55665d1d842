/**
 * Indices of the gather and scatter family. None is out of range: what it does is question Q15.
 *
 * @module
 */

import type { Graph } from "../graph/graph.ts";
import { elementCount, indexAt } from "../graph/tensor.ts";
import type { Content, DataKind } from "./data.ts";
import { descriptorOf, furtherKinds, type Group } from "./family.ts";
import type { Random } from "./random.ts";
import { allDataTypes, rankValue } from "./shapes.ts";

/** Values of a factor for the data type of indices, the plain one first. */
export const indexTypes: readonly string[] = ["int32", "uint32", "int64"];

/** Values of a rank factor: operands have at least one axis, and `r5` stands for rank 6 too. */
export const indexedRanks: readonly string[] = ["r3", "r1", "r2", "r4", "r5"];

const frequent = ["float32", "float16", "int32", "int8", "uint8"];

/** Groups of the family: rank 6 and negative indices have their own, so that a limit or a fault there hides no other. */
export const indexThemes: readonly Group[] = [
  { name: "usual-data-types", only: { dataType: frequent } },
  {
    name: "further-data-types",
    only: { dataType: allDataTypes.filter((dataType) => !frequent.includes(dataType)) },
  },
  { name: "negative-indices", only: { dataType: ["float32", "uint8"], indices: ["int32", "int64"] } },
  { name: "rank-6", only: { dataType: ["float32", "int32"], rank: ["r5"], indices: ["int32"] } },
];

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

/** Sizes of `count` axes whose product is small, for indices of many axes. */
export function highSizes(count: number): number[] {
  return [2, 1, 3, 1, 2, 1].slice(0, count);
}

/** A shape with sizes of 2 to 7, one of them perhaps 1, smaller ones the more axes there are. */
export function indexedShape(rank: number, random: Random): number[] {
  const sizes = rank < 3 ? [3, 5, 6, 7, 9] : rank < 4 ? [1, 3, 5, 6, 7] : [1, 2, 3, 3, 2, 5];
  return random.shuffle(sizes).slice(0, rank);
}

/** Indices below `size`. Negative ones count from the end. */
export function indicesBelow(size: number, shape: readonly number[], negative: boolean): Content {
  const count = elementCount(shape);
  return indexContent((random) =>
    Array.from({ length: count }, () => signed(random.whole(0, size - 1), size, negative, random))
  );
}

/** Indices below `size` that are all different along `axis`. */
export function distinctBelow(
  size: number,
  shape: readonly number[],
  axis: number,
  negative: boolean,
): Content {
  const inner = elementCount(shape.slice(axis + 1));
  return indexContent((random) => {
    const indices = new Array<number>(elementCount(shape));
    for (let outer = 0; outer < indices.length; outer += shape[axis] * inner) {
      for (let j = 0; j < inner; j++) {
        const order = random.shuffle(Array.from({ length: size }, (_, index) => index));
        for (let k = 0; k < shape[axis]; k++) {
          indices[outer + k * inner + j] = signed(order[k], size, negative, random);
        }
      }
    }
    return indices;
  });
}

/** `count` coordinates, one after the other, in a tensor of the sizes; all different if `distinct`. */
export function coordinates(
  count: number,
  sizes: readonly number[],
  negative: boolean,
  distinct: boolean,
): Content {
  const places = elementCount(sizes);
  return indexContent((random) => {
    const picked = distinct
      ? random.shuffle(Array.from({ length: places }, (_, place) => place)).slice(0, count)
      : Array.from({ length: count }, () => random.whole(0, places - 1));
    return picked.flatMap((place) =>
      indexAt(place, sizes).map((index, axis) => signed(index, sizes[axis], negative, random))
    );
  });
}

function indexContent(draw: (random: Random) => readonly number[]): Content {
  return { role: "index", whole: [0, 0], draw };
}

function signed(index: number, size: number, negative: boolean, random: Random): number {
  return negative && random.chance(0.5) ? index - size : index;
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
