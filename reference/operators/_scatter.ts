/**
 * Updates written over a copy of a tensor. Where several updates meet in one place, any of them may stay: question Q38
 * (tolerance.md, section 4).
 *
 * @module
 */

import type { Profile } from "../../graph/profile.ts";
import type { Ball } from "../ball.ts";
import type { AlternativeValues, Result } from "../operator.ts";
import { type Places, putBlocks } from "./_indices.ts";
import { movedTogether } from "./_movement.ts";

/** The input with blocks of `size` elements of the updates at their places; the last of several that meet there. */
export function scattered(
  input: Ball,
  updates: Ball,
  places: Places,
  size: number,
  profile: Profile,
): Result {
  const { starts } = places;
  const result = movedTogether([input, updates], profile, ([base, blocks]) => {
    const target = base.slice() as typeof base;
    putBlocks(target, starts, size, blocks);
    return target;
  });
  const beaten = beatenUpdates(starts, size, input.v.length);
  const alternatives = beaten.map((one) => alternativeOf(one, updates, starts, size));
  return {
    ...result,
    undecided: undecidedOf(result, updates, places, beaten, size),
    alternatives: alternatives.length > 0 ? alternatives : undefined,
  };
}

/** Updates to different places, in the order of places, and the answer by which they stay. */
interface Beaten extends Pick<AlternativeValues, "question" | "answer"> {
  readonly blocks: number[];
}

/** The updates that a later one overwrites: the first in each place, then those between. */
function beatenUpdates(starts: Int32Array, size: number, count: number): Beaten[] {
  const met = new Int32Array(count / size);
  const firsts: number[] = [];
  const between: number[][] = [];
  const updates = new Int32Array(count / size);
  for (const start of starts) updates[start / size]++;
  for (let b = starts.length - 1; b >= 0; b--) {
    const place = starts[b] / size;
    const later = met[place]++;
    if (later === 0) continue;
    if (later === updates[place] - 1) firsts.push(b);
    else (between[later - 1] ??= []).push(b);
  }
  const lists: Beaten[] = between.map((blocks) => ({ question: "Q38", answer: "c", blocks }));
  if (firsts.length > 0) lists.unshift({ question: "Q38", answer: "b", blocks: firsts });
  for (const { blocks } of lists) blocks.sort((a, b) => starts[a] - starts[b]);
  return lists;
}

function alternativeOf(
  { question, answer, blocks }: Beaten,
  { v, e }: Ball,
  starts: Int32Array,
  size: number,
): AlternativeValues {
  const count = blocks.length * size;
  const positions = new Uint32Array(count);
  const from = new Uint32Array(count);
  blocks.forEach((block, k) => {
    for (let j = 0; j < size; j++) {
      positions[k * size + j] = starts[block] + j;
      from[k * size + j] = block * size + j;
    }
  });
  const is64Bit = v instanceof BigInt64Array || v instanceof BigUint64Array;
  const values = is64Bit
    ? (v.constructor as typeof BigInt64Array).from(from, (i) => v[i])
    : Float64Array.from(from, (i) => Number(v[i]));
  return {
    question,
    answer,
    mayVary: true,
    positions,
    v: values,
    e: e && Float64Array.from(from, (i) => e[i]),
  };
}

/** An undecided index may write anywhere; an undecided update may stay though a later one overwrites it. */
function undecidedOf(
  { v, undecided }: Result,
  updates: Ball,
  places: Places,
  beaten: readonly Beaten[],
  size: number,
): Uint8Array | undefined {
  const worst = places.undecided?.reduce((most, mark) => Math.max(most, mark), 0) ?? 0;
  if (worst > 0) return new Uint8Array(v.length).fill(worst);
  if (!updates.undecided) return undecided;
  const marks = undecided!;
  for (const block of beaten.flatMap(({ blocks }) => blocks)) {
    for (let j = 0; j < size; j++) {
      const at = places.starts[block] + j;
      marks[at] = Math.max(marks[at], updates.undecided[block * size + j]);
    }
  }
  return marks;
}
