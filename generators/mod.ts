/**
 * What to ask: seeded cases of every family.
 *
 * An id depends on what is asked only, never on the seed, on the filters or on how many cases are drawn. Data depends
 * on (id, seed) only, so a case is the same in any order and in any shard.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import type { DataType } from "../graph/data_type.ts";
import { selector } from "../graph/glob.ts";
import type { Graph, Operand } from "../graph/graph.ts";
import { caseId } from "../graph/id.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Row } from "./covering.ts";
import { type DataKind, drawElements } from "./data.ts";
import { allFamilies } from "./families.ts";
import { descriptorOf, type Family, type Group, type Sketch } from "./family.ts";
import { streamOf } from "./random.ts";
import { coveringOf, plainKey, settle } from "./sketch.ts";

/** A case whose data has not been drawn yet. */
export interface DrawnCase {
  readonly id: string;
  readonly operator: string;
  readonly group: string;
  /** Draws the data. */
  build(): Case;
}

/** What to draw. */
export interface DrawOptions {
  /** Globs over ids; none selects everything. They do not change what `count` counts. */
  readonly filters?: readonly string[];
  /**
   * Cases a group: the first of its rows, and the rows again with other sizes and data when there are fewer.
   * Absent: every row once.
   */
  readonly count?: number;
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

/** How many times rows are drawn again before a group is taken to have no further cases. */
const mostRepetitions = 10_000;

/** The cases of one family's group. */
export function* drawGroup(
  family: Family,
  group: Group,
  count: number | undefined,
  seed: string,
): Iterable<DrawnCase> {
  const { rows } = coveringOf(family, group);
  const ids = new Set<string>();
  const repetitions = count === undefined || rows.length === 0 ? 1 : mostRepetitions;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const drawnBefore = new Map<string, number>();
    for (const row of rows) {
      if (ids.size === count) return;
      const kinds = family.kinds(row.dataType as DataType);
      const turn = drawnBefore.get(row.dataType) ?? 0;
      drawnBefore.set(row.dataType, turn + 1);
      const dataKind = kinds[(turn + repetition) % kinds.length];
      const sketch = settle(family, group, row, repetition);
      if ("reason" in sketch) continue;
      const id = idOf(family, group, row, sketch, dataKind, repetition);
      if (ids.has(id)) continue;
      ids.add(id);
      yield {
        id,
        operator: family.operator,
        group: group.name,
        build: () => buildCase(family.operator, id, sketch, dataKind, seed),
      };
    }
  }
}

function idOf(
  family: Family,
  group: Group,
  row: Row,
  { graph }: Sketch,
  dataKind: DataKind,
  repetition: number,
): string {
  const short = plainKey(family, { ...row, dataType: family.factors[0].values[0] as string })
    .split(" ")
    .map((each) => each.slice(each.indexOf("=") + 1));
  return caseId({
    operator: family.operator,
    group: group.name,
    dataType: row.dataType,
    short: short.join(".") || "plain",
    graph,
    dataKind,
    repetition,
  });
}

function buildCase(
  operator: string,
  id: string,
  { graph, contents }: Sketch,
  dataKind: DataKind,
  seed: string,
): Case {
  const drawTensor = (name: string, set: string): Tensor => {
    const { dataType, shape } = descriptorOf(graph, name);
    const random = streamOf(JSON.stringify([seed, id, name, set]));
    return { dataType, shape, data: drawElements(dataType, shape, contents.get(name)!, dataKind, random) };
  };
  const inputs = [...graph.operands].filter(([, { kind }]) => kind === "input").map(([name]) => name);
  const drawInputs = (set: string): Inputs => new Map(inputs.map((name) => [name, drawTensor(name, set)]));
  const operands = new Map([...graph.operands].map(([name, operand]): [string, Operand] => [
    name,
    operand.kind === "constant" ? { kind: "constant", tensor: drawTensor(name, "constant") } : operand,
  ]));
  const complete: Graph = { ...graph, operands };
  return {
    id,
    graph: complete,
    inputs: drawInputs("A"),
    secondInputs: drawInputs("B"),
    provenance: { source: operator, seed, dataKind },
  };
}
