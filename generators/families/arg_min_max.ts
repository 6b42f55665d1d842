/**
 * Cases of argMin and argMax.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, drawShape, lastClassOf, rankOf, ranksTo6 } from "../shapes.ts";
import { longSize, sizeClasses } from "../sizes.ts";

const floats = ["float32", "float16"];

/** Ranks and axes that groups take unless they are about rank 6. */
const usual = { rank: ["r3", "r1", "r2", "r4", "r5"], axis: ["a0", "a1", "a2", "a3", "a4"] };

/** What does not vary in groups about other things. */
const plain = { keepDimensions: ["absent"], outputDataType: ["absent"] };

/** The largest whole number by group: few values give many ties. */
const most: Readonly<Record<string, number>> = { ties: 1, "long-axis": 1999 };

const farIndex = "far-index";

/** Whole numbers of which each of three rows has its least and its greatest at odd indices above 2048. */
function farExtremes(random: Random, isFirstAxis: boolean): number[] {
  const values = Array.from({ length: 3 * longSize }, () => random.whole(-99, 99));
  for (let row = 0; row < 3; row++) {
    const [least, greatest] = random.shuffle([2049, 2051, 2053, 2055, 2057, 2059, 2061]);
    const place = (index: number) => isFirstAxis ? 3 * index + row : longSize * row + index;
    values[place(least)] = -100;
    values[place(greatest)] = 100;
  }
  return values;
}

export const argMinMax: readonly Family[] = ["argMin", "argMax"].map((operator) => ({
  operator,
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "axis", values: [...usual.axis, "a5"] },
    { name: "keepDimensions", values: ["absent", "drop", "keep"] },
    { name: "outputDataType", values: ["absent", "toint32", "toint64"] },
    { name: "rank", values: ranksTo6.filter((rank) => rank !== "r0") },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    { name: "tensors", only: usual },
    {
      name: "ties",
      kinds: ["integers"],
      only: {
        dataType: [...floats, "int32", "uint8"],
        axis: ["a0", "a1"],
        rank: ["r2"],
        ...plain,
        last: ["even"],
      },
    },
    {
      name: "special-values",
      kinds: ["special"],
      only: {
        dataType: floats,
        axis: ["a0", "a1"],
        rank: ["r2"],
        ...plain,
        last: ["prime"],
      },
    },
    // An axis longer than float16 can count.
    {
      name: "long-axis",
      kinds: ["integers", "uniform"],
      only: {
        dataType: [...floats, "int32"],
        axis: ["a0", "a1"],
        rank: ["r2"],
        ...plain,
        last: ["prime"],
      },
    },
    { name: "rank-6", only: { ...plain, axis: ["a5"], rank: ["r6"], last: ["prime"] } },
    {
      name: "rank-6-axes",
      only: { ...plain, dataType: ["float32"], axis: usual.axis, rank: ["r6"], last: ["prime"] },
    },
    {
      name: "rank-6-options",
      only: {
        dataType: ["float32"],
        axis: ["a5"],
        keepDimensions: ["drop", "keep"],
        outputDataType: ["toint32", "toint64"],
        rank: ["r6"],
        last: ["4k1", "one", "even"],
      },
    },
    {
      ...furtherKinds(["mixed", "cancellation", "subnormal"]),
      only: {
        dataType: ["float32", "float16"],
        ...plain,
        axis: ["a0"],
        rank: ["r1", "r2", "r3"],
        last: ["prime"],
      },
    },
    // Extremes at odd indices above 2048, which float16 does not hold.
    {
      name: farIndex,
      kinds: ["integers"],
      only: {
        ...plain,
        dataType: floats,
        axis: ["a0", "a1"],
        rank: ["r2"],
        last: ["prime"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const rank = rankOf(row.rank);
    const long = row.axis === "a0" ? [longSize, 3] : [3, longSize];
    const isLong = group === "long-axis" || group === farIndex;
    const shape = isLong ? long : drawShape(rank, row.last, sizes);
    const whole = most[group] ?? 99;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, {
      role: "values",
      whole: [-whole, whole],
      draw: group === farIndex ? (random) => farExtremes(random, row.axis === "a0") : undefined,
    });
    sketcher.node(operator, { input }, {
      axis: Number(row.axis.slice(1)),
      keepDimensions: row.keepDimensions === "absent" ? undefined : row.keepDimensions === "keep",
      outputDataType: row.outputDataType === "absent" ? undefined : row.outputDataType.slice(2),
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { axis, keepDimensions, outputDataType } = graph.nodes[0].options;
    return {
      dataType,
      axis: `a${axis}`,
      keepDimensions: keepDimensions === undefined ? "absent" : keepDimensions ? "keep" : "drop",
      outputDataType: outputDataType === undefined ? "absent" : `to${outputDataType}`,
      rank: `r${shape.length}`,
      last: lastClassOf(shape),
    };
  },
}));
