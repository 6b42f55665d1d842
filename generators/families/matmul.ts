/**
 * Cases of matmul.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Graph } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import { isInput } from "../conv_parts.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { productWholes } from "../magnitudes.ts";
import type { Random } from "../random.ts";
import { drawSize, longSize, sizeClasses, sizeClassOf } from "../sizes.ts";
import { fewAmong, rowsWith } from "../specials.ts";
import { productSizes, statistics, statisticsGroup } from "../statistics_parts.ts";

const equalRanks = ["2x2", "3x3", "4x4", "5x5"];
const otherRanks = ["2x3", "3x2", "2x5", "5x2", "3x4", "4x3", "3x5", "5x3", "4x5", "5x4"];
const ranksOf6 = ["6x6", "6x3", "3x6"];

/** Batch axes of size 1 in stacks of different ranks, as far as the operand has batch axes. */
const differentBroadcasts = [
  { name: "different-ranks-ones-a", ranks: ["4x2", "3x2", "5x2"], broadcast: ["ones.a"] },
  { name: "different-ranks-ones-b", ranks: ["2x4", "2x3", "2x5"], broadcast: ["ones.b"] },
  {
    name: "different-ranks-ones",
    ranks: ["3x4", "4x3", "3x5", "5x3", "4x5", "5x4"],
    broadcast: ["ones.a", "ones.b", "ones.both"],
  },
];

/** Infinity or NaN in rows of `a`, and -Infinity in one place of `b`, reach no other row and column. */
const specialValues = "special-values";

export const matmul: Family = {
  operator: "matmul",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "ranks", values: [...equalRanks, "2x4", "4x2", ...otherRanks, ...ranksOf6] },
    { name: "broadcast", values: ["none", "ones.a", "ones.b", "ones.both"] },
    { name: "rows", values: sizeClasses.map((name) => `m-${name}`) },
    { name: "inner", values: sizeClasses.map((name) => `k-${name}`) },
    { name: "columns", values: sizeClasses.map((name) => `n-${name}`) },
    { name: "b", values: ["input", "constb"] },
  ],
  groups: [
    { name: "matrices", only: { ranks: ["2x2"], broadcast: ["none"] } },
    { name: "stacks", only: { ranks: ["3x3", "4x4", "5x5"], broadcast: ["none"] } },
    { name: "broadcast", only: { ranks: ["3x3", "4x4", "5x5"], broadcast: ["ones.a", "ones.b"] } },
    { name: "broadcast-both", only: { ranks: ["4x4", "5x5"], broadcast: ["ones.both"] } },
    { name: "different-ranks", only: { ranks: ["2x4", "4x2", ...otherRanks], broadcast: ["none"] } },
    {
      name: "long-axis",
      only: { ranks: ["2x2"], broadcast: ["none"], rows: ["m-prime", "m-one"], columns: ["n-prime"] },
    },
    ...differentBroadcasts.map(({ name, ranks, broadcast }) => ({
      name,
      only: {
        ranks,
        broadcast,
        rows: ["m-prime"],
        inner: ["k-prime", "k-4k1"],
        columns: ["n-prime", "n-even"],
      },
    })),
    {
      name: "rank-6",
      only: {
        ranks: ranksOf6,
        broadcast: ["none"],
        rows: ["m-prime", "m-one"],
        inner: ["k-prime", "k-4k1"],
        columns: ["n-prime", "n-even"],
      },
    },
    {
      name: "rank-6-sizes",
      only: {
        dataType: ["float32"],
        ranks: ranksOf6,
        broadcast: ["none"],
        rows: ["m-4k1", "m-even"],
        inner: ["k-one", "k-even"],
        columns: ["n-4k1", "n-one"],
        b: ["input"],
      },
    },
    {
      name: "rank-6-broadcast",
      only: {
        dataType: ["float32"],
        ranks: ranksOf6,
        broadcast: ["ones.a", "ones.b", "ones.both"],
        rows: ["m-prime"],
        inner: ["k-prime"],
        columns: ["n-prime"],
        b: ["input"],
      },
    },
    {
      name: specialValues,
      kinds: ["special"],
      only: {
        ranks: ["2x2"],
        broadcast: ["none"],
        rows: ["m-prime"],
        inner: ["k-prime"],
        columns: ["n-prime"],
        b: ["input"],
      },
    },
    statisticsGroup({
      ranks: ["2x2"],
      broadcast: ["none"],
      rows: ["m-prime"],
      inner: ["k-even"],
      columns: Object.keys(productSizes),
      b: ["input"],
    }),
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const [rows, inner, columns] = group === statistics ? productSizes[row.columns] : [
      drawSize(row.rows.slice(2), sizes),
      drawSize(row.inner.slice(2), sizes),
      group === "long-axis" ? longSize : drawSize(row.columns.slice(2), sizes),
    ];
    const [rankA, rankB] = row.ranks.split("x").map(Number);
    const [batchA, batchB] = drawBatches(rankA - 2, rankB - 2, row.broadcast, sizes);
    const whole = productWholes(dataType, inner);
    const sketcher = new Sketcher();
    const shapeA = [...batchA, rows, inner];
    const shapeB = [...batchB, inner, columns];
    const isSpecial = group === specialValues;
    const [a, b]: Content[] = isSpecial
      ? [
        rowsWith(shapeA, [[], [Infinity], [NaN]], whole.values),
        fewAmong(elementCount(shapeB), [-Infinity], whole.weights),
      ]
      : [
        { role: "values", whole: whole.values },
        {
          role: "weights",
          whole: whole.weights,
          keptAxes: shapeB.map((_, axis) => axis).filter((axis) => axis !== rankB - 2),
        },
      ];
    sketcher.operand("a", "input", { dataType, shape: shapeA }, a);
    sketcher.operand("b", row.b === "constb" ? "constant" : "input", { dataType, shape: shapeB }, b);
    sketcher.node("matmul", { a: "a", b: "b" }, {});
    return sketcher.end();
  },
  observe,
};

/** Batch sizes of the two stacks: equal from the last on, or 1 along an axis of each. */
function drawBatches(axesA: number, axesB: number, broadcast: string, random: Random): [number[], number[]] {
  const most = Math.max(axesA, axesB);
  const full = random.shuffle(most > 3 ? [2, 3, 2, 3] : [2, 3, 5]).slice(0, most);
  const a = full.slice(full.length - axesA);
  const b = full.slice(full.length - axesB);
  const [first, second] = random.shuffle(full.map((_, axis) => axis));
  if (broadcast === "ones.a" || broadcast === "ones.both") a[first % axesA] = 1;
  if (broadcast === "ones.b") b[first % axesB] = 1;
  if (broadcast === "ones.both") b[second % axesB] = 1;
  return [a, b];
}

function observe(graph: Graph) {
  const { dataType, shape: a } = descriptorOf(graph, "a");
  const { shape: b } = descriptorOf(graph, "b");
  const ones = (shape: readonly number[]) => shape.slice(0, -2).includes(1);
  return {
    dataType,
    ranks: `${a.length}x${b.length}`,
    broadcast: ones(a) ? (ones(b) ? "ones.both" : "ones.a") : ones(b) ? "ones.b" : "none",
    rows: `m-${sizeClassOf(a.at(-2)!)}`,
    inner: `k-${sizeClassOf(a.at(-1)!)}`,
    columns: `n-${sizeClassOf(b.at(-1)!)}`,
    b: isInput(graph, "b") ? "input" : "constb",
  };
}
