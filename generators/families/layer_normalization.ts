/**
 * Cases of layerNormalization.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Role } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { addFactors, epsilons, nameOfEpsilon, sourceOf } from "../normalization_parts.ts";
import { axesNames, drawAxes, nameOfAxes } from "../reduction_parts.ts";
import { drawShape, lastClassOf, rankOf, ranks, ranksTo6 } from "../shapes.ts";
import { drawSize, longSize, sizeClasses } from "../sizes.ts";

/** What the input holds in each group. */
const roles: Readonly<Record<string, Role>> = { "small-variance": "near", "long-axis": "many" };

/** The group of few elements in each normalization: the shape of its input but for the last axis. */
const few = { name: "few-elements", outer: [2, 3] };

/** The group in which scale and bias have as many axes as the input, in any order. */
const allAxes = "rank-6-all-axes";

export const layerNormalization: Family = {
  operator: "layerNormalization",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "axes", values: axesNames },
    { name: "scale", values: ["absent", "scale", "constscale"] },
    { name: "bias", values: ["absent", "bias", "constbias"] },
    { name: "epsilon", values: Object.keys(epsilons) },
    { name: "rank", values: ranksTo6 },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    { name: "tensors", only: { rank: ranks.filter((rank) => rank !== "r0" && rank !== "r1") } },
    { name: "vectors", only: { rank: ["r1"], axes: ["absent", "first", "none"] } },
    { name: "scalars", only: { rank: ["r0"], axes: ["absent", "none"], last: ["prime"] } },
    // Where the variance is of the order of epsilon, it shows how epsilon enters.
    {
      name: "small-variance",
      only: { rank: ["r3"], axes: ["absent", "first", "last", "several"], last: ["prime", "even"] },
    },
    // Where thousands of elements are normalized together, a float16 sum of squares overflows.
    {
      name: "long-axis",
      only: { rank: ["r2"], axes: ["absent", "last"], last: ["prime"], epsilon: ["absent"] },
    },
    {
      name: "rank-6",
      only: {
        axes: ["absent", "several"],
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
        axes: ["first", "last", "none"],
        scale: ["absent"],
        bias: ["absent"],
        epsilon: ["absent"],
        rank: ["r6"],
        last: ["prime"],
      },
    },
    {
      name: allAxes,
      only: {
        axes: ["several"],
        scale: ["scale"],
        bias: ["constbias"],
        epsilon: ["absent"],
        rank: ["r6"],
        last: ["prime"],
      },
    },
    // Few elements: what sums kept in float16 lose stays so small that the result can be told from a wrong one.
    {
      name: few.name,
      only: {
        dataType: ["float16"],
        axes: ["absent", "last"],
        scale: ["scale"],
        bias: ["constbias"],
        epsilon: ["absent", "eps"],
        rank: ["r3"],
        last: ["prime", "even"],
      },
      kinds: ["integers", "uniform"],
    },
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const rank = rankOf(row.rank);
    const shape = group === "long-axis"
      ? [3, longSize]
      : group === few.name
      ? [...few.outer, drawSize(row.last, sizes, (size) => size <= 3)]
      : drawShape(rank, row.last, sizes);
    const axes = group === allAxes ? sizes.shuffle([...shape.keys()]) : drawAxes(row.axes, rank, sizes);
    if (typeof axes === "string") return axes;
    const factor = { dataType, shape: axes ? axes.map((axis) => shape[axis]) : shape.slice(1) };
    // One element has no variance but what its square loses, which must be small beside epsilon.
    const role = elementCount(factor.shape) === 1 ? "small" : roles[group] ?? "values";
    const sketcher = new Sketcher();
    const input = sketcher.operand("input", "input", { dataType, shape }, { role, whole: [-9, 9] });
    const operands = { input, ...addFactors(sketcher, row, factor) };
    sketcher.node("layerNormalization", operands, { axes, epsilon: epsilons[row.epsilon] });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { axes, epsilon } = graph.nodes[0].options;
    return {
      dataType,
      axes: nameOfAxes(axes, shape.length),
      scale: sourceOf(graph, "scale"),
      bias: sourceOf(graph, "bias"),
      epsilon: nameOfEpsilon(epsilon),
      rank: `r${shape.length}`,
      last: lastClassOf(shape),
    };
  },
};
