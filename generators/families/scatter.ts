/**
 * Cases of scatterElements and scatterND. In the group `duplicates` updates compete for places; elsewhere every index
 * differs.
 *
 * @module
 */

import { elementCount } from "../../graph/tensor.ts";
import { descriptorOf, type Family, type Group, rotation } from "../family.ts";
import {
  axisFactor,
  axisOf,
  axisValue,
  coordinateFactors,
  furtherIndexed,
  highIndices,
  highIndicesOfCoordinates,
  highSizes,
  indexedRank,
  indexedRanks,
  indexedShape,
  indexGroups,
  indexTypes,
  longAxisOf,
  longIndexed,
  observeCoordinates,
  observeIndexed,
  sketchIndexed,
} from "../indexed.ts";
import { coordinates, distinctBelow, indicesBelow } from "../indices.ts";
import { allDataTypes } from "../shapes.ts";

const sourceFactor = { name: "source", values: ["inputs", "indices", "updates"] };

const duplicates: Group = {
  name: "duplicates",
  only: { dataType: ["float32", "float16", "int32", "int64"] },
};

export const scatterElements: Family = {
  operator: "scatterElements",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: indexedRanks },
    axisFactor,
    { name: "updates", values: ["fewer", "all"] },
    { name: "indices", values: indexTypes },
    sourceFactor,
  ],
  groups: [
    ...indexGroups({
      "rank-6": { axis: ["absent", "a4"], updates: ["fewer"] },
      "negative-indices": { axis: ["absent", "a1"], rank: ["r1", "r3"] },
      duplicates: { axis: ["absent", "a1"], rank: ["r1", "r2", "r3"], updates: ["all"], indices: ["int32"] },
    }, [duplicates]),
    furtherIndexed(["mixed", "subnormal"], ["r2", "r3"], { axis: ["absent"], updates: ["fewer"] }),
    longAxisOf({ axis: ["absent"], updates: ["fewer"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const long = longIndexed(group, false);
    if (long) return sketchIndexed("scatterElements", row, long);
    const axis = axisOf(row.axis);
    const along = axis ?? 0;
    const shape = indexedShape(indexedRank(row.rank, group), sizes);
    const size = shape[along] ?? 1;
    if (group === "duplicates" && shape[along] === 1) return "one update has no competitor";
    const count = row.updates === "all" ? size : sizes.whole(1, size - 1);
    const indicesShape = along < shape.length ? shape.with(along, count) : shape;
    const negative = group === "negative-indices";
    const content = group === "duplicates"
      ? indicesBelow(Math.max(size - 1, 1), indicesShape, false)
      : distinctBelow(size, indicesShape, along, negative);
    return sketchIndexed("scatterElements", row, {
      shape,
      indicesShape,
      content,
      updatesShape: indicesShape,
      axis,
    });
  },
  observe: (graph) => {
    const { axis } = graph.nodes[0].options;
    const along = Number(axis ?? 0);
    const [size, count] = ["input", "indices"].map((name) => descriptorOf(graph, name).shape[along]);
    return {
      ...observeIndexed(graph),
      axis: axisValue(axis),
      updates: count < size ? "fewer" : "all",
    };
  },
};

export const scatterND: Family = {
  operator: "scatterND",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: indexedRanks },
    ...coordinateFactors,
    { name: "indices", values: indexTypes },
    sourceFactor,
  ],
  groups: [
    ...indexGroups({
      "rank-6": { coordinates: ["c2", "c5"], indicesRank: ["i2"] },
      "negative-indices": { coordinates: ["c1", "c3"], rank: ["r1", "r3"] },
      duplicates: {
        coordinates: ["c1", "c2"],
        rank: ["r1", "r2", "r3"],
        indicesRank: ["i2", "i3"],
        indices: ["int32"],
      },
    }, [duplicates]),
    highIndicesOfCoordinates,
    furtherIndexed(["mixed", "subnormal"], ["r2", "r3"], { coordinates: ["c1"], indicesRank: ["i2"] }),
    longAxisOf({ coordinates: ["c1"], indicesRank: ["i2"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const long = longIndexed(group, true);
    if (long) return sketchIndexed("scatterND", row, long);
    const shape = indexedShape(indexedRank(row.rank, group), sizes);
    const length = Number(row.coordinates.slice(1));
    const places = elementCount(shape.slice(0, length));
    const isDuplicated = group === "duplicates";
    const counts = group === highIndices ? highSizes(length + 2) : countsOf(
      row.indicesRank,
      isDuplicated ? places + 1 : places,
      isDuplicated,
      sizes.whole(1, 5),
    );
    if (!counts || (!isDuplicated && elementCount(counts) > places)) {
      return `${places} places are too few for indices of ${row.indicesRank}`;
    }
    const negative = group === "negative-indices";
    const content = coordinates(elementCount(counts), shape.slice(0, length), negative, !isDuplicated);
    const updatesShape = [...counts, ...shape.slice(length)];
    return sketchIndexed("scatterND", row, {
      shape,
      indicesShape: [...counts, length],
      content,
      updatesShape,
    });
  },
  observe: observeCoordinates,
};

/** The shape of the indices without its last size: up to `places` coordinates, or as many at least. */
function countsOf(rank: string, places: number, atLeast: boolean, wanted: number): number[] | undefined {
  if (rank === "i1") return [];
  const count = atLeast ? places : Math.min(places, wanted);
  if (rank === "i2") return [count];
  const pairs = atLeast ? Math.ceil(places / 2) : Math.floor(places / 2);
  if (pairs < 1) return undefined;
  return [2, atLeast ? pairs : Math.min(pairs, wanted)];
}
