/**
 * Cases of reverse.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, anyShape, rankOf, ranks, rankValue } from "../shapes.ts";

const further = ["r3", "r4", "r5"];

export const reverse: Family = {
  operator: "reverse",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranks },
    { name: "axes", values: ["absent", "none", "one", "part", "all"] },
  ],
  // A vector has one axis or all of them, a matrix no part of more than one.
  groups: [
    { name: "default-axes", only: { rank: ["r0", "r1", "r2"], axes: ["absent", "none"] } },
    { name: "given-axes", only: { rank: further, axes: ["one", "part", "all"] } },
    {
      name: "default-axes-of-more",
      only: { dataType: ["float32"], rank: further, axes: ["absent", "none"] },
    },
    { name: "given-axes-of-fewer", only: { dataType: ["float32"], rank: ["r1", "r2"], axes: ["all"] } },
    { name: "matrix-axis", only: { dataType: ["float32"], rank: ["r2"], axes: ["one"] } },
    { name: "rank-6", only: { dataType: ["float32"], rank: ["r5"], axes: ["part"] } },
    {
      ...furtherKinds(["mixed", "cancellation", "subnormal"]),
      only: { dataType: ["float32", "float16"], rank: ["r2", "r3", "r4"], axes: ["one"] },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const shape = anyShape(group === "rank-6" ? 6 : rankOf(row.rank), sizes);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("reverse", { input }, { axes: axesOf(row.axes, shape.length, sizes) });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const count = numbers(graph.nodes[0].options.axes)?.length;
    return { dataType, rank: rankValue(shape), axes: axesValue(count, shape.length) };
  },
};

function axesOf(kind: string, rank: number, random: Random): number[] | undefined {
  const axes = random.shuffle(Array.from({ length: rank }, (_, axis) => axis));
  if (kind === "absent") return undefined;
  return axes.slice(0, { none: 0, one: 1, part: rank - 1 }[kind] ?? rank);
}

function axesValue(count: number | undefined, rank: number): string {
  if (count === undefined) return "absent";
  if (count === 0) return "none";
  return count === rank ? "all" : count === 1 ? "one" : "part";
}
