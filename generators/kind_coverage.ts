/**
 * Which kinds of data the cases of a family have.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import { valuesOf } from "./covering.ts";
import type { DataKind } from "./data.ts";
import type { Family } from "./family.ts";
import { increment } from "./not_drawn.ts";
import { factorsOf } from "./sketch.ts";

/** A case as far as its data is concerned. */
export interface DataOfCase {
  readonly dataType: string;
  readonly dataKind?: DataKind;
}

/** How many cases have each kind, and which of the family's kinds none has. */
export interface KindCoverage {
  readonly drawn: ReadonlyMap<DataKind, number>;
  /** By kind, the data types for which a group of the family has it and no case does. */
  readonly notDrawn: ReadonlyMap<DataKind, readonly string[]>;
}

/** Counts the kinds of data of a family's cases. */
export function kindCoverageOf(family: Family, cases: Iterable<DataOfCase>): KindCoverage {
  const drawn = new Map<DataKind, number>();
  const seen = new Set<string>();
  for (const { dataType, dataKind } of cases) {
    if (dataKind === undefined) continue;
    increment(drawn, dataKind);
    seen.add(`${dataKind} ${dataType}`);
  }
  const notDrawn = new Map<DataKind, string[]>();
  for (const group of family.groups) {
    const types = factorsOf(family, group).find(({ name }) => name === "dataType");
    for (const dataType of types ? valuesOf(types) : []) {
      for (const kind of group.kinds ?? family.kinds(dataType as DataType)) {
        if (seen.has(`${kind} ${dataType}`)) continue;
        seen.add(`${kind} ${dataType}`);
        notDrawn.set(kind, [...notDrawn.get(kind) ?? [], dataType]);
      }
    }
  }
  return { drawn, notDrawn };
}
