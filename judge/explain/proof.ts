/**
 * Which stage proves one expected value, and with what radius (tolerance.md, section 8).
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import { certify, roundsRight } from "../../reference/certify.ts";
import type { Result } from "../../reference/operator.ts";

/** How a value is proven. */
export interface ElementProof {
  /**
   * `unrounded`: it is moved, selected, compared, whole or not finite, and nothing is rounded. `none`: no stage proves it, or
   * none is claimed.
   */
  readonly stage: "unrounded" | "float64" | "pairs" | "exact" | "none";
  /**
   * How far the computed value may be from the exact one, in the stage that proves it; absent where it is known only to
   * round as the exact one does.
   */
  readonly radius?: number;
}

/** The proof of element `i`. @param isClaimed Its operands are exact. */
export function proofOf(result: Result, i: number, dataType: DataType, isClaimed: boolean): ElementProof {
  const { v, rounding, certificate } = result;
  if (!isClaimed) return { stage: "none" };
  if (!isFloat(dataType) || rounding === "none") return { stage: "unrounded" };
  if (!certificate) return { stage: "none" };
  const { pair, exact } = certificate;
  const { proof } = certify(
    Float64Array.of(v[i] as number),
    {
      radius: () => certificate.radius(i),
      pair: pair && (() => pair.call(certificate, i)),
      exact: exact && (() => exact.call(certificate, i)),
      mayOverflow: certificate.mayOverflow,
    },
    dataType,
  );
  if (proof.unrounded) return { stage: "unrounded" };
  if (proof.float64) {
    return { stage: "float64", radius: certificate === roundsRight ? undefined : certificate.radius(i) };
  }
  if (proof.pairs) return { stage: "pairs", radius: certificate.pair!(i).radius || undefined };
  return { stage: proof.exact ? "exact" : "none" };
}
