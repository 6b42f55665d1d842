/**
 * Cases of scatterElements and scatterND. In the group `duplicates` updates compete for places; elsewhere every index
 * differs.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Row } from "../covering.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, type Group, rotation, Sketcher } from "../family.ts";
import {
  coordinates,
  distinctBelow,
  furtherIndexed,
  highIndices,
  highIndicesOfCoordinates,
  highSizes,
  indexedRank,
  indexedRanks,
  indexedShape,
  indexThemes,
  indexTypes,
  indicesBelow,
  observeIndexed,
} from "../indices.ts";
import { allDataTypes } from "../shapes.ts";

const sourceFactor = { name: "source", values: ["inputs", "indices", "updates"] };

/** Groups of the family, with further limits of some of them. */
function themes(limits: Readonly<Record<string, Group["only"]>>): Group[] {
  const duplicates = { name: "duplicates", only: { dataType: ["float32", "float16", "int32", "int64"] } };
  return [...indexThemes, duplicates].map(({ name, only }) => ({ name, only: { ...only, ...limits[name] } }));
}

function sketchOf(
  operator: string,
  row: Row,
  shape: readonly number[],
  indicesShape: readonly number[],
  updatesShape: readonly number[],
  content: Content,
  axis?: number,
) {
  const sketcher = new Sketcher();
  const kindOf = (name: string) => row.source === name ? "constant" : "input";
  const dataType = row.dataType as DataType;
  const values: Content = { role: "values", whole: [-99, 99] };
  const input = sketcher.operand("input", kindOf("input"), { dataType, shape }, values);
  const indexType = { dataType: row.indices as DataType, shape: indicesShape };
  const indices = sketcher.operand("indices", kindOf("indices"), indexType, content);
  const updates = sketcher.operand("updates", kindOf("updates"), { dataType, shape: updatesShape }, values);
  sketcher.node(operator, { input, indices, updates }, { axis });
  return sketcher.end();
}

export const scatterElements: Family = {
  operator: "scatterElements",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: indexedRanks },
    { name: "axis", values: ["absent", "a0", "a1", "a2", "a3", "a4"] },
    { name: "updates", values: ["fewer", "all"] },
    { name: "indices", values: indexTypes },
    sourceFactor,
  ],
  groups: [
    ...themes({
      "rank-6": { axis: ["absent", "a4"], updates: ["fewer"] },
      "negative-indices": { axis: ["absent", "a1"], rank: ["r1", "r3"] },
      duplicates: { axis: ["absent", "a1"], rank: ["r1", "r2", "r3"], updates: ["all"], indices: ["int32"] },
    }),
    furtherIndexed(["mixed", "subnormal"], ["r2", "r3"], { axis: ["absent"], updates: ["fewer"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const axis = row.axis === "absent" ? undefined : Number(row.axis.slice(1));
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
    return sketchOf("scatterElements", row, shape, indicesShape, indicesShape, content, axis);
  },
  observe: (graph) => {
    const { axis } = graph.nodes[0].options;
    const along = Number(axis ?? 0);
    const [size, count] = ["input", "indices"].map((name) => descriptorOf(graph, name).shape[along]);
    return {
      ...observeIndexed(graph),
      axis: axis === undefined ? "absent" : `a${axis}`,
      updates: count < size ? "fewer" : "all",
    };
  },
};

export const scatterND: Family = {
  operator: "scatterND",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: indexedRanks },
    { name: "coordinates", values: ["c1", "c2", "c3", "c4", "c5"] },
    // i3 stands for 3 axes and more
    { name: "indicesRank", values: ["i2", "i1", "i3"] },
    { name: "indices", values: indexTypes },
    sourceFactor,
  ],
  groups: [
    ...themes({
      "rank-6": { coordinates: ["c2", "c5"], indicesRank: ["i2"] },
      "negative-indices": { coordinates: ["c1", "c3"], rank: ["r1", "r3"] },
      duplicates: {
        coordinates: ["c1", "c2"],
        rank: ["r1", "r2", "r3"],
        indicesRank: ["i2", "i3"],
        indices: ["int32"],
      },
    }),
    highIndicesOfCoordinates,
    furtherIndexed(["mixed", "subnormal"], ["r2", "r3"], { coordinates: ["c1"], indicesRank: ["i2"] }),
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
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
    return sketchOf("scatterND", row, shape, [...counts, length], updatesShape, content);
  },
  observe: (graph) => {
    const { shape } = descriptorOf(graph, "indices");
    return {
      ...observeIndexed(graph),
      coordinates: `c${shape.at(-1)}`,
      indicesRank: `i${Math.min(shape.length, 3)}`,
    };
  },
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
