/**
 * The limits of the statistics of a pool (tolerance.md, section 6).
 *
 * Beside the table of the design:
 * - In profile ieee the errors of sums of positive terms spread by √n, or 2, at most. In the worst order, forward, each of
 *   n partial sums `k·S/n` is off by at most `u·k·S/n`, its variance is at most a third of that squared, and all together
 *   spread by √n/3. Without this limit nothing sees tf32 factors in sums of squares, whose terms are never signed.
 * - Norms halve what sums of squares lose (`statistics.ts`): they may lean by 0.25, half of what sums may, and by 1 where
 *   the root leans by half a unit in the last place; they spread by `max(2, √n)/2`, and 1 that is the root's.
 * - The shares have no allowance for chance, their limits hold it: of correct results 0.01 % are narrow, and 99.8 % right;
 *   of the backends of the project no pool had more than 0.3 % or less than 99.4 %.
 * - Float16 results are held to be correctly rounded on positive data too, for the same reason.
 * - Where float16 results are stored from wider sums, profiles that allow truncation limit nothing: the rounding of the
 *   result is most of its error. `reduced-f16` limits nothing either.
 *
 * @module
 */

import { floatFormats, type FloatType } from "../graph/data_type.ts";
import { type ProfileName, profileNames, profiles } from "../graph/profile.ts";
import type { DataFamily } from "./statistics.ts";

/** What is measured of a pool, in units of `u·S` where it is errors. */
export interface Measured {
  /** Root mean square of s, its mean, and its standard deviation. */
  readonly rms: number;
  readonly bias: number;
  readonly spread: number;
  /** Share of float32 results of at most 11 significant bits, and of float16 results correctly rounded. */
  readonly narrow?: number;
  readonly right?: number;
}

/** The figures of a pool, and what they are figures of. */
export interface Figures extends Measured {
  readonly profile: ProfileName;
  readonly dataType: FloatType;
  readonly family: DataFamily;
  readonly elements: number;
  /** Mean number of terms. */
  readonly terms: number;
}

/** A statistic and its limit. */
interface Limited {
  readonly isHeld: boolean;
  /** What is wrong where it is not held, and what this looks like. */
  readonly sentence: string;
}

/** Whether the profile limits a statistic of such a pool. */
export function isLimited(figures: Figures): boolean {
  return limitsOf(figures).length > 0;
}

/** The strictest of all profiles that holds the figures. */
export function strictestProfile(figures: Figures): ProfileName | undefined {
  const { profile, dataType } = figures;
  const unit = (name: ProfileName) => profiles[name].accumulator[dataType];
  return profileNames.find((other) => {
    const scale = unit(profile) / unit(other);
    const { rms, bias, spread } = figures;
    const scaled = { rms: rms * scale, bias: bias * scale, spread: spread * scale };
    return faultsOf({ ...figures, ...scaled, profile: other }).length === 0;
  });
}

/** What is outside the profile, a sentence each; none where all is as the profile has it. */
export function faultsOf(figures: Figures): string[] {
  return limitsOf(figures).filter(({ isHeld }) => !isHeld).map(({ sentence }) => sentence);
}

function limitsOf(figures: Figures): Limited[] {
  const { profile, dataType, family, terms } = figures;
  const root = Math.max(2, Math.sqrt(terms));
  if (profile === "reduced-f16") return [];
  if (profile !== "ieee") {
    const isStoredWider = profiles[profile].accumulator[dataType] < floatFormats[dataType].u;
    if (family !== "signed" || isStoredWider) return [];
    if (profile !== "reduced-tf32") return [rms(figures, root)];
    // Errors of single products are greatest where n is least; the mean n lies in the pool's range.
    return dataType === "float32"
      ? [rms(figures, 16_000 / Math.sqrt(2 ** Math.floor(Math.log2(terms))))]
      : [];
  }
  if (dataType === "float16") return [right(figures)];
  if (family === "signed") return [rms(figures, 2), narrow(figures)];
  return family === "norm"
    ? [bias(figures, 1.25), spread(figures, root / 2 + 1), narrow(figures)]
    : [bias(figures, 0.5), spread(figures, root), narrow(figures)];
}

function rms(figures: Figures, limit: number): Limited {
  const size = `rms error ${sizeOf(figures.rms, figures)}, at most ${short(limit)}`;
  return {
    isHeld: figures.rms <= limit,
    sentence:
      `${size} in profile ${figures.profile}: as if factors, products or sums were kept in fewer bits, or terms lost`,
  };
}

function bias(figures: Figures, most: number): Limited {
  const limit = most + (6 * figures.spread) / Math.sqrt(figures.elements);
  const size = `mean error ${sizeOf(figures.bias, figures)}, at most ${short(limit)} either way`;
  return {
    isHeld: Math.abs(figures.bias) <= limit,
    sentence:
      `${size} in profile ${figures.profile}: sums of positive terms lean to one side, as if truncated`,
  };
}

function spread(figures: Figures, limit: number): Limited {
  const size = `errors spread by ${sizeOf(figures.spread, figures)}, at most ${short(limit)}`;
  return {
    isHeld: figures.spread <= limit,
    sentence:
      `${size} in profile ${figures.profile}: as if factors, products or sums were kept in fewer bits`,
  };
}

function narrow(figures: Figures): Limited {
  const share = figures.narrow ?? 0;
  const limit = 0.01;
  const size = `${shareOf(share, figures)} have the 11 significant bits of tf32 and float16 or fewer`;
  const most = `at most ${percent(limit)} in profile ${figures.profile}`;
  return {
    isHeld: share <= limit,
    sentence: `${size}, ${most}: as if results were stored in fewer bits than float32 has`,
  };
}

function right(figures: Figures): Limited {
  const share = figures.right ?? 0;
  const limit = 0.95;
  const size = `${shareOf(share, figures)} are the exact result rounded once to float16`;
  const least = `at least ${percent(limit)} in profile ${figures.profile}`;
  return {
    isHeld: share >= limit,
    sentence: `${size}, ${least}: as if sums were kept in float16, or results truncated`,
  };
}

function sizeOf(error: number, figures: Figures): string {
  return `${short(error)} in units of u·S over ${elementsOf(figures)}`;
}

function shareOf(share: number, figures: Figures): string {
  return `${percent(share)} of ${elementsOf(figures)}`;
}

function elementsOf({ elements }: Figures): string {
  return `${elements.toLocaleString("en-US")} elements`;
}

/** An error in two digits, or in whole units of `u·S`. */
export function short(x: number): string {
  return Math.abs(x) >= 100 ? Math.round(x).toLocaleString("en-US") : x.toPrecision(2);
}

/** A share in percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
