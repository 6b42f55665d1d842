/**
 * Proving that a value rounds as the exact result does, in stages (tolerance.md, section 8.2).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import type { Proof } from "../graph/expectation.ts";
import { isCertified } from "./double_double.ts";

/** How far each value of a result may be from the exact one, and how to come closer. */
export interface Certificate {
  /** `|v[i] - y| <= radius(i)` for the exact result y; 0 where `v[i]` is y or rounds as y does. */
  radius(i: number): number;
  /**
   * The result in pairs of float64: a float64 that rounds as the pair does (`sumToOdd`), and its distance from y; 0 where it
   * rounds as y does. Absent: there is no such stage.
   */
  pair?(i: number): { readonly value: number; readonly radius: number };
  /**
   * A float64 that rounds to float32 and to float16 as y does, by whole numbers or multi-precision; undefined where its
   * greatest precision does not decide.
   */
  exact?(i: number): number | undefined;
  /**
   * Float64 may overflow on the way to a finite result, so a value that is not finite proves nothing. Absent: such a value
   * is y, because an operand is not finite, y has a pole there, or y is itself beyond the range of float64.
   */
  readonly mayOverflow?: true;
}

/** Of values that all round as the exact results do. */
export const roundsRight: Certificate = { radius: () => 0 };

/** The certificate of values that were moved: element i is where `from(i)` was. */
export function movedCertificate(
  certificate: Certificate,
  from: (i: number) => number,
): Certificate {
  if (certificate === roundsRight) return roundsRight;
  const { radius, pair, exact, mayOverflow } = certificate;
  return {
    radius: (i) => radius(from(i)),
    pair: pair && ((i) => pair(from(i))),
    exact: exact && ((i) => exact(from(i))),
    mayOverflow,
  };
}

/** The values, each the float64 of the first stage that proves how it rounds to `dataType`, and who proved them. */
export function certify(
  v: Float64Array,
  certificate: Certificate,
  dataType: FloatType,
): { readonly v: Float64Array; readonly proof: Proof } {
  let certified = v;
  let unrounded = 0, float64 = 0, pairs = 0, exact = 0;
  const unproven: number[] = [];
  const set = (i: number, value: number) => {
    if (certified === v) certified = v.slice();
    certified[i] = value;
  };
  for (let i = 0; i < v.length; i++) {
    if (v[i] - v[i] !== 0 && !certificate.mayOverflow) {
      unrounded++;
      continue;
    }
    const radius = certificate.radius(i);
    if (radius === 0 || isCertified(dataType, v[i], radius)) {
      float64++;
      continue;
    }
    const pair = certificate.pair?.(i);
    if (pair && (pair.radius === 0 || isCertified(dataType, pair.value, pair.radius))) {
      set(i, pair.value);
      pairs++;
      continue;
    }
    const value = certificate.exact?.(i);
    if (value !== undefined) {
      set(i, value);
      exact++;
      continue;
    }
    if (pair && pair.radius < radius) set(i, pair.value);
    unproven.push(i);
  }
  return { v: certified, proof: { unrounded, float64, pairs, exact, unproven } };
}
