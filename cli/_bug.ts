/**
 * What a backend that has a bug answers to a case.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { Expectation, ExpectedOutput } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { mutants } from "../judge/mutants/mutants.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { softwareOutputs } from "../judge/software/run.ts";
import { expectationOf } from "../reference/expect.ts";
import { ValidationError } from "../reference/validation_error.ts";
import { answerOf, type Options } from "./_mutations.ts";

/** The wrong answer; `undefined` where the bug does not touch the case. */
export type Bug = (testCase: Case, right: Expectation) => Answer | undefined;

/** The case is taken for another one, whose right answer is given. */
export function takenFor(other: (testCase: Case, options: Options) => Case | undefined): Bug {
  return (testCase) => {
    const wrong = other(testCase, testCase.graph.nodes[0].options);
    try {
      return wrong && answerOf(expectationOf(wrong, profiles.ieee));
    } catch (error) {
      if (error instanceof ValidationError) return undefined;
      throw error;
    }
  };
}

/** The right values are spoilt. */
export function spoilt(
  change: (tensor: Tensor, options: Options, expected: ExpectedOutput) => Tensor | undefined,
): Bug {
  return (testCase, right) => {
    const { options } = testCase.graph.nodes[0];
    const [first] = right.outputs.values();
    if (!change({ ...first, data: first.value }, options, first)) return undefined;
    return answerOf(right, (tensor, expected) => change(tensor, options, expected)!);
  };
}

/** The bug of the mutants of that name. */
export function ofMutant(name: string): Readonly<Record<string, Bug>> {
  const ofName = mutants.filter((mutant) => mutant.name === name);
  const bug: Bug = ({ graph, ...testCase }) => {
    const mutant = ofName.find(({ operator }) => operator === graph.nodes[0].operator);
    const [arithmetic] = arithmetics.ieee, whole = { graph, ...testCase };
    const [first, second] = [whole.inputs, whole.secondInputs].map((inputs) =>
      mutant &&
      (softwareOutputs(whole, inputs, arithmetic, mutant) ?? softwareOutputs(whole, inputs, arithmetic))
    );
    return first && second && { id: "x", kind: "outputs", dispatches: [first, second, first] };
  };
  return { [ofName[0].sentence]: bug };
}

/** The bugs of docs/bug-classes.md by their number, each with a sentence. */
export type Bugs = Readonly<Record<number, Readonly<Record<string, Bug>>>>;
