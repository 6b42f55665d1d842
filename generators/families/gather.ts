/**
 * Cases of gather, gatherElements and gatherND.
 *
 * @module
 */

import { elementCount } from "../../graph/tensor.ts";
import type { DataKind } from "../data.ts";
import { descriptorOf, type Family, rotation } from "../family.ts";
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
import { coordinates, indicesBelow } from "../indices.ts";
import { allDataTypes } from "../shapes.ts";
import { longSize } from "../sizes.ts";

const furtherMoved: readonly DataKind[] = ["mixed", "cancellation", "subnormal"];

const sourceFactor = { name: "source", values: ["inputs", "indices", "input"] };

export const gather: Family = {
  operator: "gather",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: indexedRanks },
    axisFactor,
    // i2 stands for 2 axes and more, which a group of its own draws
    { name: "indicesRank", values: ["i1", "i0", "i2"] },
    { name: "indices", values: indexTypes },
    sourceFactor,
  ],
  groups: [
    ...indexGroups({
      "rank-6": { axis: ["absent", "a4"], indicesRank: ["i1"] },
      "negative-indices": { axis: ["absent", "a1"], rank: ["r1", "r3"] },
    }),
    {
      name: "long-axis",
      only: {
        dataType: ["float16", "uint8"],
        rank: ["r2"],
        axis: ["absent", "a1"],
        indicesRank: ["i1"],
        indices: ["int32"],
        source: ["inputs"],
      },
    },
    {
      name: highIndices,
      only: {
        dataType: ["float32", "uint8"],
        rank: ["r3", "r1", "r2", "r4"],
        axis: ["absent"],
        indicesRank: ["i2"],
        indices: ["int32"],
        source: ["inputs"],
      },
    },
    furtherIndexed(furtherMoved, ["r2", "r3", "r4"], { axis: ["absent"], indicesRank: ["i1"] }),
    longAxisOf({ axis: ["absent"], indicesRank: ["i1"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const long = longIndexed(group, false);
    if (long) return sketchIndexed("gather", row, { ...long, updatesShape: undefined });
    const axis = axisOf(row.axis);
    const along = axis ?? 0;
    const shape = indexedShape(indexedRank(row.rank, group), sizes);
    if (group === "long-axis") shape[along] = longSize;
    // with as many axes as give an output of rank 6
    const indicesShape = group === highIndices
      ? highSizes(7 - shape.length)
      : [[], [sizes.pick([1, 3, 5])], [2, 3]][Number(row.indicesRank.slice(1))];
    const taken = elementCount(shape.toSpliced(along, 1, ...indicesShape));
    if (taken > 2000) return `${taken} elements are more than 2000`;
    const content = indicesBelow(shape[along] ?? 1, indicesShape, group === "negative-indices");
    return sketchIndexed("gather", row, { shape, indicesShape, content, axis });
  },
  observe: (graph) => ({
    ...observeIndexed(graph),
    axis: axisValue(graph.nodes[0].options.axis),
    indicesRank: `i${Math.min(descriptorOf(graph, "indices").shape.length, 2)}`,
  }),
};

export const gatherElements: Family = {
  operator: "gatherElements",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: indexedRanks },
    axisFactor,
    { name: "taken", values: ["fewer", "same", "more"] },
    { name: "indices", values: indexTypes },
    sourceFactor,
  ],
  groups: [
    ...indexGroups({
      "rank-6": { axis: ["absent", "a4"], taken: ["fewer"] },
      "negative-indices": { axis: ["absent", "a1"], rank: ["r1", "r3"] },
    }),
    furtherIndexed(furtherMoved, ["r2", "r3", "r4"], { axis: ["absent"], taken: ["fewer"] }),
    longAxisOf({ axis: ["absent"], taken: ["fewer"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const long = longIndexed(group, false);
    if (long) return sketchIndexed("gatherElements", row, { ...long, updatesShape: undefined });
    const axis = axisOf(row.axis);
    const along = axis ?? 0;
    const shape = indexedShape(indexedRank(row.rank, group), sizes);
    const size = shape[along] ?? 1;
    const taken = row.taken === "same" ? size : row.taken === "more" ? size + 2 : sizes.whole(1, size - 1);
    const indicesShape = along < shape.length ? shape.with(along, taken) : shape;
    if (elementCount(indicesShape) > 2000) return `[${indicesShape}] has more than 2000 elements`;
    const content = indicesBelow(size, indicesShape, group === "negative-indices");
    return sketchIndexed("gatherElements", row, { shape, indicesShape, content, axis });
  },
  observe: (graph) => {
    const { axis } = graph.nodes[0].options;
    const along = Number(axis ?? 0);
    const size = descriptorOf(graph, "input").shape[along];
    const count = descriptorOf(graph, "indices").shape[along];
    return {
      ...observeIndexed(graph),
      axis: axisValue(axis),
      taken: count === size ? "same" : count > size ? "more" : "fewer",
    };
  },
};

export const gatherND: Family = {
  operator: "gatherND",
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
    }),
    highIndicesOfCoordinates,
    furtherIndexed(furtherMoved, ["r2", "r3", "r4"], { coordinates: ["c1"], indicesRank: ["i2"] }),
    longAxisOf({ coordinates: ["c1"], indicesRank: ["i2"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const long = longIndexed(group, true);
    if (long) return sketchIndexed("gatherND", row, { ...long, updatesShape: undefined });
    const shape = indexedShape(indexedRank(row.rank, group), sizes);
    const length = Number(row.coordinates.slice(1));
    const counts = group === highIndices
      ? highSizes(length + 2)
      : [[], [sizes.pick([2, 3, 5])], [2, 3]][Number(row.indicesRank.slice(1)) - 1];
    const taken = elementCount(counts) * elementCount(shape.slice(length));
    if (taken > 2000) return `${taken} elements are more than 2000`;
    const negative = group === "negative-indices";
    const content = coordinates(elementCount(counts), shape.slice(0, length), negative, false);
    return sketchIndexed("gatherND", row, { shape, indicesShape: [...counts, length], content });
  },
  observe: observeCoordinates,
};
