/**
 * Cases of softmax.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { drawShape, lastClassOf, rankOf, ranksTo6 } from "../shapes.ts";
import { longSize, sizeClasses } from "../sizes.ts";
import { rowsWith } from "../specials.ts";

/** Ranks and axes that groups take unless they are about rank 6. */
const usual = { rank: ["r3", "r1", "r2", "r4", "r5"], axis: ["a0", "a1", "a2", "a3", "a4"] };

/** What is put into the rows of a group: masks, and rows that have no softmax. */
const rowPatterns: Readonly<Record<string, readonly (readonly number[])[]>> = {
  masked: [[], [-Infinity], new Array<number>(4).fill(-Infinity), new Array<number>(6).fill(-Infinity)],
  "special-values": [[], new Array<number>(7).fill(-Infinity), [Infinity], [NaN, -Infinity], [-0, 0]],
};

export const softmax: Family = {
  operator: "softmax",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "rank", values: ranksTo6.filter((rank) => rank !== "r0") },
    { name: "axis", values: [...usual.axis, "a5"] },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    { name: "short-axis", only: usual },
    { name: "long-axis", only: { rank: ["r1", "r2"], axis: ["a0", "a1"], last: ["prime"] } },
    { name: "rank-6", only: { rank: ["r6"], last: ["prime"] } },
    {
      name: "rank-6-sizes",
      only: { dataType: ["float32"], rank: ["r6"], axis: ["a5"], last: ["4k1", "one", "even"] },
    },
    ...Object.keys(rowPatterns).map((name) => ({
      name,
      kinds: ["special" as const],
      only: { rank: ["r2"], axis: ["a1"], last: ["prime"] },
    })),
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    const rank = rankOf(row.rank);
    const patterns = rowPatterns[group];
    const shape = patterns
      ? [5, 7]
      : group === "long-axis"
      ? [...[3].slice(0, rank - 1), longSize]
      : drawShape(rank, row.last, sizes);
    if (elementCount(shape) > 7000) return `[${shape}] has more than 7000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const content: Content = patterns
      ? rowsWith(shape, patterns, [-3, 3])
      : { role: "values", whole: [-9, 9] };
    const input = sketcher.operand("input", "input", descriptor, content);
    sketcher.node("softmax", { input }, { axis: Number(row.axis.slice(1)) });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    return {
      dataType,
      rank: `r${shape.length}`,
      axis: `a${graph.nodes[0].options.axis}`,
      last: lastClassOf(shape),
    };
  },
};
