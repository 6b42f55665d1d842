/**
 * What a set of cases covers, counted from the graphs themselves: the options and descriptors of each case are read
 * back into factor values, whatever the generator meant to draw.
 *
 * @module
 */

import type { Graph } from "../graph/graph.ts";
import { type ExcludedPair, type Pair, pairKey, pairsIn, pairsOf, valuesOf } from "./covering.ts";
import type { DataKind } from "./data.ts";
import { allFamilies } from "./families.ts";
import { type DataOfCase, type KindCoverage, kindCoverageOf } from "./kind_coverage.ts";
import type { Family } from "./family.ts";
import { coveringOf, factorsOf } from "./sketch.ts";

/** What is counted of a case. */
export interface CountedCase {
  readonly graph: Graph;
  readonly dataKind?: DataKind;
}

/** What the cases of one operator cover. */
export interface OperatorCoverage {
  readonly operator: string;
  readonly cases: number;
  /** How many cases have each value of each factor; values that no case has are there with 0. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Pairs of values that cases can have, as the family's groups limit them. */
  readonly possible: number;
  /** Possible pairs that some case has. */
  readonly drawn: number;
  readonly missing: readonly Pair[];
  /** Pairs that no case can have, and why; reasons of the operator's `infer` begin with `infer: `. */
  readonly excluded: readonly ExcludedPair[];
  /** What kinds of data the cases have. */
  readonly kinds: KindCoverage;
  /** Pairs that no group allows: rightly only where the two values cannot be said together. */
  readonly leftOut: readonly Pair[];
}

/** The coverage of each operator that has a family, in the order of the families. Other cases are left out. */
export function coverageOf(cases: Iterable<CountedCase>): OperatorCoverage[] {
  const casesOf = new Map<Family, CountedCase[]>(allFamilies.map((family) => [family, []]));
  for (const each of cases) {
    const operator = each.graph.nodes.length === 1 ? each.graph.nodes[0].operator : "graph";
    const family = allFamilies.find((candidate) => candidate.operator === operator);
    if (family) casesOf.get(family)!.push(each);
  }
  return [...casesOf].filter(([, own]) => own.length > 0).map(([family, own]) => count(family, own));
}

function count(family: Family, cases: readonly CountedCase[]): OperatorCoverage {
  const values = new Map(
    family.factors.map((factor) => [factor.name, new Map(valuesOf(factor).map((value) => [value, 0]))]),
  );
  const drawn = new Set<string>();
  const data: DataOfCase[] = [];
  for (const { graph, dataKind } of cases) {
    const observed = family.observe(graph);
    data.push({ dataType: observed.dataType, dataKind });
    const row = Object.fromEntries(family.factors.map(({ name }) => [name, observed[name]]));
    for (const [factor, value] of Object.entries(row)) {
      const counts = values.get(factor)!;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    pairsIn(row).forEach((pair) => drawn.add(pairKey(pair)));
  }
  const { possible, excluded, leftOut } = pairsOfFamily(family);
  const missing = possible.filter((pair) => !drawn.has(pairKey(pair)));
  return {
    operator: family.operator,
    cases: cases.length,
    values,
    possible: possible.length,
    drawn: possible.length - missing.length,
    missing,
    excluded,
    kinds: kindCoverageOf(family, data),
    leftOut,
  };
}

/**
 * The pairs that some group allows, apart from those that are impossible in every group that allows them; and those
 * that no group allows.
 */
function pairsOfFamily(family: Family): { possible: Pair[]; excluded: ExcludedPair[]; leftOut: Pair[] } {
  const possible = new Map<string, Pair>();
  const excluded = new Map<string, ExcludedPair>();
  for (const group of family.groups) {
    const refused = new Map(coveringOf(family, group).excluded.map((each) => [pairKey(each.pair), each]));
    for (const pair of pairsOf(factorsOf(family, group))) {
      const key = pairKey(pair);
      const reason = refused.get(key);
      if (reason) excluded.set(key, reason);
      else possible.set(key, pair);
    }
  }
  for (const key of possible.keys()) excluded.delete(key);
  const leftOut = pairsOf(family.factors).filter((pair) => {
    const key = pairKey(pair);
    return !possible.has(key) && !excluded.has(key);
  });
  return { possible: [...possible.values()], excluded: [...excluded.values()], leftOut };
}
