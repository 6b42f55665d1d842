/**
 * The limits of an operand or output with "any" and "same as" spelt out.
 *
 * @module
 */

import { type DataType, specDataTypes } from "../../graph/data_type.ts";
import { InputError } from "../../graph/input_error.ts";
import type { DataTypeLimit, RankLimit, SpecLimits, SpecOperator } from "./table.ts";

/** What an operand or output may be, or must be supported as. */
export interface ResolvedLimits {
  readonly dataTypes: readonly DataType[];
  /** Least and greatest rank; `Infinity` where the table says N. */
  readonly rank: readonly [least: number, greatest: number];
}

/**
 * What the text allows for the row `name` of an operator's limits.
 * @throws {InputError} if there is no such row, it is as another that is as itself, or it has no normal form.
 */
export function allowed(operator: SpecOperator, name: string): ResolvedLimits {
  return resolve(operator, name, (row) => row.allowedDataTypes, (row) => row.allowedRanks);
}

/**
 * What an implementation must support for the row `name`; absent in editions without such columns.
 * @throws {InputError} as `allowed`.
 */
export function required(operator: SpecOperator, name: string): ResolvedLimits | undefined {
  const { requiredDataTypes, requiredRanks } = operator.limits[name] ?? {};
  if (requiredDataTypes === undefined || requiredRanks === undefined) return undefined;
  return resolve(operator, name, (row) => row.requiredDataTypes, (row) => row.requiredRanks);
}

function resolve(
  operator: SpecOperator,
  name: string,
  dataTypesOf: (row: SpecLimits) => DataTypeLimit | undefined,
  ranksOf: (row: SpecLimits) => RankLimit | undefined,
): ResolvedLimits {
  const dataTypes = follow(
    operator,
    name,
    (row) => dataTypesOf(row) === "any" ? specDataTypes : dataTypesOf(row),
  );
  const [least, greatest] = follow(operator, name, ranksOf);
  return { dataTypes, rank: [least, greatest ?? Infinity] };
}

/** The list at the end of a chain of "same as". */
function follow<T>(
  { limits }: SpecOperator,
  name: string,
  entryOf: (row: SpecLimits) => T | string | undefined,
): T {
  const passed: string[] = [];
  for (let at = name; Object.hasOwn(limits, at) && !passed.includes(at);) {
    passed.push(at);
    const entry = entryOf(limits[at]);
    if (entry === undefined) break;
    if (typeof entry !== "string") return entry;
    at = entry.replace(/^same as /, "");
  }
  throw new InputError(
    `the limits of ${[name, ...passed.slice(1)].join(", same as ")} are no data types and ranks`,
  );
}
