/**
 * Cases of split.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, anyShape, rankOf, ranks, rankValue } from "../shapes.ts";

export const split: Family = {
  operator: "split",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranks.filter((rank) => rank !== "r0") },
    { name: "axis", values: ["absent", "a0", "a1", "a2", "a3", "a4"] },
    // a number of parts, or a list of the size of each
    { name: "splits", values: ["n2", "n1", "n3", "list1", "equal", "uneven"] },
  ],
  groups: [
    { name: "tensors" },
    // The graph asks for the last part only.
    {
      name: "one-output",
      only: {
        dataType: ["float32", "uint8"],
        rank: ["r2", "r4"],
        axis: ["absent", "a1"],
        splits: ["n2", "n3", "equal", "uneven"],
      },
    },
    {
      name: "rank-6",
      only: { dataType: ["float32"], rank: ["r5"], axis: ["absent", "a2"], splits: ["n2", "uneven"] },
    },
    {
      ...furtherKinds(["cancellation", "subnormal"]),
      only: { dataType: ["float32", "float16"], rank: ["r2", "r3"], axis: ["a1"], splits: ["uneven"] },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const shape = anyShape(group === "rank-6" ? 6 : rankOf(row.rank), sizes);
    const axis = row.axis === "absent" ? undefined : Number(row.axis.slice(1));
    const parts = partsOf(row.splits, sizes);
    if ((axis ?? 0) < shape.length) shape[axis ?? 0] = parts.reduce((sum, size) => sum + size);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    const splits = row.splits.startsWith("n") ? parts.length : parts;
    const outputs = parts.map((_, i) => `output${i + 1}`);
    sketcher.nodes("split", { input }, { splits, axis }, outputs);
    return sketcher.end(group === "one-output" ? outputs.slice(-1) : outputs);
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { axis, splits } = graph.nodes[0].options;
    return {
      dataType,
      rank: rankValue(shape),
      axis: axis === undefined ? "absent" : `a${axis}`,
      splits: typeof splits === "number" ? `n${splits}` : listValue(splits as readonly number[]),
    };
  },
};

function partsOf(kind: string, random: Random): number[] {
  const size = random.pick([1, 2, 3, 5]);
  switch (kind) {
    case "list1":
      return [size + 2];
    case "equal":
      return [size, size, size];
    case "uneven":
      return random.shuffle([1, 2, 3, 5]).slice(0, random.whole(2, 4));
    default:
      return new Array<number>(Number(kind.slice(1))).fill(size);
  }
}

function listValue(sizes: readonly number[]): string {
  if (sizes.length === 1) return "list1";
  return new Set(sizes).size === 1 ? "equal" : "uneven";
}
