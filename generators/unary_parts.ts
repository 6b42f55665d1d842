/**
 * What the families of operators of one input share: any rank up to 6, any last size.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Row } from "./covering.ts";
import type { Content } from "./data.ts";
import { descriptorOf, type Family, type GivenOptions, type Group, type Sketch, Sketcher } from "./family.ts";
import type { Random } from "./random.ts";
import { drawShape, lastClassOf, rankOf, ranksTo6 } from "./shapes.ts";
import { sizeClasses } from "./sizes.ts";
import { specialsOf, specialsShape } from "./specials.ts";

export const floatTypes: readonly DataType[] = ["float32", "float16"];

/** The factors of a shape. */
export const shapeFactors = [
  { name: "rank", values: ranksTo6 },
  { name: "last", values: sizeClasses },
];

/** Groups in which every rank and last size occurs. */
export const shapeThemes: readonly Group[] = [
  { name: "scalars", only: { rank: ["r0"], last: ["prime"] } },
  { name: "tensors", only: { rank: ranksTo6.filter((rank) => rank !== "r0") } },
];

const one = { dataType: floatTypes, rank: ["r2"], last: ["prime"] };

/** Groups of floats of one kind each, by name. */
export const dataThemes = {
  special: { name: "special-values", kinds: ["special"], only: one },
  subnormal: { name: "subnormal-values", kinds: ["subnormal"], only: one },
  ties: { name: "ties", kinds: ["ties"], only: one },
  large: { name: "large-values", kinds: ["large"], only: one },
  negative: { name: "negative-arguments", kinds: ["uniform"], only: one },
  /** The theme above has no subnormal number where the role is positive. */
  subnormalArguments: { name: "subnormal-arguments", kinds: ["subnormal"], only: one },
  huge: { name: "huge-values", kinds: ["mixed"], only: one },
} satisfies Record<string, Group>;

/** What a case of an operator of one input is made of. */
export interface UnaryPlan {
  readonly operator: string;
  readonly argument: string;
  readonly row: Row;
  readonly sizes: Random;
  readonly group: string;
  readonly content: Content;
  /** Where given, the input has special numbers in every group, one of these among them. */
  readonly first?: readonly number[];
  /** Where given, it draws the elements. */
  readonly edge?: (dataType: DataType, count: number) => Content;
}

/** A case of an operator of one input for a row; a sentence where it would be too large. */
export function unarySketch(
  { operator, argument, row, sizes, group, content, first, edge }: UnaryPlan,
  options: GivenOptions,
): Sketch | string {
  const isSpecial = group === dataThemes.special.name;
  const shape = isSpecial ? specialsShape : drawShape(rankOf(row.rank), row.last, sizes);
  const count = elementCount(shape);
  if (count > 2000) return `[${shape}] has more than 2000 elements`;
  const sketcher = new Sketcher();
  const descriptor = { dataType: row.dataType as DataType, shape };
  const drawn = isSpecial || first
    ? specialsOf(count, first)
    : edge
    ? edge(descriptor.dataType, count)
    : content;
  const input = sketcher.operand(argument, "input", descriptor, drawn);
  sketcher.node(operator, { [argument]: input }, options);
  return sketcher.end();
}

/** The data type, rank and last size of the input. */
export function observeInput(graph: Parameters<Family["observe"]>[0], argument: string): Row {
  const { dataType, shape } = descriptorOf(graph, argument);
  return { dataType, rank: `r${shape.length}`, last: lastClassOf(shape) };
}
