/**
 * What the tests of proofs share: numbers, and the comparison of a proven output with MPFR.
 *
 * @module
 */

import assert from "node:assert/strict";
import { type FloatType, roundTo } from "../graph/data_type.ts";
import type { ExpectedOutput, Proof } from "../graph/expectation.ts";
import { type Mpfr, scope } from "./_mpfr_numbers.ts";
import { randomWords } from "./functions/_testing.ts";

/** Set PROOF_REPEATED to compare as many times the rows. */
export const repeated = Number(Deno.env.get("PROOF_REPEATED") ?? 1);

/** How many elements each stage proved, and how many of all no MPFR could tell from a tie. */
export class Tally {
  elements = 0;
  untold = 0;
  readonly stages = { unrounded: 0, float64: 0, pairs: 0, exact: 0 };
  unproven = 0;

  add({ unrounded, float64, pairs, exact, unproven }: Proof) {
    this.stages.unrounded += unrounded;
    this.stages.float64 += float64;
    this.stages.pairs += pairs;
    this.stages.exact += exact;
    this.unproven += unproven.length;
    this.elements += unrounded + float64 + pairs + exact + unproven.length;
  }

  /** Every element of `output` is proven and rounds as `exact` says. */
  compare({ value, proof, dataType }: ExpectedOutput, exact: (i: number) => Mpfr, what: string) {
    this.add(proof!);
    assert.deepEqual(proof!.unproven, [], what);
    for (let i = 0; i < value.length; i++) {
      const admitted = scope(() => exact(i).roundings(dataType as FloatType));
      const got = Number(value[i]) + 0;
      assert.ok(admitted.includes(got), `${what}, element ${i}: ${got}, not ${admitted}`);
      if (admitted.length > 1) this.untold++;
    }
  }
}

/** Numbers of the data type, about normal with deviation `scale`: the same for the same seed. */
export function normals(dataType: FloatType, seed: number): (count: number, scale?: number) => number[] {
  const next = randomWords(seed * 2654435761 | 1);
  for (let i = 0; i < 8; i++) next();
  const uniform = () => next() / 2 ** 32 - 0.5;
  return (count, scale = 1) =>
    Array.from(
      { length: count },
      () => roundTo(dataType, 2 * scale * (uniform() + uniform() + uniform())),
    );
}
