/**
 * Cases of triangular.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { descriptorOf, type Family, furtherKinds, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, rankValue } from "../shapes.ts";

export const triangular: Family = {
  operator: "triangular",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ["r2", "r3", "r4", "r5"] },
    { name: "upper", values: ["absent", "true", "false"] },
    // inside the matrix, or beyond its last or first corner
    { name: "diagonal", values: ["absent", "zero", "above", "below", "beyond", "before"] },
    { name: "sides", values: ["square", "wide", "tall"] },
  ],
  groups: [
    { name: "matrices", only: {} },
    { name: "rank-6", only: { dataType: ["float32"], rank: ["r5"], upper: ["absent"], sides: ["wide"] } },
    {
      ...furtherKinds(["mixed", "cancellation", "subnormal"]),
      only: {
        dataType: ["float32", "float16"],
        rank: ["r2", "r3", "r4"],
        upper: ["absent"],
        diagonal: ["zero"],
        sides: ["wide"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes, group) => {
    const batches = sizes.shuffle([2, 3, 1, 2]).slice(
      0,
      group === "rank-6" ? 4 : Number(row.rank.slice(1)) - 2,
    );
    const [small, large] = sizes.pick([[3, 5], [2, 7], [5, 6], [1, 3]]);
    const [rows, columns] = {
      square: [large, large],
      wide: [small, large],
      tall: [large, small],
    }[row.sides]!;
    const shape = [...batches, rows, columns];
    if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("triangular", { input }, {
      upper: row.upper === "absent" ? undefined : row.upper === "true",
      diagonal: diagonalOf(row.diagonal, rows, columns, sizes),
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { upper = "absent", diagonal } = graph.nodes[0].options;
    const [rows, columns] = shape.slice(-2);
    return {
      dataType,
      rank: rankValue(shape),
      upper: String(upper),
      diagonal: diagonalValue(diagonal as number | undefined, rows, columns),
      sides: rows === columns ? "square" : rows < columns ? "wide" : "tall",
    };
  },
};

function diagonalOf(kind: string, rows: number, columns: number, random: Random): number | undefined {
  switch (kind) {
    case "absent":
      return undefined;
    case "zero":
      return 0;
    case "above":
      return random.whole(1, columns - 1);
    case "below":
      return random.whole(1 - rows, -1);
    case "beyond":
      return random.pick([columns, columns + 1, 2 ** 31 - 1]);
    default:
      return random.pick([-rows, -rows - 1, -(2 ** 31)]);
  }
}

function diagonalValue(diagonal: number | undefined, rows: number, columns: number): string {
  if (diagonal === undefined) return "absent";
  if (diagonal >= columns) return "beyond";
  if (diagonal <= -rows) return "before";
  return diagonal === 0 ? "zero" : diagonal > 0 ? "above" : "below";
}
