/**
 * What a backend made of software kernels answers.
 *
 * @module
 */

import type { Answer } from "../../graph/answer.ts";
import type { Case } from "../../graph/case.ts";
import type { Mutant } from "../mutants/mutant.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { softwareOutputs } from "./run.ts";

export type SoftwareAnswer = Answer & { readonly kind: "outputs" };

/**
 * The answer to both data sets, the first one twice.
 *
 * @returns undefined where an operator has no software kernel, or the mutant's bug touches neither data set.
 */
export function softwareAnswer(
  testCase: Case,
  arithmetic: Arithmetic,
  mutant?: Mutant,
): SoftwareAnswer | undefined {
  const { id, inputs, secondInputs } = testCase;
  const wrong = [inputs, secondInputs].map((data) => softwareOutputs(testCase, data, arithmetic, mutant));
  if (!wrong[0] && !wrong[1]) return undefined;
  // A bug may depend on the data: the set that it does not touch is answered by the right kernels.
  const [first, second] = [inputs, secondInputs].map((data, i) =>
    wrong[i] ?? softwareOutputs(testCase, data, arithmetic)
  );
  return first && second && { id, kind: "outputs", dispatches: [first, second, first] };
}
