/**
 * The answers of the six arithmetics to the functions really differ, and each is as near to the exact value as its formula
 * is said to be. A population of correct backends that agree to the last bit could not show that a bound is too tight.
 */

import assert from "node:assert/strict";
import { draw } from "../../../generators/mod.ts";
import { profiles } from "../../../graph/profile.ts";
import { operatorsOfClass } from "../../classes.ts";
import { expectationOf } from "../../../reference/expect.ts";
import { arithmetics } from "../arithmetic.ts";
import { softwareOutputs } from "../run.ts";

/** Units in the last place, worked out in the comments of the formulas: c of them are 2c·2^-24 of the result. */
const units: Readonly<Record<string, number>> = { exp: 2, log: 1.5, sin: 2, cos: 2, sqrt: 1, reciprocal: 1 };

/** Beside the functions: formulas of which correct backends have several. */
const formulas = ["hardSigmoid", "hardSwish", "linear", "softsign"];

interface Measured {
  elements: number;
  /** Elements that two arithmetics answer differently. */
  varied: number;
  /** The largest error, in units of 2·2^-24 of the exact result. */
  worst: number;
}

/** The float32 cases of an operator. */
function measure(operator: string): Measured {
  const measured = { elements: 0, varied: 0, worst: 0 };
  for (const { build } of draw({ filters: [`${operator}/**`], count: 40, seed: "webnn-cts" })) {
    const testCase = build();
    const { outputs } = expectationOf(testCase, profiles.ieee);
    const answers = arithmetics.ieee.map((each) => softwareOutputs(testCase, testCase.inputs, each)!);
    for (const [name, { dataType, exact }] of outputs) {
      if (dataType !== "float32" || !exact) continue;
      exact.forEach((y, i) => {
        const given = answers.map((answer) => Number(answer.get(name)!.data[i]));
        measured.elements++;
        if (given.some((x) => !Object.is(x, given[0]))) measured.varied++;
        if (!Number.isFinite(y) || Math.abs(y) < 2 ** -126 || Math.abs(y) >= 2 ** 127) return;
        const error = Math.max(...given.map((x) => Math.abs(x - y)));
        measured.worst = Math.max(measured.worst, error / (Math.abs(y) * 2 ** -23));
      });
    }
  }
  return measured;
}

for (const operator of [...operatorsOfClass.F, ...formulas]) {
  Deno.test(`the arithmetics answer ${operator} in different ways, each as near as it is said to be`, () => {
    const { elements, varied, worst } = measure(operator);
    assert.ok(varied > 0, `${elements} elements, all of them answered alike`);
    if (operator in units) {
      assert.ok(worst > 0.5 && worst <= units[operator], `${worst} units`);
    }
  });
}
