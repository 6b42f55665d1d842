/**
 * Cases of transpose.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { allDataTypes, drawShape, lastClassOf, rankOf, ranksTo6 } from "../shapes.ts";
import { sizeClasses } from "../sizes.ts";

/** The data types that every implementation must have. */
const required = ["float32", "float16", "int32"];

/** How axes are permuted, by name; `absent` gives no permutation, which reverses them too. */
const permutations: Readonly<Record<string, (rank: number) => number[]>> = {
  reverse: (rank) => axesOf(rank).reverse(),
  identity: axesOf,
  left: (rank) => [...axesOf(rank).slice(1), 0],
  right: (rank) => [rank - 1, ...axesOf(rank - 1)],
  swaplast: (rank) => [...axesOf(rank - 2), rank - 1, rank - 2],
  zigzag: (
    rank,
  ) => [...axesOf(rank).filter((axis) => axis % 2 === 1), ...axesOf(rank).filter((axis) => axis % 2 === 0)],
};

export const transpose: Family = {
  operator: "transpose",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranksTo6 },
    { name: "permutation", values: ["absent", ...Object.keys(permutations)] },
    { name: "last", values: sizeClasses },
  ],
  // Below rank 4 some of the permutations are the same, and are drawn under one name.
  groups: [
    { name: "scalars", only: { rank: ["r0"], permutation: ["absent", "reverse"], last: ["prime"] } },
    { name: "vectors", only: { dataType: required, rank: ["r1"], permutation: ["absent", "reverse"] } },
    { name: "matrices", only: { rank: ["r2"], permutation: ["absent", "reverse", "identity"] } },
    {
      name: "rank-3",
      only: {
        dataType: required,
        rank: ["r3"],
        permutation: ["absent", "reverse", "identity", "left", "right", "swaplast"],
      },
    },
    { name: "rank-4-5", only: { rank: ["r4", "r5"] } },
    {
      name: "further-data-types",
      only: {
        dataType: allDataTypes.filter((dataType) => !required.includes(dataType)),
        rank: ["r1", "r3"],
        permutation: ["absent", "reverse"],
        last: ["prime", "even"],
      },
    },
    { name: "rank-3-zigzag", only: { dataType: required, rank: ["r3"], permutation: ["zigzag"] } },
    { name: "rank-6", only: { rank: ["r6"], permutation: ["zigzag"], last: ["prime"] } },
    {
      name: "rank-6-permutations",
      only: {
        dataType: ["float32"],
        rank: ["r6"],
        permutation: ["absent", "reverse", "identity", "left", "right", "swaplast"],
        last: ["prime"],
      },
    },
    {
      name: "rank-6-sizes",
      only: {
        dataType: ["float32"],
        rank: ["r6"],
        permutation: ["reverse"],
        last: ["4k1", "one", "even"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes) => {
    const rank = rankOf(row.rank);
    const shape = drawShape(rank, row.last, sizes);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("transpose", { input }, { permutation: permutations[row.permutation]?.(rank) });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const permutation = numbers(graph.nodes[0].options.permutation);
    const name = Object.keys(permutations).find((each) =>
      permutations[each](shape.length).join() === permutation?.join()
    );
    return {
      dataType,
      rank: `r${shape.length}`,
      permutation: permutation ? name ?? "other" : "absent",
      last: lastClassOf(shape),
    };
  },
};

function axesOf(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}
