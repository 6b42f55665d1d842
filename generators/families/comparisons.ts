/**
 * Cases of max, min and the comparisons, of the logical operators of two operands, of prelu and of pow.
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import type { Graph } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import { drawForm, formOf, forms } from "../broadcast_parts.ts";
import { isInput } from "../conv_parts.ts";
import type { Content, DataKind } from "../data.ts";
import { largePowers, neighbourPairs, powersShape, wholesOfBits } from "../edges.ts";
import { descriptorOf, type Family, type Group, Sketcher } from "../family.ts";
import { allDataTypes, selectionKinds } from "../shapes.ts";
import { pairsOf, pairsShape } from "../specials.ts";

const floats = ["float32", "float16"];

/** The rank of groups that have one. */
const rankByGroup: Readonly<Record<string, number>> = { "rank-1": 1, "rank-3": 3, "rank-6": 6 };

/** What tells a family of operators of two operands from another. */
interface Pair {
  readonly operator: string;
  /** Names of the two operands. */
  readonly operands: readonly [string, string];
  readonly dataTypes: readonly DataType[];
  readonly kinds: (dataType: DataType) => readonly DataKind[];
  readonly contents: (dataType: DataType, group: string) => readonly [Content, Content];
  /** Groups beside `pairs` and `rank-6`. */
  readonly groups: readonly Group[];
}

/** Every pair of special values. */
const specials: Group = {
  name: "special-values",
  kinds: ["special"],
  only: { dataType: floats, form: ["same"], source: ["inputs"] },
};

/** Every pair of numbers that a narrower type takes for each other. */
const neighbouring: Group = {
  name: "neighbours",
  kinds: ["integers"],
  only: {
    dataType: ["float32", "float16", "int32", "uint32", "int64", "uint64"],
    form: ["same"],
    source: ["inputs"],
  },
};

/** Powers that nearly fill an integer type. */
const powers: Group = {
  name: "large-powers",
  kinds: ["integers"],
  only: { dataType: ["int32", "int64", "uint64"], form: ["same"], source: ["inputs"] },
};

/** Integers of more bits than float32 or float64 holds. */
const wideIntegers: Group = {
  name: "wide-integers",
  kinds: ["integers"],
  only: { dataType: ["int64", "int32"], form: ["same"], source: ["inputs"] },
};

function pair({ operator, operands: [first, second], dataTypes, kinds, contents, groups }: Pair): Family {
  return {
    operator,
    factors: [
      { name: "dataType", values: dataTypes },
      { name: "form", values: forms },
      { name: "source", values: ["inputs", `const.${second}`, `const.${first}`] },
    ],
    groups: [
      { name: "pairs" },
      {
        name: "rank-6",
        only: { dataType: [dataTypes[0]], form: ["same", "ones", "short"], source: ["inputs"] },
      },
      ...groups,
    ],
    kinds,
    sketch: (row, sizes, group) => {
      const dataType = row.dataType as DataType;
      const drawn = drawnPairs(group, dataType);
      const shapes = drawn?.shapes ?? drawForm(row.form, sizes, rankByGroup[group]);
      const largest = Math.max(...shapes.map(elementCount));
      if (largest > 2000) return `an operand has ${largest} elements, more than 2000`;
      const sketcher = new Sketcher();
      (drawn?.contents ?? contents(dataType, group)).forEach((content, i) => {
        const name = [first, second][i];
        const kind = row.source === `const.${name}` ? "constant" : "input";
        sketcher.operand(name, kind, { dataType, shape: shapes[i] }, content);
      });
      sketcher.node(operator, { [first]: first, [second]: second }, {});
      return sketcher.end();
    },
    observe: (graph) => ({
      dataType: descriptorOf(graph, first).dataType,
      form: formOf(descriptorOf(graph, first).shape, descriptorOf(graph, second).shape),
      source: constantOf(graph, [second, first]),
    }),
  };
}

/** The operands of groups in which each element of one has its fellow in the other. */
function drawnPairs(group: string, dataType: DataType) {
  switch (group) {
    case specials.name:
      return { shapes: [pairsShape, pairsShape], contents: pairsOf() };
    case neighbouring.name:
      return { shapes: [pairsShape, pairsShape], contents: neighbourPairs(dataType) };
    case powers.name:
      return { shapes: [powersShape, powersShape], contents: largePowers(dataType) };
    case wideIntegers.name: {
      const wide = (bits: number, least?: bigint) =>
        wholesOfBits(dataType, elementCount(pairsShape), bits, least);
      return {
        shapes: [pairsShape, pairsShape],
        contents: [wide(dataType === "int64" ? 59 : 27), wide(3, 1n)] as const,
      };
    }
  }
}

function constantOf(graph: Graph, names: readonly string[]): string {
  const constant = names.find((name) => !isInput(graph, name));
  return constant === undefined ? "inputs" : `const.${constant}`;
}

function both(content: Content): readonly [Content, Content] {
  return [content, content];
}

/**
 * The families of max, min and the comparisons, whose whole numbers are so few that many are equal. Numbers of other
 * kinds hardly ever are: `equal` would be 0 throughout.
 */
export const selections: readonly Family[] = [
  "max",
  "min",
  "equal",
  "notEqual",
  "greater",
  "greaterOrEqual",
  "lesser",
  "lesserOrEqual",
].map((operator) =>
  pair({
    operator,
    operands: ["a", "b"],
    dataTypes: allDataTypes,
    kinds: operator === "equal" ? () => ["integers"] : selectionKinds,
    contents: () => both({ role: "values", whole: [-3, 3] }),
    groups: operator === "equal" ? [specials, neighbouring] : [specials],
  })
);

/** The families of the logical operators. Kind `special` has 255, which is true as well. */
export const logicals: readonly Family[] = ["logicalAnd", "logicalOr", "logicalXor"].map((operator) =>
  pair({
    operator,
    operands: ["a", "b"],
    dataTypes: ["uint8"],
    kinds: () => ["special", "integers"],
    contents: () => both({ role: "values", whole: [0, 2] }),
    groups: ["rank-1", "rank-3"].map((name) => ({ name, only: { form: ["same"], source: ["inputs"] } })),
  })
);

export const prelu: Family = pair({
  operator: "prelu",
  operands: ["input", "slope"],
  dataTypes: ["float32", "float16", "int64", "int32", "int8"],
  kinds: (dataType) =>
    isFloat(dataType) ? ["integers", "uniform", "subnormal", "normal", "mixed"] : ["integers"],
  contents: (dataType) => {
    const slope: Content["whole"] = dataType === "int8" ? [-3, 3] : [-9, 9];
    return [
      { role: "values", whole: isFloat(dataType) ? [-99, 99] : [-40, 40] },
      { role: "weights", whole: slope },
    ];
  },
  groups: [specials, wideIntegers],
});

export const pow: Family = pair({
  operator: "pow",
  operands: ["a", "b"],
  dataTypes: allDataTypes,
  kinds: (dataType) => isFloat(dataType) ? ["integers", "uniform", "normal"] : ["integers"],
  contents: (dataType, group) => {
    if (isFloat(dataType) && group !== "whole-exponents") {
      return [{ role: "positive", whole: [1, 9] }, { role: "values", whole: [-3, 3] }];
    }
    // 3 to the power of 4 is the largest that int8 holds
    return [{ role: "values", whole: [-3, 3] }, { role: "index", whole: [isFloat(dataType) ? -2 : 0, 4] }];
  },
  groups: [
    {
      name: "whole-exponents",
      only: { dataType: floats, form: ["same"], source: ["inputs"] },
    },
    specials,
    powers,
  ],
});
