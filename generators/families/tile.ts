/**
 * Cases of tile.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import { allDataTypes, anyShape, rankOf, ranks, rankValue } from "../shapes.ts";

export const tile: Family = {
  operator: "tile",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranks },
    { name: "repetitions", values: ["last", "ones", "first", "all"] },
  ],
  groups: [
    { name: "scalars", only: { rank: ["r0"], repetitions: ["ones"] } },
    { name: "vectors", only: { rank: ["r1"], repetitions: ["all"] } },
    { name: "tensors", only: { rank: ["r3", "r2", "r4", "r5"] } },
    { name: "vector-once", only: { dataType: ["float32"], rank: ["r1"], repetitions: ["ones"] } },
    { name: "rank-6", only: { dataType: ["float32"], rank: ["r5"], repetitions: ["first", "last"] } },
    {
      ...furtherKinds(["special", "uniform", "cancellation", "subnormal"]),
      only: { dataType: ["float32", "float16"], rank: ["r2", "r3", "r4", "r5"], repetitions: ["last"] },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const shape = anyShape(group === "rank-6" ? 6 : rankOf(row.rank), sizes);
    const repetitions = shape.map((_, axis) => {
      const isLast = axis === shape.length - 1;
      const repeats = row.repetitions === "all" ||
        row.repetitions === (isLast ? "last" : axis === 0 ? "first" : "");
      return repeats ? sizes.whole(2, 3) : 1;
    });
    const count = elementCount(shape) * elementCount(repetitions);
    if (count > 4000) return `${count} elements are more than 4000`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("tile", { input }, { repetitions });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    return {
      dataType,
      rank: rankValue(shape),
      repetitions: repeatedAxes(numbers(graph.nodes[0].options.repetitions)!),
    };
  },
};

function repeatedAxes(repetitions: readonly number[]): string {
  const repeated = repetitions.flatMap((count, axis) => count > 1 ? [axis] : []);
  if (repeated.length === 0) return "ones";
  if (repeated.length === repetitions.length) return "all";
  return repeated[0] === 0 ? "first" : "last";
}
