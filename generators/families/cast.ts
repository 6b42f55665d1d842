/**
 * Cases of cast.
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Content, DataKind } from "../data.ts";
import { descriptorOf, type Family, Sketcher } from "../family.ts";
import { allDataTypes, drawShape } from "../shapes.ts";
import { sizeClasses } from "../sizes.ts";
import { specialsShape } from "../specials.ts";

const signed = ["float32", "float16", "int32", "int64", "int8"];

/** Fractions on both sides of whole numbers, and whole numbers of both signs. */
const floatKinds: readonly DataKind[] = [
  "ties",
  "uniform",
  "large",
  "integers",
  "mixed",
  "special",
  "subnormal",
];

/** Whole numbers by group, so that they end outside of the narrower types, or on the edge of float16. */
const wholes: Readonly<Record<string, Content["whole"]>> = {
  "every-pair": [-99, 99],
  "edge-of-float16": [65480, 65550],
  "more-than-24-bits": [-(2 ** 52), 2 ** 52],
  "more-than-11-bits": [-9999, 9999],
  "large-floats": [0, 2 ** 52],
  "rank-6": [-99, 99],
};

const specialFloats = "special-floats";

export const cast: Family = {
  operator: "cast",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "to", values: allDataTypes },
  ],
  groups: [
    { name: "every-pair" },
    {
      name: "edge-of-float16",
      kinds: ["integers"],
      only: {
        dataType: ["float32", "int32", "uint32", "int64", "uint64"],
        to: ["float16"],
      },
    },
    {
      name: "more-than-11-bits",
      kinds: ["integers"],
      only: { dataType: ["float32", "int32"], to: ["float16"] },
    },
    {
      name: "more-than-24-bits",
      kinds: ["integers"],
      only: {
        dataType: ["int64", "uint64"],
        to: ["float32", "int32", "int8"],
      },
    },
    {
      name: "large-floats",
      kinds: ["integers"],
      only: { dataType: ["float32"], to: ["int64", "uint64"] },
    },
    { name: "rank-6", only: { dataType: ["float32"], to: ["int32"] } },
    {
      name: specialFloats,
      // a subnormal float32 is 0 as a float16, so that pair has special numbers
      kinds: ["subnormal", "special"],
      only: { dataType: ["float32", "float16"], to: ["float32", "float16"] },
    },
  ],
  kinds: (dataType) => isFloat(dataType) ? floatKinds : ["integers", "special"],
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const shape = group === specialFloats
      ? specialsShape
      : drawShape(group === "rank-6" ? 6 : sizes.whole(0, 5), sizes.pick(sizeClasses), sizes);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const whole = wholes[group] ?? [signed.includes(row.dataType) ? -99 : 0, 99];
    const sketcher = new Sketcher();
    const kind = sizes.chance(0.75) ? "input" : "constant";
    const input = sketcher.operand("input", kind, { dataType, shape }, { role: "values", whole });
    sketcher.node("cast", { input }, { dataType: row.to });
    return sketcher.end();
  },
  observe: (graph) => ({
    dataType: descriptorOf(graph, "input").dataType,
    to: String(graph.nodes[0].options.dataType),
  }),
};
