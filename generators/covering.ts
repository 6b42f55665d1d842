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

import { type Codes, MissingPairs } from "./missing_pairs.ts";
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

/** How many rows of each sort are tried before a pair counts as impossible. */
const greedyAttempts = 10;
const nearAttempts = 40;
const chanceAttempts = 20;
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
  return { rows, excluded: [...excluded, ...withFixedValues(rows, factors, excluded)] };
}

/** The pairs of a value that no row has with the only value of another factor. */
function withFixedValues(
  rows: readonly Row[],
  factors: readonly Factor[],
  excluded: readonly ExcludedPair[],
): ExcludedPair[] {
  return pairsOf(factors).flatMap((pair) => {
    const [factor, value, other, otherValue] = pair;
    const isFixed = (name: string) => valuesOf(factors.find((each) => each.name === name)!).length === 1;
    if (isFixed(factor) === isFixed(other)) return [];
    if (rows.some((row) => row[factor] === value && row[other] === otherValue)) return [];
    const [name, impossible] = isFixed(factor) ? [other, otherValue] : [factor, value];
    const because = excluded.find(({ pair: [a, first, b, second] }) =>
      (a === name && first === impossible) || (b === name && second === impossible)
    );
    return because ? [{ pair, reason: because.reason }] : [];
  });
}

function addRows(
  rows: Row[],
  factors: readonly Factor[],
  generation: number,
  refusal: (row: Row) => string | undefined,
): ExcludedPair[] {
  const choices = factors.map((factor) => valuesOf(factor, generation));
  if (choices.some((values) => values.length === 0)) return [];
  const toRow = (codes: Codes): Row =>
    Object.fromEntries(factors.map(({ name }, index) => [name, choices[index][codes[index]]]));
  const missing = new MissingPairs(choices);
  const first = choices.map(() => 0);
  for (const row of rows) {
    missing.consume(factors.map(({ name }, index) => choices[index].indexOf(row[name])));
  }
  if (rows.length === 0 && refusal(toRow(first)) === undefined) {
    rows.push(toRow(first));
    missing.consume(first);
  }

  const excluded: ExcludedPair[] = [];
  for (const [factor, value, other, otherValue] of missing.all()) {
    if (!missing.has(factor, value, other, otherValue)) continue;
    const pair: Pair = [
      factors[factor].name,
      choices[factor][value],
      factors[other].name,
      choices[other][otherValue],
    ];
    const random = streamOf(`${generation} ${pairKey(pair)}`);
    let best: Codes | undefined;
    let bestGain = 0;
    let found = 0;
    let reason = "";
    const tried = attemptsFor([factor, value, other, otherValue], rows, factors, choices, missing, random);
    for (const codes of tried) {
      if (found === candidates) break;
      const gain = missing.gainOf(codes);
      if (gain <= bestGain) {
        found++;
        continue;
      }
      const refused = refusal(toRow(codes));
      if (refused === undefined) {
        found++;
        [best, bestGain] = [codes, gain];
      } else if (!reason.startsWith("infer: ")) {
        reason = refused;
      }
    }
    if (best) {
      rows.push(toRow(best));
      missing.consume(best);
    } else {
      excluded.push({ pair, reason });
    }
  }
  return excluded;
}

/**
 * Rows with a pair, most promising first: such as cover many missing pairs, then accepted rows with the pair put in,
 * then rows by chance.
 */
function* attemptsFor(
  [factor, value, other, otherValue]: readonly [number, number, number, number],
  rows: readonly Row[],
  factors: readonly Factor[],
  choices: readonly (readonly string[])[],
  missing: MissingPairs,
  random: Random,
): Iterable<Codes> {
  const drawn = (greedy: boolean) => {
    const codes = choices.map(() => -1);
    codes[factor] = value;
    codes[other] = otherValue;
    complete(codes, choices, missing, random, greedy);
    return codes;
  };
  for (let n = 0; n < greedyAttempts; n++) yield drawn(true);
  const accepted = rows.map((row) => factors.map(({ name }, index) => choices[index].indexOf(row[name])));
  const near = accepted.filter((codes) => codes[factor] === value || codes[other] === otherValue);
  for (const codes of random.shuffle(near).slice(0, nearAttempts)) {
    const changed = [...codes];
    changed[factor] = value;
    changed[other] = otherValue;
    yield changed;
  }
  for (let n = 0; n < chanceAttempts; n++) yield drawn(false);
}

/** Fills a row up with values that cover many missing pairs, or by chance. */
function complete(
  codes: number[],
  choices: readonly (readonly string[])[],
  missing: MissingPairs,
  random: Random,
  greedy: boolean,
): void {
  // A factor that cannot vary takes no draws, so that adding one changes nothing.
  codes.forEach((code, factor) => {
    if (code < 0 && choices[factor].length === 1) codes[factor] = 0;
  });
  const open = codes.flatMap((code, factor) => code < 0 ? [factor] : []);
  for (const factor of random.shuffle(open)) {
    const values = random.shuffle([...choices[factor].keys()]);
    const gains = values.map((value) => greedy ? missing.gainWith(codes, factor, value) : 0);
    codes[factor] = values[gains.indexOf(Math.max(...gains))];
  }
}
