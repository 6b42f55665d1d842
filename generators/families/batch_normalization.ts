/**
 * Cases of batchNormalization.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Role } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { addFactors, epsilons, nameOfEpsilon, sourceOf } from "../normalization_parts.ts";
import { drawShape, lastClassOf, rankOf, ranksTo6 } from "../shapes.ts";
import { longSize, sizeClasses } from "../sizes.ts";

/** What the variance holds in each group. */
const variances: Readonly<Record<string, Role>> = { "small-variance": "small" };

/** Ranks and axes that groups take unless they are about rank 6. */
const usual = {
  rank: ["r4", "r3", "r1", "r2", "r5"],
  axis: ["absent", "a1", "a0", "a2", "a3", "a4"],
};

export const batchNormalization: Family = {
  operator: "batchNormalization",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "axis", values: [...usual.axis, "a5"] },
    { name: "scale", values: ["absent", "scale", "constscale"] },
    { name: "bias", values: ["absent", "bias", "constbias"] },
    { name: "statistics", values: ["mean", "constmean"] },
    { name: "epsilon", values: Object.keys(epsilons) },
    { name: "rank", values: ["r4", ...ranksTo6.filter((rank) => rank !== "r0" && rank !== "r4")] },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    { name: "features", only: usual },
    // Where the variance is of the order of epsilon, it shows how epsilon enters.
    {
      name: "small-variance",
      only: { rank: ["r4", "r3"], axis: ["absent", "a1", "a2"], last: ["prime", "even"] },
    },
    // More features than float16 can count.
    {
      name: "many-features",
      only: { rank: ["r3"], axis: ["a1", "a2"], epsilon: ["absent"], last: ["prime"], statistics: ["mean"] },
    },
    {
      name: "rank-6",
      only: {
        axis: ["a5"],
        scale: ["scale", "constscale"],
        bias: ["bias", "constbias"],
        epsilon: ["epsdefault", "eps", "epssmall"],
        rank: ["r6"],
        last: ["4k1", "one", "even"],
      },
    },
    {
      name: "rank-6-axes",
      only: {
        dataType: ["float32"],
        scale: ["absent"],
        bias: ["absent"],
        statistics: ["mean"],
        epsilon: ["absent"],
        rank: ["r6"],
        last: ["prime"],
      },
    },
    // Differences of subnormal numbers, which a profile that flushes may lose.
    {
      name: "subnormal-values",
      kinds: ["subnormal"],
      only: {
        axis: ["absent"],
        scale: ["scale"],
        bias: ["absent"],
        statistics: ["mean"],
        epsilon: ["absent"],
        rank: ["r3"],
        last: ["prime"],
      },
    },
  ],
  // Beside variances of the order of 1 nothing is left of subnormal numbers where they are lost: one group has them.
  kinds: (dataType) => rotation()(dataType).filter((kind) => kind !== "subnormal"),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const axis = row.axis === "absent" ? undefined : Number(row.axis.slice(1));
    const shape = group === "many-features"
      ? (axis === 1 ? [1, longSize, 3] : [1, 3, longSize])
      : drawShape(rankOf(row.rank), row.last, sizes);
    const features = { dataType, shape: [shape[axis ?? 1] ?? 1] };
    const kind = row.statistics === "mean" ? "input" : "constant";
    const sketcher = new Sketcher();
    const operands = {
      input: sketcher.operand("input", "input", { dataType, shape }, { role: "values", whole: [-29, 29] }),
      mean: sketcher.operand("mean", kind, features, { role: "values", whole: [-9, 9] }),
      variance: sketcher.operand("variance", kind, features, {
        role: variances[group] ?? "positive",
        whole: [1, 29],
      }),
      ...addFactors(sketcher, row, features),
    };
    sketcher.node("batchNormalization", operands, { axis, epsilon: epsilons[row.epsilon] });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { axis, epsilon } = graph.nodes[0].options;
    return {
      dataType,
      axis: axis === undefined ? "absent" : `a${axis}`,
      scale: sourceOf(graph, "scale"),
      bias: sourceOf(graph, "bias"),
      statistics: sourceOf(graph, "mean"),
      epsilon: nameOfEpsilon(epsilon),
      rank: `r${shape.length}`,
      last: lastClassOf(shape),
    };
  },
};
