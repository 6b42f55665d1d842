/**
 * Every operator has a second path that shares nothing with the reference: its software kernel, in float64 (tolerance.md,
 * section 8.7). Both must agree.
 *
 * What a kernel computes is admissible, so in float32 it is within the radius `e` of its operator, which is proportional to
 * the unit roundoff. In float64 it is within `e·2^-29`. Twice that is allowed, because `e` leaves out what is of second
 * order, and a few roundings of the result itself: the reference's are up to 4. Accumulators are float32 for tensors of
 * either type.
 */

import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import { type FloatType, roundTo } from "../graph/data_type.ts";
import { type Alternative, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { run } from "../reference/interpreter.ts";
import { unrounded } from "./software/arithmetic.ts";
import { kernels } from "./software/kernels.ts";
import { softwareValues } from "./software/run.ts";

/** One case of so many is asked. */
const every = 3;

/** Their kernels calculate coordinates in float32 in every arithmetic, as backends do: the radius as it is. */
const inFloat32 = ["resample", "resample2d"];

function allowanceOf(operator: string, e: number, y: number): number {
  const scale = inFloat32.includes(operator) ? 1 : 2 * 2 ** -29;
  return scale * e + 8 * 2 ** -53 * Math.abs(y);
}

/** A 64-bit integer may be any float64 that rounds to the data type as the integer does. */
function isSameCast(operator: string, dataType: FloatType, y: number, actual: number): boolean {
  return operator === "cast" && roundTo(dataType, y) === roundTo(dataType, actual);
}

function admits({ positions, lo, hi }: Alternative, i: number, y: number | bigint): boolean {
  const k = positions.indexOf(i);
  if (k < 0) return false;
  return lo[k] <= y && y <= hi[k] || Number.isNaN(Number(lo[k])) && Number.isNaN(Number(y));
}

/** Whether the reference says nothing of an element, or that another value passes too. */
function isOpen({ flags, alternatives }: ExpectedOutput, i: number, y: number | bigint): boolean {
  const flag = flags?.[i] ?? 0;
  if (flag & (Flag.any | Flag.skip)) return true;
  if (flag & Flag.orNaN && Number.isNaN(Number(y))) return true;
  if (flag & Flag.orPositiveInfinity && y === Infinity) return true;
  if (flag & Flag.orNegativeInfinity && y === -Infinity) return true;
  return alternatives?.some((alternative) => admits(alternative, i, y)) ?? false;
}

/** Compares the outputs of a case; the number of elements compared. */
function compare(
  operator: string,
  { id, graph, inputs }: Case,
  expected: ReadonlyMap<string, ExpectedOutput>,
): number {
  const answers = softwareValues(
    { id, graph, inputs, secondInputs: inputs, provenance: { source: "test" } },
    inputs,
    unrounded,
  );
  if (!answers) return 0;
  const results = run(graph, inputs, profiles.ieee);
  let compared = 0;
  for (const [name, { v }] of answers) {
    const output = expected.get(name)!, { result } = results.get(name)!;
    const { exact = output.value } = output;
    for (let i = 0; i < v.length; i++) {
      const y = exact[i], actual = v[i], e = result.e?.[i] ?? 0;
      if (isOpen(output, i, actual) || !(e < Infinity)) continue;
      compared++;
      if (y === actual || Number.isNaN(y) && Number.isNaN(actual)) continue;
      const what = `${id} ${name}[${i}]: ${actual} for ${y}`;
      assert.ok(typeof y === "number" && typeof actual === "number" && result.rounding !== "none", what);
      const distance = Math.abs(y - actual), allowance = allowanceOf(operator, e, y);
      const isNear = distance <= allowance || isSameCast(operator, output.dataType as FloatType, y, actual);
      assert.ok(isNear, `${what}, ${distance} where ${allowance} is allowed`);
    }
  }
  return compared;
}

for (const operator of kernels.keys()) {
  Deno.test(`the software kernel of ${operator} in float64 agrees with the reference`, () => {
    let compared = 0, at = 0;
    for (const { build } of draw({ filters: [`${operator}/**`], seed: "second path" })) {
      if (at++ % every !== 0) continue;
      const testCase = build();
      if (testCase.graph.nodes.length > 1) continue;
      compared += compare(operator, testCase, expectationOf(testCase, profiles.ieee).outputs);
    }
    assert.ok(compared >= 20, `${compared} elements`);
  });
}
