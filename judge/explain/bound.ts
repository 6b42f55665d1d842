/**
 * The bound of an element in its parts: what the accumulator's rounding costs, what the profile allows beside it, what
 * earlier nodes leave, and what storing costs (tolerance.md, sections 1, 4, 5, 7).
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { type ExpectedOutput, Flag } from "../../graph/expectation.ts";
import type { Profile } from "../../graph/profile.ts";
import { arithmetic } from "../../reference/radius.ts";
import { missOf } from "../element.ts";
import { evaluate, type LastNode } from "./node.ts";

/** A part of a bound, in absolute size. */
export interface BoundPart {
  readonly what: string;
  readonly size: number;
}

/** What an element may be. */
export interface ElementBound {
  readonly lo: number | bigint;
  readonly hi: number | bigint;
  /** The greater distance from the exact value to an end; what the parts add up to. 0 where only one value passes. */
  readonly radius: number;
  readonly parts: readonly BoundPart[];
  /** Terms accumulated, the sum of their absolute values, and the accumulator's unit roundoff times rho, where it is a sum. */
  readonly sum?: { readonly n: number; readonly S: number; readonly u: number };
  /** What passes beside a number within `lo` and `hi`, or in place of one. */
  readonly notes: readonly string[];
}

/** Features of a profile that widen bounds, each turned off. */
const allowances: readonly (readonly [what: string, off: Partial<Profile>])[] = [
  ["factors rounded before they are multiplied", { inputRoundoff: 0 }],
  ["subnormals that may become zero", { flushesSubnormals: false }],
  ["fast convolution (Winograd)", { fastConv: 0 }],
  ["variance in one pass", { onePassVariance: false }],
];

/** The bound of element `i` of an output that `last` makes. */
export function boundOf(expected: ExpectedOutput, i: number, last: LastNode, profile: Profile): ElementBound {
  const [value, lo, hi] = [expected.value[i], expected.lo[i], expected.hi[i]];
  const exact = expected.exact ? expected.exact[i] : value;
  const radius = lo === hi ? 0 : Math.max(missOf(lo, exact, lo, hi).error, missOf(hi, exact, lo, hi).error);
  const n = expected.n?.[i], S = expected.S?.[i];
  const isSum = n !== undefined && S !== undefined && isFloat(expected.dataType);
  return {
    lo,
    hi,
    radius,
    parts: radius > 0 && radius < Infinity ? partsOf(Number(exact), radius, i, last, profile) : [],
    sum: isSum && isFloat(expected.dataType)
      ? { n, S, u: arithmetic(expected.dataType, profile).u }
      : undefined,
    notes: notesOf(expected, i),
  };
}

/** The part that the arithmetic itself makes: what a `Formula` is of. */
export const LOCAL = "local error of the arithmetic";

/** A profile without what it allows beside rounding. */
export function strictly(profile: Profile): Profile {
  return allowances.reduce((strict, [, off]) => ({ ...strict, ...off }), profile);
}

function partsOf(exact: number, radius: number, i: number, last: LastNode, profile: Profile): BoundPart[] {
  const radiusUnder = (some: Profile) => evaluate(last, some).e?.[i] ?? 0;
  let strict = strictly(profile);
  const parts: BoundPart[] = [];
  let so = radiusUnder(strict);
  const add = (what: string, size: number) => {
    if (size > 2 ** -22 * radius && size < Infinity) parts.push({ what, size });
  };
  add(LOCAL, so);
  for (const [what, off] of allowances) {
    const isOn = Object.keys(off).some((key) => profile[key as keyof Profile] !== off[key as keyof Profile]);
    if (!isOn) continue;
    for (const key of Object.keys(off)) strict = { ...strict, [key]: profile[key as keyof Profile] };
    const wider = radiusUnder(strict);
    add(what, wider - so);
    so = wider;
  }
  const rest = radius - so;
  if (last.isFirst) add(exact === 0 ? "storing" : "storing, rounded to the type", rest);
  else add("errors of earlier nodes, and storing", rest);
  return parts;
}

const meanings: readonly (readonly [flag: number, meaning: string])[] = [
  [Flag.any, "any value passes"],
  [Flag.skip, "not judged: the reference cannot decide it"],
  [Flag.nan, "it must be NaN"],
  [Flag.orNaN, "NaN passes too"],
  [Flag.orPositiveInfinity, "Infinity passes too"],
  [Flag.orNegativeInfinity, "-Infinity passes too"],
  [Flag.whole, "only whole numbers pass"],
  [Flag.bits, "it must be the same bit for bit: the sign of a zero counts"],
];

function notesOf({ flags, alternatives = [] }: ExpectedOutput, i: number): string[] {
  const mark = flags?.[i] ?? 0;
  const notes = meanings.filter(([flag]) => mark & flag).map(([, meaning]) => meaning);
  for (const { question, answer, positions, lo, hi } of alternatives) {
    const at = positions.indexOf(i);
    if (at < 0) continue;
    const range = lo[at] === hi[at] ? String(lo[at]) : `${lo[at]} to ${hi[at]}`;
    notes.push(
      question ? `${range} passes too (open question ${question}, answer ${answer})` : `${range} passes too`,
    );
  }
  return notes;
}
