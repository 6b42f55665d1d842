/**
 * Cases of add, sub, mul and div.
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import type { Graph } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import { broadcastOf, drawOperandShapes } from "../broadcast_parts.ts";
import { isInput } from "../conv_parts.ts";
import { type Content, powerOfTwo, type Role } from "../data.ts";
import { wholesOfBits } from "../edges.ts";
import { descriptorOf, type Family, type Group, rotation, Sketcher } from "../family.ts";
import { allDataTypes, drawShape, lastClassOf, rankOf, ranksTo6 } from "../shapes.ts";
import { sizeClasses } from "../sizes.ts";
import { pairsOf, pairsShape } from "../specials.ts";

const broadcasts = ["same", "scalar.b", "scalar.a", "ones.b", "ones.a", "ones.both", "short.b", "short.a"];

/** The data types that every implementation must have. */
const required = ["float32", "float16", "int32"];

/** Ranks at which two shapes can differ by ones or by rank. */
const tensors = ["r3", "r1", "r2", "r4", "r5"];

/** Every pair of special values, such as 0 / 0, Infinity - Infinity and 0 * Infinity. */
const specialPairs: Group = {
  name: "special-pairs",
  kinds: ["special"],
  only: {
    dataType: ["float32", "float16"],
    rank: ["r2"],
    broadcast: ["same"],
    last: ["4k1"],
    source: ["inputs"],
  },
};

/** Integers of more bits than float64 holds, or than a signed type does. */
const wideIntegers = "wide-integers";

const withoutOne = sizeClasses.filter((name) => name !== "one");

/** The families of the element-wise binary operators. */
export const binaries: readonly Family[] = ["add", "sub", "mul", "div"].map(binary);

function binary(operator: string): Family {
  return {
    operator,
    factors: [
      { name: "dataType", values: allDataTypes },
      { name: "rank", values: ranksTo6 },
      {
        name: "broadcast",
        values: broadcasts,
      },
      { name: "last", values: sizeClasses },
      { name: "source", values: ["inputs", "const.b", "const.a"] },
    ],
    groups: [
      { name: "scalars", only: { rank: ["r0"], broadcast: ["same"], last: ["prime"] } },
      { name: "same-shape", only: { rank: tensors, broadcast: ["same"] } },
      {
        name: "with-scalar",
        only: { rank: tensors, broadcast: ["scalar.b", "scalar.a"], dataType: required },
      },
      {
        name: "broadcast",
        only: { rank: tensors, broadcast: ["ones.b", "ones.a"], last: withoutOne, dataType: required },
      },
      {
        name: "broadcast-both",
        only: {
          rank: ["r3", "r2", "r4", "r5"],
          broadcast: ["ones.both"],
          last: withoutOne,
          dataType: required,
        },
      },
      {
        name: "different-ranks",
        only: { rank: ["r3", "r2", "r4", "r5"], broadcast: ["short.b", "short.a"], dataType: required },
      },
      {
        name: "special-values",
        kinds: ["special"],
        only: {
          dataType: ["float32", "float16"],
          rank: ["r3"],
          broadcast: ["same", "scalar.b", "ones.b"],
          last: ["prime"],
          source: ["inputs"],
        },
      },
      {
        name: "whole-numbers-broadcast",
        only: {
          dataType: allDataTypes.filter((dataType) => !required.includes(dataType)),
          rank: ["r3", "r4"],
          broadcast: broadcasts.filter((kind) => kind !== "same"),
          last: ["prime", "even"],
        },
      },
      {
        name: "broadcast-to-one",
        only: {
          dataType: ["float32"],
          rank: ["r3"],
          broadcast: ["ones.b", "ones.a", "ones.both"],
          last: ["one"],
          source: ["inputs"],
        },
      },
      {
        name: "rank-6",
        only: { rank: ["r6"], broadcast: ["same"], last: ["prime"], source: ["inputs"] },
      },
      {
        name: "rank-6-broadcast",
        only: {
          dataType: ["float32"],
          rank: ["r6"],
          broadcast: broadcasts.filter((kind) => kind !== "same"),
          last: ["prime"],
          source: ["inputs"],
        },
      },
      {
        name: "rank-6-constants",
        only: {
          dataType: ["float32"],
          rank: ["r6"],
          broadcast: ["same"],
          last: ["4k1", "one", "even"],
          source: ["const.b", "const.a"],
        },
      },
      specialPairs,
      {
        name: wideIntegers,
        kinds: ["integers"],
        only: {
          dataType: operator === "div" ? ["uint32", "int64", "uint64"] : ["int64", "uint64"],
          rank: ["r2"],
          broadcast: ["same"],
          last: ["prime"],
          source: ["inputs"],
        },
      },
    ],
    kinds: rotation({ special: "floats" }),
    sketch: (row, sizes, group) => {
      const dataType = row.dataType as DataType;
      const isPairs = group === specialPairs.name;
      const shape = isPairs ? pairsShape : drawShape(rankOf(row.rank), row.last, sizes);
      if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
      const [a, b] = drawOperandShapes(row.broadcast, shape, sizes);
      const sketcher = new Sketcher();
      const [first, second] = isPairs
        ? pairsOf()
        : group === wideIntegers
        ? wideContentsOf(operator, dataType, elementCount(shape))
        : contentsOf(operator, dataType);
      const kindOf = (name: string) => row.source === `const.${name}` ? "constant" : "input";
      sketcher.operand("a", kindOf("a"), { dataType, shape: a }, first);
      sketcher.operand("b", kindOf("b"), { dataType, shape: b }, second);
      sketcher.node(operator, { a: "a", b: "b" }, {});
      return sketcher.end();
    },
    observe,
  };
}

/** Roles and magnitudes, such that no integer result leaves its type. */
function contentsOf(operator: string, dataType: DataType): [Content, Content] {
  const roles: Record<string, Role> = { add: "addend", sub: "values", mul: "weights", div: "divisor" };
  const [a, b] = wholesOf(operator, dataType);
  return [{ role: "values", whole: a }, { role: roles[operator], whole: b }];
}

function wholesOf(operator: string, dataType: DataType): [Content["whole"], Content["whole"]] {
  const unsigned = dataType.startsWith("u");
  const bits = isFloat(dataType)
    ? (dataType === "float16" ? 9 : 20)
    : Number(dataType.replace(/\D/g, "")) - 2;
  const most = (exponent: number) => powerOfTwo(Math.min(50, Math.floor(exponent))) - 1;
  const around = (limit: number): Content["whole"] => [unsigned ? 0 : -limit, limit];
  switch (operator) {
    case "sub":
      return unsigned
        ? [[most(bits), 2 * most(bits)], [0, most(bits)]]
        : [around(most(bits)), around(most(bits))];
    case "mul":
      return [around(most(bits / 2)), around(most(bits / 2))];
    case "div":
      return [around(most(bits)), around(most(Math.min(bits / 2, 5)))];
    default:
      return [around(most(bits)), around(most(bits))];
  }
}

/** The same with as many bits as the type has. */
function wideContentsOf(operator: string, dataType: DataType, count: number): [Content, Content] {
  const wide = (bits: number, least?: bigint) => wholesOfBits(dataType, count, bits, least);
  const unsigned = dataType.startsWith("u");
  switch (operator) {
    case "sub":
      return unsigned ? [wide(63, 2n ** 63n), wide(63)] : [wide(61), wide(61)];
    case "mul":
      return [wide(58), wide(4, 1n)];
    case "div":
      return [wide(Number(dataType.replace(/\D/g, "")) - (unsigned ? 0 : 1)), wide(4, 1n)];
    default:
      return [wide(61), wide(61)];
  }
}

function observe(graph: Graph) {
  const { dataType, shape: a } = descriptorOf(graph, "a");
  const { shape: b } = descriptorOf(graph, "b");
  const output = a.length >= b.length ? a : b;
  const last = Math.max(a.at(-1) ?? 1, b.at(-1) ?? 1);
  return {
    dataType,
    rank: `r${output.length}`,
    broadcast: broadcastOf(a, b),
    last: lastClassOf(output.length === 0 ? [] : [last]),
    source: !isInput(graph, "a") ? "const.a" : !isInput(graph, "b") ? "const.b" : "inputs",
  };
}
