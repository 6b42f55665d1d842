/**
 * Covering arrays: rows of option values in which every pair of values of two factors occurs.
 *
 * Why not a library: rows must never change once drawn, because ids and committed baselines hang on them. The
 * libraries at hand start from nothing, so that one new value of one factor reshuffles all rows. Here a value says
 * in which generation it was added; the rows of generation 0 are found first and kept, then those that generation 1
 * misses are added, and so on.
 *
 * @module
 */

import { type Random, streamOf } from "./random.ts";

/**
 * One thing that varies. The first value is the plain one, left out of ids; it must be of generation 0, and every
 * further value of a factor that is added later must be of a later generation.
 */
export interface Factor {
  readonly name: string;
  readonly values: readonly (string | AddedValue)[];
}

/** A value added after rows had been published; `since` is at least 1. */
export interface AddedValue {
  readonly value: string;
  readonly since: number;
}

/** A value of each factor. */
export type Row = Readonly<Record<string, string>>;

/** Two values of two factors. */
export type Pair = readonly [factor: string, value: string, otherFactor: string, otherValue: string];

/** A pair that no row can have, and one reason why a row with it was refused. */
export interface ExcludedPair {
  readonly pair: Pair;
  readonly reason: string;
}

export interface Covering {
  readonly rows: readonly Row[];
  readonly excluded: readonly ExcludedPair[];
}

/** Names of the values of a factor that are known to `generation`. */
export function valuesOf(factor: Factor, generation = Infinity): string[] {
  return factor.values
    .filter((value) => typeof value === "string" || value.since <= generation)
    .map((value) => typeof value === "string" ? value : value.value);
}

/** Every pair of values of two different factors. */
export function pairsOf(factors: readonly Factor[], generation = Infinity): Pair[] {
  return factors.flatMap((factor, index) =>
    factors.slice(index + 1).flatMap((other) =>
      valuesOf(factor, generation).flatMap((value) =>
        valuesOf(other, generation).map((otherValue): Pair => [factor.name, value, other.name, otherValue])
      )
    )
  );
}

/** The pairs that a row has. */
export function pairsIn(row: Row): Pair[] {
  const entries = Object.entries(row);
  return entries.flatMap(([factor, value], index) =>
    entries.slice(index + 1).map(([other, otherValue]): Pair => [factor, value, other, otherValue])
  );
}

/** One string for a pair. */
export function pairKey([factor, value, other, otherValue]: Pair): string {
  return `${factor}=${value}&${other}=${otherValue}`;
}

/** How many rows are tried before a pair counts as impossible. */
const attempts = 64;
/** Among how many possible rows for a pair the one that covers most is chosen. */
const candidates = 6;

/**
 * Rows that contain every pair of values that some accepted row can have.
 *
 * @param refusal says why a row is impossible, or `undefined` where it is possible. It must answer the same for the
 * same row, and is asked about whole rows only.
 */
export function cover(factors: readonly Factor[], refusal: (row: Row) => string | undefined): Covering {
  const later = factors.flatMap(({ values }) => values.map((v) => typeof v === "string" ? 0 : v.since));
  const rows: Row[] = [];
  let excluded: ExcludedPair[] = [];
  for (let generation = 0; generation <= Math.max(0, ...later); generation++) {
    excluded = addRows(rows, factors, generation, refusal);
  }
  return { rows, excluded };
}

function addRows(
  rows: Row[],
  factors: readonly Factor[],
  generation: number,
  refusal: (row: Row) => string | undefined,
): ExcludedPair[] {
  const choices = new Map(factors.map((factor) => [factor.name, valuesOf(factor, generation)]));
  if ([...choices.values()].some((values) => values.length === 0)) return [];
  const active = factors.filter(({ name }) => choices.get(name)!.length > 1);
  const fixed = Object.fromEntries(factors.map(({ name }) => [name, choices.get(name)![0]]));
  const missing = new Map(pairsOf(active, generation).map((pair) => [pairKey(pair), pair]));
  const consume = (row: Row) => pairsIn(row).forEach((pair) => missing.delete(pairKey(pair)));
  const add = (row: Row) => {
    rows.push(row);
    consume(row);
  };
  rows.forEach(consume);
  if (rows.length === 0 && refusal(fixed) === undefined) add(fixed);

  const excluded: ExcludedPair[] = [];
  for (const pair of missing.values()) {
    if (!missing.has(pairKey(pair))) continue;
    const random = streamOf(`${generation} ${pairKey(pair)}`);
    let best: Row | undefined;
    let bestGain = 0;
    let found = 0;
    let reason = "";
    for (let attempt = 0; attempt < attempts && found < candidates; attempt++) {
      const greedy = attempt < 2 * candidates;
      const choice = complete(pair, active, choices, missing, random, greedy);
      const row = { ...fixed, ...choice };
      const gain = pairsIn(row).filter((each) => missing.has(pairKey(each))).length;
      if (gain <= bestGain) continue;
      const refused = refusal(row);
      if (refused !== undefined) {
        reason = refused;
        continue;
      }
      found++;
      [best, bestGain] = [row, gain];
    }
    if (best) add(best);
    else excluded.push({ pair, reason });
    missing.delete(pairKey(pair));
  }
  return excluded;
}

/** A row with the pair, its other values chosen to cover many missing pairs, or by chance. */
function complete(
  [factor, value, other, otherValue]: Pair,
  active: readonly Factor[],
  choices: ReadonlyMap<string, readonly string[]>,
  missing: ReadonlyMap<string, Pair>,
  random: Random,
  greedy: boolean,
): Row {
  const order = active.map(({ name }) => name);
  const row: Record<string, string> = { [factor]: value, [other]: otherValue };
  for (const name of random.shuffle(order)) {
    if (name in row) continue;
    const values = random.shuffle(choices.get(name)!);
    if (!greedy) {
      row[name] = values[0];
      continue;
    }
    const gainOf = (each: string) =>
      Object.entries(row).filter(([fixedName, fixedValue]) =>
        missing.has(pairKey(
          order.indexOf(fixedName) < order.indexOf(name)
            ? [fixedName, fixedValue, name, each]
            : [name, each, fixedName, fixedValue],
        ))
      ).length;
    const gains = values.map(gainOf);
    row[name] = values[gains.indexOf(Math.max(...gains))];
  }
  return row;
}
