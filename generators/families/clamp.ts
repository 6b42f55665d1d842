/**
 * Cases of clamp.
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import type { OptionValue } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { allDataTypes, drawShape, lastClassOf, rankOf, ranksTo6, rankThemes } from "../shapes.ts";
import { sizeClasses } from "../sizes.ts";
import { specialsOf, specialsShape } from "../specials.ts";

const floats = ["float32", "float16"];
const infinite = ["mininf", "maxinf"];

/** The group whose bounds are NaN in place of infinite ones. */
const nanBounds = "nan-bounds";
/** The group whose maximum is 0 in place of a low one. */
const zeroMaximum = "zero-maximum";
const everySpecial = "every-special-value";

/** Bounds by their names. Those of floats are no values of either float type, so that they must be cast. */
const bounds: Readonly<Record<string, readonly [float: number, signed: number, unsigned: number]>> = {
  minlow: [-1.1, -5, 3],
  minzero: [0, 0, 0],
  maxlow: [-1.1, -5, 3],
  maxhigh: [1.3, 6, 60],
  mininf: [-Infinity, 0, 0],
  maxinf: [Infinity, 0, 0],
};

export const clamp: Family = {
  operator: "clamp",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "minValue", values: ["absent", "minlow", "minzero", "mininf"] },
    { name: "maxValue", values: ["absent", "maxlow", "maxhigh", "maxinf"] },
    { name: "rank", values: ranksTo6 },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    ...rankThemes.map(({ name, only }) => ({ name, only: { ...only, ...withoutInfinity() } })),
    {
      name: "special-values",
      kinds: ["special"],
      only: { dataType: floats, rank: ["r2"], last: ["prime"] },
    },
    { name: "infinite-bounds", only: { dataType: floats, rank: ["r3", "r1", "r2", "r4", "r5"] } },
    {
      name: "infinite-bounds-scalars",
      only: {
        dataType: floats,
        minValue: ["absent", "mininf"],
        maxValue: ["absent", "maxinf"],
        rank: ["r0"],
        last: ["prime"],
      },
    },
    {
      name: "rank-6",
      only: { minValue: ["minlow"], maxValue: ["maxhigh"], rank: ["r6"], last: ["prime"] },
    },
    {
      name: "rank-6-bounds",
      only: {
        dataType: ["float32"],
        minValue: ["absent", "minzero", "mininf"],
        maxValue: ["absent", "maxlow", "maxinf"],
        rank: ["r6"],
      },
    },
    {
      name: nanBounds,
      only: {
        dataType: floats,
        minValue: ["absent", "mininf"],
        maxValue: ["maxhigh", "maxinf"],
        rank: ["r2"],
        last: ["prime"],
      },
    },
    {
      name: everySpecial,
      kinds: ["special"],
      only: { dataType: floats, minValue: ["minzero"], maxValue: ["maxhigh"], rank: ["r2"], last: ["prime"] },
    },
    {
      name: zeroMaximum,
      only: {
        dataType: ["float32", "int32"],
        minValue: ["absent"],
        maxValue: ["maxlow"],
        rank: ["r2"],
        last: ["prime"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    if (!isFloat(dataType) && [row.minValue, row.maxValue].some((name) => infinite.includes(name))) {
      return `${dataType} has no infinity`;
    }
    const given = { minValue: boundOf(row.minValue, dataType), maxValue: boundOf(row.maxValue, dataType) };
    if (group === nanBounds) {
      if (given.minValue === -Infinity) given.minValue = NaN;
      if (given.maxValue === Infinity) given.maxValue = NaN;
      if (row.minValue === "absent" && row.maxValue === "maxhigh") return "no bound is NaN";
    }
    if (group === zeroMaximum) given.maxValue = 0;
    const isSpecial = group === everySpecial;
    const shape = isSpecial ? specialsShape : drawShape(rankOf(row.rank), row.last, sizes);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const sketcher = new Sketcher();
    const content: Content = isSpecial
      ? specialsOf(elementCount(shape))
      : { role: "values", whole: [-99, 99] };
    const input = sketcher.operand("input", "input", { dataType, shape }, content);
    sketcher.node("clamp", { input }, given);
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { minValue, maxValue } = graph.nodes[0].options;
    return {
      dataType,
      minValue: nameOf("min", minValue, dataType),
      maxValue: nameOf("max", maxValue, dataType),
      rank: `r${shape.length}`,
      last: lastClassOf(shape),
    };
  },
};

function withoutInfinity() {
  const finite = (factor: readonly string[]) => factor.filter((value) => !infinite.includes(value));
  return {
    minValue: finite(["absent", "minlow", "minzero", "mininf"]),
    maxValue: finite(["absent", "maxlow", "maxhigh", "maxinf"]),
  };
}

function boundOf(name: string, dataType: DataType): number | undefined {
  if (name === "absent") return undefined;
  const [float, signed, unsigned] = bounds[name];
  return isFloat(dataType) ? float : dataType.startsWith("u") ? unsigned : signed;
}

function nameOf(side: "min" | "max", value: OptionValue | undefined, dataType: DataType): string {
  if (value === undefined) return "absent";
  if (Number.isNaN(value)) return `${side}inf`;
  if (side === "max" && value === 0) return "maxlow";
  const name = Object.keys(bounds).find((each) => each.startsWith(side) && boundOf(each, dataType) === value);
  return name ?? `${side}other`;
}
