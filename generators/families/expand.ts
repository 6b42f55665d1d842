/**
 * Cases of expand.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import { allDataTypes, anyShape, rankOf, ranksTo6 } from "../shapes.ts";

export const expand: Family = {
  operator: "expand",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranksTo6 },
    // which sizes of 1 are stretched
    { name: "stretched", values: ["last", "none", "first", "all"] },
    { name: "added", values: ["p0", "p1"] },
  ],
  groups: [
    { name: "scalars", only: { rank: ["r0"], stretched: ["none"], added: ["p1"] } },
    { name: "vectors", only: { rank: ["r1"], stretched: ["all"] } },
    { name: "tensors", only: { rank: ["r3", "r2", "r4", "r5"] } },
    {
      name: "unstretched",
      only: { dataType: ["float32"], rank: ["r0", "r1"], stretched: ["none"], added: ["p0"] },
    },
    { name: "rank-6", only: { rank: ["r6"], stretched: ["last"], added: ["p0"] } },
    {
      name: "rank-6-stretched",
      only: { dataType: ["float32"], rank: ["r6"], stretched: ["none", "first", "all"], added: ["p0"] },
    },
    {
      name: "rank-6-to-7",
      only: { dataType: ["float32"], rank: ["r6"], stretched: ["last"], added: ["p1"] },
    },
    {
      ...furtherKinds(["special", "cancellation", "subnormal"]),
      only: {
        dataType: ["float32", "float16"],
        rank: ["r2", "r3", "r4"],
        stretched: ["last"],
        added: ["p0"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes) => {
    const rank = rankOf(row.rank);
    const newShape = anyShape(rank, sizes).map((size) => Math.max(size, 2));
    const shape = newShape.map((size, axis) => {
      const place = axis === rank - 1 ? "last" : axis === 0 ? "first" : "";
      return row.stretched === "all" || row.stretched === place ? 1 : size;
    });
    if (row.added === "p1") newShape.unshift(sizes.pick([1, 2, 3]));
    if (elementCount(newShape) > 4000) return `[${newShape}] has more than 4000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("expand", { input }, { newShape });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const newShape = numbers(graph.nodes[0].options.newShape)!;
    const added = newShape.length - shape.length;
    const stretched = shape.flatMap((size, axis) => size === newShape[added + axis] ? [] : [axis]);
    return {
      dataType,
      rank: `r${shape.length}`,
      stretched: axesValue(stretched, shape.length),
      added: `p${added}`,
    };
  },
};

function axesValue(axes: readonly number[], rank: number): string {
  if (axes.length === 0) return "none";
  if (axes.length === rank) return "all";
  return axes[0] === 0 ? "first" : "last";
}
