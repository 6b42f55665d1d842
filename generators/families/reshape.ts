/**
 * Cases of reshape.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, rankOf, ranks, ranksTo6, widthThemes } from "../shapes.ts";

/** Ranks from and to which groups reshape unless they are about rank 6. */
const usual = { from: ranks, to: ranks.map((rank) => `to.${rank}`) };

export const reshape: Family = {
  operator: "reshape",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "from", values: ranksTo6 },
    { name: "to", values: ranksTo6.map((rank) => `to.${rank}`) },
  ],
  groups: [
    ...widthThemes.map(({ name, only }) => ({ name, only: { ...only, ...usual } })),
    { name: "rank-6", only: { from: ["r6"], to: ["to.r6"] } },
    { name: "rank-6-from", only: { dataType: ["float32"], from: ["r6"], to: usual.to } },
    { name: "rank-6-to", only: { dataType: ["float32"], from: usual.from, to: ["to.r6"] } },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes) => {
    const [from, to] = [rankOf(row.from), rankOf(row.to.slice(3))];
    const primes = from === 0 || to === 0 ? [] : sizes.shuffle([2, 3, 5, 7]);
    const shape = spread(primes, from, sizes);
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("reshape", { input }, { newShape: spread(primes, to, sizes) });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const newShape = numbers(graph.nodes[0].options.newShape) ?? [];
    if (elementCount(shape) !== elementCount(newShape)) {
      throw new RangeError("a reshape changes the element count");
    }
    return { dataType, from: `r${shape.length}`, to: `to.r${newShape.length}` };
  },
};

/** A shape of the rank whose sizes have the given primes as factors; sizes without one are 1. */
function spread(primes: readonly number[], rank: number, random: Random): number[] {
  const shape = new Array<number>(rank).fill(1);
  const places = random.shuffle(shape.map((_, axis) => axis));
  primes.forEach((prime, index) => shape[places[index % rank]] *= prime);
  return shape;
}
