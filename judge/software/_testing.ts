/** Software backends before the judge, for tests. */

import type { Case } from "../../graph/case.ts";
import type { Expectation } from "../../graph/expectation.ts";
import { judge } from "../judge.ts";
import type { Mutant } from "../mutants/mutant.ts";
import type { Verdict } from "../verdict.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { softwareOutputs } from "./run.ts";

/** The verdict on what a backend answers to both data sets; undefined where the mutant's bug touches neither. */
export function verdictOn(
  testCase: Case,
  expectation: Expectation,
  arithmetic: Arithmetic,
  mutant?: Mutant,
): Verdict | undefined {
  const { id, inputs, secondInputs } = testCase;
  const wrong = [inputs, secondInputs].map((data) => softwareOutputs(testCase, data, arithmetic, mutant));
  if (wrong.every((outputs) => outputs === undefined)) return undefined;
  const [first, second] = wrong.map((outputs, i) =>
    outputs ?? softwareOutputs(testCase, [inputs, secondInputs][i], arithmetic)!
  );
  return judge({ id, kind: "outputs", dispatches: [first, second, first] }, expectation);
}

/** Whether a wrong answer is far outside what may be. */
export function isFarOutside({ verdict, cause, worst }: Verdict): boolean {
  return verdict === "fail" &&
    (cause === "nan" || cause === "shape" || worst !== undefined && worst.ratio >= 4);
}
