/**
 * Cases of pad.
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, type Group, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, rankOf, ranksTo6 } from "../shapes.ts";

const tensors = ["r3", "r1", "r2", "r4", "r5"];

/** Groups by mode: an absent mode is `constant`. */
const themes: readonly Group[] = [
  { name: "scalars", only: { rank: ["r0"], amounts: ["none"] } },
  { name: "default-mode", only: { mode: ["absent"], rank: tensors } },
  { name: "constant", only: { mode: ["constant"], rank: tensors } },
  { name: "edge", only: { mode: ["edge"], rank: tensors } },
  { name: "reflection", only: { mode: ["reflection"], rank: tensors } },
];

export const pad: Family = {
  operator: "pad",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "mode", values: ["absent", "constant", "edge", "reflection"] },
    { name: "value", values: ["absent", "v0", "v", "vinf"] },
    { name: "rank", values: ranksTo6 },
    // none; one side; both sides; as many as reflection can give; more than that
    { name: "amounts", values: ["both", "none", "begin", "end", "most", "beyond"] },
  ],
  groups: [
    ...themes.map(({ name, only }) => ({ name, only: { ...only, value: ["absent", "v0", "v"] } })),
    { name: "infinite-value", only: { dataType: ["float32", "float16"], rank: tensors, value: ["vinf"] } },
    {
      name: "infinite-value-scalars",
      only: {
        dataType: ["float32", "float16"],
        rank: ["r0"],
        amounts: ["none"],
        value: ["vinf"],
      },
    },
    { name: "rank-6", only: { mode: ["absent"], value: ["absent"], rank: ["r6"], amounts: ["both"] } },
    {
      name: "rank-6-modes",
      only: {
        dataType: ["float32"],
        mode: ["edge", "reflection"],
        value: ["v"],
        rank: ["r6"],
        amounts: ["none", "begin", "end", "most", "beyond"],
      },
    },
    {
      name: "rank-6-values",
      only: {
        dataType: ["float32"],
        mode: ["constant"],
        value: ["v0", "vinf"],
        rank: ["r6"],
        amounts: ["both"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes) => {
    const dataType = row.dataType as DataType;
    if (row.value === "vinf" && !isFloat(dataType)) return `${dataType} has no infinity`;
    const rank = rankOf(row.rank);
    const axes = rank > 5 ? [2, 3, 2, 2, 3, 2] : rank > 3 ? [2, 3, 3, 2, 5] : [3, 5, 6, 7];
    const shape = sizes.shuffle(axes).slice(0, rank);
    const [beginningPadding, endingPadding] = drawAmounts(row.amounts, shape, sizes);
    const padded = shape.map((size, axis) => size + beginningPadding[axis] + endingPadding[axis]);
    if (elementCount(padded) > 6000) return `[${padded}] has more than 6000 elements`;
    const sketcher = new Sketcher();
    const input = sketcher.operand("input", "input", { dataType, shape }, {
      role: "values",
      whole: [-99, 99],
    });
    sketcher.node("pad", { input }, {
      beginningPadding,
      endingPadding,
      mode: row.mode === "absent" ? undefined : row.mode,
      value: valueOf(row.value, dataType),
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { mode = "absent", value, beginningPadding, endingPadding } = graph.nodes[0].options;
    return {
      dataType,
      mode: String(mode),
      value: value === undefined ? "absent" : value === 0 ? "v0" : value === -Infinity ? "vinf" : "v",
      rank: `r${shape.length}`,
      amounts: amountsOf(numbers(beginningPadding) ?? [], numbers(endingPadding) ?? [], shape),
    };
  },
};

function valueOf(name: string, dataType: DataType): number | undefined {
  switch (name) {
    case "absent":
      return undefined;
    case "v0":
      return 0;
    case "v":
      return isFloat(dataType) ? -1.1 : dataType.startsWith("u") ? 7 : -7;
    default:
      return -Infinity;
  }
}

function drawAmounts(kind: string, shape: readonly number[], random: Random): [number[], number[]] {
  const few = () => shape.map((size) => random.whole(0, Math.min(2, size - 1)));
  const none = shape.map(() => 0);
  switch (kind) {
    case "none":
      return [none, none];
    case "begin":
      return [few(), none];
    case "end":
      return [none, few()];
    case "both":
      return [few(), few()];
    default: {
      const [begin, end] = [few(), few()];
      const axis = random.whole(0, shape.length - 1);
      const amount = shape[axis] - 1 + (kind === "beyond" ? random.whole(1, 2) : 0);
      if (kind === "most") begin[axis] = end[axis] = amount;
      else random.pick([begin, end])[axis] = amount;
      return [begin, end];
    }
  }
}

function amountsOf(begin: readonly number[], end: readonly number[], shape: readonly number[]): string {
  const reaches = (least: (size: number) => number) =>
    shape.some((size, axis) => Math.max(begin[axis], end[axis]) >= least(size));
  const someBegin = begin.some((amount) => amount > 0);
  const someEnd = end.some((amount) => amount > 0);
  if (!someBegin && !someEnd) return "none";
  if (reaches((size) => size)) return "beyond";
  if (shape.some((size, axis) => begin[axis] === size - 1 && end[axis] === size - 1)) return "most";
  return someBegin && someEnd ? "both" : someBegin ? "begin" : "end";
}
