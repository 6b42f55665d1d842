/**
 * What the specification requires of every implementation and a context's `opSupportLimits()` lacks.
 *
 * @module
 */

import { required } from "./resolve.ts";
import type { SpecTable } from "./table.ts";

/** Something required that is not supported. */
export interface Missing {
  readonly operator: string;
  /** The operand or output, as `opSupportLimits()` names it; absent: the operator has no limits at all. */
  readonly operand?: string;
  /** `float16, int32`; `rank 0`; `rank 5`; all that is required where the operand has no limits. */
  readonly what: string;
}

/** Every required operator, data type and rank that `limits` (as of `opSupportLimits()`) do not name. */
export function missingRequired(limits: Readonly<Record<string, unknown>>, table: SpecTable): Missing[] {
  return Object.entries(table.operators).flatMap(([name, operator]) => {
    const own = limits[name];
    if (!isRecord(own)) return [{ operator: name, what: "the operator" }];
    return Object.keys(operator.limits).flatMap((operand): Missing[] => {
      const requirement = required(operator, operand);
      if (!requirement) return [];
      const what = lacking(own[operand], requirement);
      return what.length === 0 ? [] : [{ operator: name, operand, what: what.join(", ") }];
    });
  });
}

function lacking(
  limit: unknown,
  { dataTypes, rank: [least, greatest] }: NonNullable<ReturnType<typeof required>>,
) {
  const { dataTypes: supported = [], rankRange = {} } = isRecord(limit) ? limit : {};
  const { min = Infinity, max = isRecord(limit) ? Infinity : -Infinity } = isRecord(rankRange)
    ? rankRange
    : {};
  const ranks = Array.from({ length: greatest - least + 1 }, (_, i) => least + i);
  return [
    ...dataTypes.filter((dataType) => !(Array.isArray(supported) && supported.includes(dataType))),
    ...ranks.filter((rank) => rank < Number(min) || rank > Number(max)).map((rank) => `rank ${rank}`),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
