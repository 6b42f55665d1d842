/**
 * Elementwise and moving operators in every order of software arithmetic are never called wrong, in all their default
 * cases; and their results are rounded as their class says (tolerance.md, sections 3 and 9).
 */

import assert from "node:assert/strict";
import { isFloat } from "../graph/data_type.ts";
import { profiles } from "../graph/profile.ts";
import { draw } from "../generators/mod.ts";
import { classOf, type OperatorClass } from "../judge/classes.ts";
import { judge } from "../judge/judge.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { comparisonKernels } from "../judge/software/kernels/comparison.ts";
import { elementwiseKernels } from "../judge/software/kernels/elementwise.ts";
import { indexingKernels } from "../judge/software/kernels/indexing.ts";
import { movementKernels } from "../judge/software/kernels/movement.ts";
import { quantizationKernels } from "../judge/software/kernels/quantization.ts";
import { selectionKernels } from "../judge/software/kernels/selection.ts";
import { unaryKernels } from "../judge/software/kernels/unary.ts";
import { softwareOutputs } from "../judge/software/run.ts";
import { expectationOf } from "../reference/expect.ts";
import { run } from "../reference/interpreter.ts";
import type { Rounding } from "../reference/operator.ts";

const tested = Object.keys({
  ...comparisonKernels,
  ...elementwiseKernels,
  ...indexingKernels,
  ...movementKernels,
  ...quantizationKernels,
  ...selectionKernels,
  ...unaryKernels,
}).sort();

const drawn = [...draw({ seed: "webnn-cts" })].filter(({ invalid, operator }) =>
  !invalid && classOf.has(operator)
);
const ofOperator = Map.groupBy(drawn, ({ operator }) => operator);
const cases = new Map(
  tested.map((operator) => [operator, ofOperator.get(operator)!.map(({ build }) => build())]),
);

for (const profile of ["ieee", "webgpu"] as const) {
  Deno.test(`every elementwise and moving operator in every order is inside the bounds of profile ${profile}`, () => {
    const unjudged = new Set<string>();
    for (const operator of tested) {
      let elements = 0;
      for (const testCase of cases.get(operator)!) {
        const expectation = expectationOf(testCase, profiles[profile]);
        for (const arithmetic of arithmetics[profile]) {
          const [first, second] = [testCase.inputs, testCase.secondInputs].map((inputs) =>
            softwareOutputs(testCase, inputs, arithmetic)!
          );
          const answer = { id: testCase.id, kind: "outputs", dispatches: [first, second, first] } as const;
          const { verdict, message, elements: judged } = judge(answer, expectation);
          if (profile !== "ieee" && /promises nothing here: the case is void/.test(message ?? "")) {
            unjudged.add(testCase.id);
            continue;
          }
          assert.equal(verdict, "pass", `${testCase.id}, ${arithmetic.name}: ${message}`);
          elements += judged;
        }
      }
      assert.ok(elements > 100, `${operator}: ${elements} elements`);
    }
    assert.ok(unjudged.size < 20, [...unjudged].join());
  });
}

/** How floats of each class are rounded; what is moved, selected or whole may be of any class. */
const roundings: Readonly<Record<OperatorClass, Rounding>> = {
  X: "none",
  S: "none",
  L: "none",
  I: "none",
  Q: "none",
  C: "once",
  T: "once",
  F: "stored",
  A: "stored",
  N: "stored",
};

/** Operators of which some cases only move floats: casts to the same type, the nearest element. */
const sometimesMoving = ["cast", "resample2d"];

/** Classes whose results are off by more than the rounding of the store, and those whose are not off at all. */
const inexact = ["F", "A", "N", "T"], exact = ["X", "S", "L", "I"];

Deno.test("the results of each operator are rounded as its class says, and off where its class lets them be", () => {
  for (const [operator, letter] of classOf) {
    const seen = new Set<Rounding>();
    let widest = 0;
    for (const [i, { build }] of ofOperator.get(operator)!.entries()) {
      if (i % 5 > 0) continue;
      const { graph, inputs } = build();
      for (const { result, descriptor } of run(graph, inputs, profiles.ieee).values()) {
        result.e?.forEach((radius) => widest = radius > widest ? radius : widest);
        if (isFloat(descriptor.dataType)) seen.add(result.rounding);
        else assert.equal(result.rounding, "none", operator);
      }
    }
    if (sometimesMoving.includes(operator)) assert.ok(seen.delete("none"), operator);
    const isFloatless = ["L", "I", "Q"].includes(letter);
    assert.deepEqual([...seen], isFloatless ? [] : [roundings[letter]], operator);
    if (inexact.includes(letter)) assert.ok(widest > 0, operator);
    if (exact.includes(letter)) assert.equal(widest, 0, operator);
  }
});
