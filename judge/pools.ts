/**
 * The statistics of a run: what its cases add up to, pool by pool (tolerance.md, section 6). A function of the results
 * lines of cases alone, so that a resumed run and joined shards come to the same.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { FloatType } from "../graph/data_type.ts";
import { profiles } from "../graph/profile.ts";
import { faultsOf, type Figures, isLimited, type Measured, strictestProfile } from "./pool_limits.ts";
import type { ResultLine } from "./results.ts";
import type { DataFamily, Moments } from "./statistics.ts";

/** Pools of fewer elements are neither judged nor reported. */
export const fewestElements = 512;

/** What a results line of a pool holds. */
export interface PoolFigures extends Measured {
  /** See `Pool`. */
  readonly effectiveBits: number;
}

/** All elements of one backend, operator, data type, family of data and range of n. */
export interface Pool extends Figures {
  readonly backend: string;
  readonly operator: string;
  /** See `Moments`. */
  readonly pool: string;
  /** Least and greatest number of terms that belong here. */
  readonly n: readonly [number, number];
  /** Bits of an accumulator that makes such errors: `p - log2(rms / 0.5)`. */
  readonly effectiveBits: number;
  /** It has elements enough, and the profile limits a statistic of it. */
  readonly judged: boolean;
  /** What is outside the profile, where it is judged. */
  readonly faults: readonly string[];
  readonly proposal?: true;
}

/** The pools of the cases, backend by backend. */
export function poolsOf(lines: readonly ResultLine[]): Pool[] {
  const members = new Map<string, { line: ResultLine; moments: Moments }[]>();
  // Sums of float64 depend on the order, and answers come in any.
  const byId = lines.filter(({ moments }) => moments).toSorted((a, b) =>
    a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  );
  for (const line of byId) {
    for (const moments of line.moments!) {
      const key = JSON.stringify([line.backend, line.profile, moments.pool]);
      const list = members.get(key) ?? [];
      list.push({ line, moments });
      members.set(key, list);
    }
  }
  return [...members].sort(([a], [b]) => a < b ? -1 : 1).map(([, list]) =>
    poolOf(list[0].line, list.map(({ moments }) => moments))
  );
}

function poolOf({ backend, profile, proposal }: ResultLine, list: readonly Moments[]): Pool {
  const total = (of: (moments: Moments) => number | undefined) =>
    list.reduce((sum, moments) => sum + (of(moments) ?? 0), 0);
  const { pool } = list[0];
  const [operator, dataType, family, least] = pool.split(/\/|\.n/) as [string, FloatType, DataFamily, string];
  const elements = total(({ count }) => count);
  const rms = Math.sqrt(total(({ squares }) => squares) / elements);
  const bias = total(({ sum }) => sum) / elements;
  const figures: Figures = {
    profile,
    dataType,
    family,
    elements,
    terms: total(({ terms }) => terms) / elements,
    rms,
    bias,
    spread: Math.sqrt(Math.max(0, rms * rms - bias * bias)),
    ...(dataType === "float32"
      ? { narrow: total(({ narrow }) => narrow) / elements }
      : { right: total(({ right }) => right) / elements }),
  };
  const judged = elements >= fewestElements && isLimited(figures);
  return {
    backend,
    operator,
    pool,
    n: [Number(least), 2 * Number(least) - 1],
    ...figures,
    effectiveBits: -Math.log2(profiles[profile].accumulator[dataType]) - Math.log2(rms / 0.5),
    judged,
    faults: judged ? faultsOf(figures) : [],
    ...(proposal && { proposal }),
  };
}

/**
 * A results line for each pool that has elements enough, with an id like a case's:
 * `conv2d/statistics/float32/signed.n512-<8 hex>`. Where the profile limits no statistic the line passes and says so: its
 * figures are reported.
 */
export function poolLines(lines: readonly ResultLine[]): ResultLine[] {
  return poolsOf(lines).filter(({ elements }) => elements >= fewestElements).map((each): ResultLine => {
    const { backend, profile, operator, dataType, pool, elements, judged, faults, proposal } = each;
    const { rms, bias, spread, narrow, right, effectiveBits } = each;
    const content = createHash("sha256").update(pool).digest("hex");
    return {
      id: `${operator}/statistics/${dataType}/${pool.split("/")[2]}-${content.slice(0, 8)}`,
      backend,
      profile,
      content,
      pool,
      ...(faults.length > 0
        ? { verdict: "fail", cause: "statistic", message: faults.join("; ") }
        : { verdict: "pass", ...(!judged && { message: `profile ${profile} limits none of the figures` }) }),
      meets: strictestProfile(each),
      figures: {
        rms,
        bias,
        spread,
        ...(narrow !== undefined && { narrow }),
        ...(right !== undefined && { right }),
        effectiveBits,
      },
      elements,
      failed: 0,
      skipped: 0,
      ...(proposal && { proposal }),
    };
  });
}
