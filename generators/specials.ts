/**
 * Data that is made of special values: every pair of them, all of them, or a few among ordinary numbers.
 *
 * @module
 */

import type { Content } from "./data.ts";
import type { Random } from "./random.ts";

/**
 * NaN, the infinities, both zeros, ones and ordinary numbers. None is subnormal: a backend that flushes those would fail
 * whatever it does with the others.
 */
export const specialNumbers: readonly number[] = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  2,
  2.5,
  3.5,
  -2,
  -3,
];

const many = specialNumbers.length;

/** The shape of two operands that hold every pair of special numbers; its last size is of class `4k1`. */
export const pairsShape: readonly number[] = [many, many];

/** Two operands that hold every pair: one varies by row, the other by column, each in random order. */
export function pairsOf(): readonly [Content, Content] {
  const order = (random: Random) => random.shuffle(specialNumbers);
  return [
    drawnBy((random) => order(random).flatMap((value) => Array.from({ length: many }, () => value))),
    drawnBy((random) => {
      const columns = order(random);
      return Array.from({ length: many }, () => columns).flat();
    }),
  ];
}

/** The shape of an operand that holds every special number; its last size is of class `prime`. */
export const specialsShape: readonly number[] = [3, 7];

/** Special numbers in random order, as often as there is room; one of `first`, where given, is among them. */
export function specialsOf(elements: number, first?: readonly number[]): Content {
  return drawnBy((random) => {
    const values: number[] = [];
    while (values.length < elements) values.push(...random.shuffle(specialNumbers));
    if (first) values[0] = random.pick(first);
    return random.shuffle(values.slice(0, elements));
  });
}

/** Terms of sums that are infinite or NaN, by row; the last row has ordinary terms only. */
export const infiniteTerms: readonly (readonly number[])[] = [
  [Infinity],
  [-Infinity],
  [Infinity, -Infinity],
  [NaN],
  [-0, 0],
  [Infinity, Infinity],
  [],
];

/** The rows of an operand that has one of `patterns` put into each, with whole numbers of `whole` beside it. */
export function rowsWith(
  [rows, columns]: readonly number[],
  patterns: readonly (readonly number[])[],
  whole: Content["whole"],
): Content {
  return drawnBy((random) => {
    const order = random.shuffle(Array.from({ length: rows }, (_, row) => patterns[row % patterns.length]));
    return order.flatMap((pattern) => {
      const ordinary = Array.from({ length: columns - pattern.length }, () => nonZero(whole, random));
      return random.shuffle([...pattern, ...ordinary]);
    });
  });
}

/** Whole numbers of `whole`, none of them 0, with each of `specials` in one place. */
export function fewAmong(elements: number, specials: readonly number[], whole: Content["whole"]): Content {
  return rowsWith([1, elements], [specials], whole);
}

function nonZero([low, high]: Content["whole"], random: Random): number {
  return random.whole(low, high) || high;
}

function drawnBy(draw: (random: Random) => readonly number[]): Content {
  return { role: "values", whole: [0, 0], draw };
}
