/**
 * What to ask: seeded cases of every family.
 *
 * An id depends on what is asked only, never on the seed, on the filters or on how many cases are drawn. Data depends
 * on (id, seed) only, so a case is the same in any order and in any shard.
 *
 * @module
 */

import { selector } from "../graph/glob.ts";
import { drawGroup, type DrawnCase } from "./draw_group.ts";
import { allFamilies } from "./families.ts";

export { drawInvalid } from "./invalid/mod.ts";
export type { DrawnCase };

/** What to draw. */
export interface DrawOptions {
  /** Globs over ids; none selects everything. They do not change what `count` counts. */
  readonly filters?: readonly string[];
  /**
   * Cases a group: the first of its rows, and the rows again with other sizes and data when there are fewer.
   * Absent: every row once.
   */
  readonly count?: number;
  /** Any text; it decides the data of the cases. */
  readonly seed: string;
}

/** The operators and the groups of each, in the order in which they are drawn. */
export const families: readonly { readonly operator: string; readonly groups: readonly string[] }[] =
  allFamilies
    .map(({ operator, groups }) => ({ operator, groups: groups.map(({ name }) => name) }));

/**
 * The cases that `filters` select, by family and group. `count: 3` draws a prefix of what `count: 30` draws of each
 * group.
 *
 * @throws {InputError} if a filter is empty.
 */
export function* draw({ filters = [], count, seed }: DrawOptions): Iterable<DrawnCase> {
  const selects = selector(filters);
  for (const family of allFamilies) {
    for (const group of family.groups) {
      if (!mayContain(filters, `${family.operator}/${group.name}/`)) continue;
      for (const drawn of drawGroup(family, group, count, seed)) {
        if (selects(drawn.id)) yield drawn;
      }
    }
  }
}

/** Whether a filter may select ids that begin with `prefix`, judged by the filter's text before its first star. */
function mayContain(filters: readonly string[], prefix: string): boolean {
  const literals = filters.map((filter) => filter.split("*")[0]);
  return filters.length === 0 ||
    literals.some((literal) => prefix.startsWith(literal) || literal.startsWith(prefix));
}
