/**
 * Cases of cumulativeSum.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import { termWholes, wideWholes } from "../reduction_parts.ts";
import { drawShape, lastClassOf, rankOf, ranksTo6 } from "../shapes.ts";
import { longSize, sizeClasses } from "../sizes.ts";
import { infiniteTerms, rowsWith } from "../specials.ts";
import { cumulatedShape, statistics, statisticsGroup } from "../statistics_parts.ts";

/** Ranks and axes that groups take unless they are about rank 6. */
const usual = { rank: ["r3", "r1", "r2", "r4", "r5"], axis: ["a0", "a1", "a2", "a3", "a4"] };

const plain = { exclusive: ["absent"], reversed: ["absent"], last: ["prime"] };

const specialValues = "special-values";

export const cumulativeSum: Family = {
  operator: "cumulativeSum",
  factors: [
    { name: "dataType", values: ["float32", "float16", "int32", "uint32", "int64", "uint64"] },
    { name: "axis", values: [...usual.axis, "a5"] },
    { name: "exclusive", values: ["absent", "inclusive", "exclusive"] },
    { name: "reversed", values: ["absent", "forward", "reversed"] },
    { name: "rank", values: ranksTo6.filter((rank) => rank !== "r0") },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    { name: "tensors", only: usual },
    // An axis longer than float16 can count.
    {
      name: "long-axis",
      kinds: ["integers", "uniform"],
      only: { ...plain, dataType: ["float32", "float16", "int32"], axis: ["a0", "a1"], rank: ["r2"] },
    },
    // Sums that float32, or even float64, does not hold.
    {
      name: "wide-integers",
      only: { ...plain, dataType: ["int32", "uint32", "int64", "uint64"], axis: ["a0", "a2"], rank: ["r3"] },
    },
    { name: "rank-6", only: { ...plain, axis: ["a5"], rank: ["r6"] } },
    { name: "rank-6-axes", only: { ...plain, dataType: ["float32"], axis: usual.axis, rank: ["r6"] } },
    {
      name: "rank-6-options",
      only: {
        dataType: ["float32"],
        axis: ["a5"],
        exclusive: ["inclusive", "exclusive"],
        reversed: ["forward", "reversed"],
        rank: ["r6"],
        last: ["4k1", "one", "even"],
      },
    },
    {
      name: specialValues,
      kinds: ["special"],
      only: { ...plain, dataType: ["float32", "float16"], axis: ["a1"], rank: ["r2"] },
    },
    { ...furtherKinds(["subnormal"]), only: { ...plain, dataType: ["float16"], axis: ["a0"], rank: ["r3"] } },
    statisticsGroup({ ...plain, axis: ["a1"], rank: ["r2"], last: ["4k1"] }, ["uniform", "positive"]),
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const long = row.axis === "a0" ? [longSize, 3] : [3, longSize];
    const isSpecial = group === specialValues;
    const shape = isSpecial
      ? [7, 7]
      : group === "long-axis"
      ? long
      : group === statistics
      ? cumulatedShape
      : drawShape(rankOf(row.rank), row.last, sizes);
    const axis = Number(row.axis.slice(1));
    const wholes = group === "wide-integers" ? wideWholes : termWholes;
    const sketcher = new Sketcher();
    const content: Content = isSpecial
      ? rowsWith(shape, infiniteTerms, [-9, 9])
      : { role: "terms", whole: wholes(dataType, shape[axis] ?? 1) };
    const input = sketcher.operand("input", "input", { dataType, shape }, content);
    sketcher.node("cumulativeSum", { input }, {
      axis,
      exclusive: row.exclusive === "absent" ? undefined : row.exclusive === "exclusive",
      reversed: row.reversed === "absent" ? undefined : row.reversed === "reversed",
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { axis, exclusive, reversed } = graph.nodes[0].options;
    return {
      dataType,
      axis: `a${axis}`,
      exclusive: exclusive === undefined ? "absent" : exclusive ? "exclusive" : "inclusive",
      reversed: reversed === undefined ? "absent" : reversed ? "reversed" : "forward",
      rank: `r${shape.length}`,
      last: lastClassOf(shape),
    };
  },
};
