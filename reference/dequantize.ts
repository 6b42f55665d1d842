/**
 * (input - zeroPoint) · scale, with radii (tolerance.md, sections 4 and 5).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import type { Certificate } from "./certify.ts";
import type { Result } from "./operator.ts";
import { dyadic, quotientToOdd } from "./round_to_odd.ts";
import { arithmetic, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { eitherUndecided } from "./undecided.ts";

/**
 * Of balls of one shape: integers of at most 32 bits, floats of `dataType`, integers. Integers that the accumulator
 * holds exactly leave one rounding, that of the product; larger ones add theirs. A scale that is not positive passes
 * with any value (question Q27).
 */
export function dequantize(
  input: Ball,
  scale: Ball,
  zeroPoint: Ball,
  dataType: FloatType,
  profile: Profile,
): Result {
  const { u, accumulator } = arithmetic(dataType, profile);
  const exact = 2 ** accumulator.p;
  const x = input.v as Int32Array, z = zeroPoint.v as Int32Array, s = floats(scale);
  const es = readRadius(scale, dataType, profile);
  const v = new Float64Array(x.length);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const ds = es ? es[i] : 0;
    const difference = x[i] - z[i];
    const terms = Math.abs(x[i]) + Math.abs(z[i]);
    v[i] = difference * s[i];
    if (!(s[i] > 0)) (flags ??= new Uint8Array(v.length))[i] = Flag.any;
    if (ds === 0 && terms <= exact) continue;
    const local = terms > exact ? u * (Math.abs(v[i]) + (s[i] + ds) * terms) : 0;
    const radius = Math.abs(difference) * ds + local + U64 * Math.abs(v[i]);
    (e ??= new Float64Array(v.length))[i] = radius * ROUND_UP;
  }
  const undecided = eitherUndecided(input, { undecided: eitherUndecided(scale, zeroPoint) });
  const difference = (i: number) => x[i] - z[i];
  const certificate: Certificate = {
    // a product of 29 and 24 bits is exact in float64
    radius: (i) => Math.abs(difference(i)) <= 2 ** 29 ? 0 : U64 * Math.abs(v[i]),
    exact(i) {
      const [m, k] = dyadic(s[i]);
      return quotientToOdd(BigInt(difference(i)) * m, 1n, k);
    },
  };
  return { v, rounding: "once", e, flags, undecided, certificate };
}
