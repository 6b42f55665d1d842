/**
 * Cases of slice.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, anyShape, rankOf, ranks, rankValue } from "../shapes.ts";

const whole = { starts: ["zero"], ends: ["end"] };

export const slice: Family = {
  operator: "slice",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranks },
    // how the greatest stride of an axis goes into its size: without or with a remainder, or not even once
    { name: "strides", values: ["absent", "ones", "divides", "remainder", "beyond"] },
    { name: "starts", values: ["some", "zero"] },
    { name: "ends", values: ["before", "end"] },
  ],
  groups: [
    { name: "scalars", only: { rank: ["r0"], strides: ["absent"], ...whole } },
    { name: "tensors", only: { rank: ranks.filter((rank) => rank !== "r0") } },
    { name: "scalar-strides", only: { dataType: ["float32"], rank: ["r0"], strides: ["ones"], ...whole } },
    {
      name: "rank-6",
      only: { dataType: ["float32"], rank: ["r5"], strides: ["absent", "remainder"], starts: ["some"] },
    },
    {
      ...furtherKinds(["special", "mixed", "cancellation", "subnormal"]),
      only: {
        dataType: ["float32", "float16"],
        rank: ["r1", "r2", "r3", "r4"],
        strides: ["absent"],
        starts: ["some"],
        ends: ["before"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const shape = anyShape(group === "rank-6" ? 6 : rankOf(row.rank), sizes);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const starts = shape.map((size) => row.starts === "zero" ? 0 : sizes.whole(0, size - 1));
    const taken = shape.map((size, axis) =>
      row.ends === "end" ? size - starts[axis] : sizes.whole(1, size - starts[axis])
    );
    const strides = taken.map((size) => strideFor(row.strides, size, sizes));
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    const given = row.strides === "absent" ? undefined : strides;
    sketcher.node("slice", { input }, { starts, sizes: taken, strides: given });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { options } = graph.nodes[0];
    const [starts, sizes] = [numbers(options.starts)!, numbers(options.sizes)!];
    return {
      dataType,
      rank: rankValue(shape),
      strides: stridesValue(numbers(options.strides), sizes),
      starts: starts.some((start) => start > 0) ? "some" : "zero",
      ends: shape.every((size, axis) => starts[axis] + sizes[axis] === size) ? "end" : "before",
    };
  },
};

function strideFor(kind: string, size: number, random: Random): number {
  const fitting = Array.from({ length: Math.max(size - 2, 0) }, (_, i) => i + 2)
    .filter((stride) => (size % stride === 0) === (kind === "divides"));
  if (kind === "beyond") return random.pick([1, size + 1, 2 ** 31 - 1]);
  return kind === "ones" || fitting.length === 0 ? 1 : random.pick([1, ...fitting, ...fitting]);
}

/** The least regular of the axes decides. */
function stridesValue(strides: readonly number[] | undefined, sizes: readonly number[]): string {
  if (!strides) return "absent";
  const is = (test: (stride: number, size: number) => boolean) =>
    strides.some((stride, axis) => test(stride, sizes[axis]));
  if (is((stride, size) => stride > size)) return "beyond";
  if (is((stride, size) => size % stride !== 0)) return "remainder";
  return is((stride) => stride > 1) ? "divides" : "ones";
}
