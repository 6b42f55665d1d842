/**
 * The rows of the covering arrays, as published in `rows.json`: to find them takes seconds, to read them none.
 *
 * A row of the file has one character a factor: the index of its value, in base 36. Where a group's factors are no
 * longer those of the file, its rows are found again. A change of what a family sketches or an operator accepts is
 * not seen so; a test compares all rows with those found.
 *
 * To write the file again: `deno task digests`.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { type Factor, type Row, valuesOf } from "./covering.ts";
import { allFamilies } from "./families.ts";
import type { Family, Group } from "./family.ts";
import committed from "./rows.json" with { type: "json" };
import { coveringOf, factorsOf } from "./sketch.ts";

interface PublishedRows {
  /** Says whether the factors are still the same. */
  readonly factors: string;
  readonly rows: readonly string[];
}

const published: Readonly<Record<string, PublishedRows>> = committed;

/** The rows of one group of a family. */
export function rowsOf(family: Family, group: Group): readonly Row[] {
  const factors = factorsOf(family, group);
  const known = published[keyOf(family, group)];
  if (known?.factors !== digestOf(factors)) return coveringOf(family, group).rows;
  const choices = factors.map((factor) => valuesOf(factor));
  return known.rows.map((codes) =>
    Object.fromEntries(factors.map(({ name }, i) => [name, choices[i][parseInt(codes[i], 36)]]))
  );
}

function keyOf({ operator }: Family, { name }: Group): string {
  return `${operator}/${name}`;
}

function digestOf(factors: readonly Factor[]): string {
  return createHash("sha256").update(JSON.stringify(factors)).digest("hex").slice(0, 8);
}

/** The rows of a group, found anew, as the file has them. */
function publish(family: Family, group: Group): PublishedRows {
  const factors = factorsOf(family, group);
  const rows = coveringOf(family, group).rows.map((row) =>
    factors.map((factor) => valuesOf(factor).indexOf(row[factor.name]).toString(36)).join("")
  );
  return { factors: digestOf(factors), rows };
}

if (import.meta.main) {
  const groups = allFamilies.flatMap((family) =>
    family.groups.map((group): [string, PublishedRows] => [keyOf(family, group), publish(family, group)])
  );
  const file = new URL("rows.json", import.meta.url);
  await Deno.writeTextFile(file, JSON.stringify(Object.fromEntries(groups), null, 2) + "\n");
}
