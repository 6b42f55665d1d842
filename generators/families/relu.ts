/**
 * Cases of relu.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { drawShape, lastClassOf, rankOf, ranksTo6, rankThemes } from "../shapes.ts";
import { sizeClasses } from "../sizes.ts";
import { specialsOf, specialsShape } from "../specials.ts";

export const relu: Family = {
  operator: "relu",
  factors: [
    { name: "dataType", values: ["float32", "float16", "int32", "int64", "int8"] },
    { name: "rank", values: ranksTo6 },
    { name: "last", values: sizeClasses },
  ],
  groups: [
    ...rankThemes,
    {
      name: "special-values",
      kinds: ["special"],
      only: { dataType: ["float32", "float16"], rank: ["r3", "r1"], last: ["prime", "even"] },
    },
    {
      name: "subnormal-values",
      kinds: ["subnormal", "mixed"],
      only: { dataType: ["float32", "float16"], rank: ["r2", "r4"], last: ["prime", "4k1"] },
    },
    { name: "rank-6", only: { rank: ["r6"], last: ["prime"] } },
    { name: "rank-6-sizes", only: { dataType: ["float32"], rank: ["r6"], last: ["4k1", "one", "even"] } },
    {
      name: "every-special-value",
      kinds: ["special"],
      only: { dataType: ["float32", "float16"], rank: ["r2"], last: ["prime"] },
    },
    {
      name: "cancellation-values",
      kinds: ["cancellation"],
      only: { dataType: ["float32", "float16"], rank: ["r2"], last: ["prime"] },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const isSpecial = group === "every-special-value";
    const shape = isSpecial ? specialsShape : drawShape(rankOf(row.rank), row.last, sizes);
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const content: Content = isSpecial
      ? specialsOf(elementCount(shape))
      : { role: "values", whole: [-99, 99] };
    const input = sketcher.operand("input", "input", descriptor, content);
    sketcher.node("relu", { input }, {});
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    return { dataType, rank: `r${shape.length}`, last: lastClassOf(shape) };
  },
};
