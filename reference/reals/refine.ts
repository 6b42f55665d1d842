/**
 * The later stages of a certificate, from one formula in pairs and in multi-precision (tolerance.md, section 8.2).
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";
import type { Certificate } from "../certify.ts";
import { type BigBall, multiprecision } from "./multiprecision.ts";
import { type PairBall, pairs } from "./pairs.ts";
import type { Reals } from "./reals.ts";

/** Says, in any arithmetic, what encloses element i of a result; it may keep what elements share. */
export type Formula = <T>(reals: Reals<T>) => (i: number) => T;

/** Arithmetics that are tried, one after the other: the last tells a saturated activation from its limit. */
const precisions = [192, 448, 1024, 100_000].map(multiprecision);

/** The formula is asked for an arithmetic only when an element needs it, once. */
export function refined(
  formula: Formula,
  dataType: FloatType,
): Required<Pick<Certificate, "pair" | "exact">> {
  let inPairs: ((i: number) => PairBall) | undefined;
  const inBits: ((i: number) => BigBall)[] = [];
  return {
    pair(i) {
      const ball = (inPairs ??= formula(pairs))(i);
      const value = pairs.rounded(ball, dataType);
      if (value !== undefined) return { value, radius: 0 };
      // an ulp more than the pair's, so that the interval has the midpoint in question inside
      const middle = pairs.middle(ball);
      return { value: middle, radius: ball.radius + 2 ** -50 * Math.abs(middle) };
    },
    exact(i) {
      for (let k = 0; k < precisions.length; k++) {
        const reals = precisions[k];
        const value = reals.rounded((inBits[k] ??= formula(reals))(i), dataType);
        if (value !== undefined) return value;
      }
    },
  };
}

/** Values kept by what they were asked for: what the elements of a row share. */
export function keptFor<T>(compute: (key: number) => T): (key: number) => T {
  const kept = new Map<number, T>();
  return (key) => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    kept.set(key, value);
    return value;
  };
}
