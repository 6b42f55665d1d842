/**
 * Which known bug gives exactly a backend's wrong answer (tolerance.md, section 9): the mutants, used the other way
 * round.
 *
 * @module
 */

import type { Answer, Outputs } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { Elements } from "../graph/data_type.ts";
import type { Expectation, ExpectedOutputs } from "../graph/expectation.ts";
import type { ProfileName } from "../graph/profile.ts";
import { joined, type Likeness, likenessOf, likenessOfMisshapen } from "./likeness.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { mutants as allMutants } from "./mutants/mutants.ts";
import { type SoftwareAnswer, softwareAnswer } from "./software/answer.ts";
import { type Arithmetic, arithmetics } from "./software/arithmetic.ts";
import { structureFault } from "./structure.ts";

/** A bug that gives the answer, or some of it. */
export interface Candidate extends Likeness {
  readonly operator: string;
  readonly name: string;
  readonly sentence: string;
}

/** What a wrong answer looks like. */
export interface Diagnosis {
  /** Bugs that give exactly this answer: every wrong element is explained, every element that the bug changes agrees. */
  readonly fitting: readonly Candidate[];
  /** Where none fits: those that give some of it. */
  readonly nearest: readonly Candidate[];
  /** Bugs that it was held against: those that touch the case. */
  readonly tried: number;
}

type OutputsAnswer = Answer & { readonly kind: "outputs" };

export interface DiagnoseOptions {
  readonly mutants?: readonly Mutant[];
  /** In one arithmetic, and in a second only if the bug explains half of what is wrong in the first; else in all. */
  readonly quick?: boolean;
}

/** Candidates of each kind that are told. */
const mostCandidates = 3;

/** Holds an answer that failed against every bug of the graph's operators, the likeliest first. */
export function diagnose(
  testCase: Case,
  answer: OutputsAnswer,
  expectation: Expectation,
  { mutants = allMutants, quick = false }: DiagnoseOptions = {},
): Diagnosis {
  const inGraph = new Set(testCase.graph.nodes.map(({ operator }) => operator));
  const ways = waysOf(expectation.profile);
  const candidates = mutants
    .filter(({ operator, equivalent }) => inGraph.has(operator) && equivalent === undefined)
    .flatMap((mutant): Candidate[] => {
      const likeness = quick
        ? quickLikenessTo(mutant, testCase, answer, expectation, ways)
        : likenessTo(mutant, testCase, answer, expectation, ways);
      const { operator, name, sentence } = mutant;
      return likeness ? [{ operator, name, sentence, ...likeness }] : [];
    })
    .sort(byLikelihood);
  const fitting = candidates.filter(fits).slice(0, mostCandidates);
  const nearest = fitting.length ? [] : candidates.filter(({ explained }) => explained > 0);
  return { fitting, nearest: nearest.slice(0, mostCandidates), tried: candidates.length };
}

function fits({ telling, told, wrong, explained }: Likeness): boolean {
  return telling > 0 && explained > 0 && explained === wrong && told === telling;
}

/** All wrong elements explained first, then the greater share of agreeing elements, then more that tell something. */
function byLikelihood(a: Candidate, b: Candidate): number {
  const whole = ({ wrong, explained }: Likeness) => wrong === explained ? 1 : 0;
  const share = ({ agreeing, elements }: Likeness) => elements ? agreeing / elements : 0;
  return whole(b) - whole(a) || share(b) - share(a) || b.telling - a.telling;
}

/** The arithmetics of a profile; those of the widest that kernels are known of stand for wider ones. */
function waysOf(profile: ProfileName): readonly Arithmetic[] {
  const known: Partial<Record<ProfileName, readonly Arithmetic[]>> = arithmetics;
  return known[profile] ?? arithmetics["webgpu-f16"];
}

function quickLikenessTo(
  mutant: Mutant,
  testCase: Case,
  answer: OutputsAnswer,
  expectation: Expectation,
  ways: readonly Arithmetic[],
): Likeness | undefined {
  const rough = likenessTo(mutant, testCase, answer, expectation, ways.slice(0, 1));
  if (!rough || 2 * rough.explained < rough.wrong) return rough;
  return likenessTo(mutant, testCase, answer, expectation, [ways[0], ways.at(-1)!]);
}

function likenessTo(
  mutant: Mutant,
  testCase: Case,
  answer: OutputsAnswer,
  expectation: Expectation,
  ways: readonly Arithmetic[],
): Likeness | undefined {
  const bugs = ways.map((way) => answerOf(mutant, testCase, way)).filter((each) => each !== undefined);
  if (bugs.length === 0) return undefined;
  const ofDispatch = (k: 0 | 1, expected: ExpectedOutputs) =>
    likenessOfOutputs(answer.dispatches[k], expected, bugs.map(({ dispatches }) => dispatches[k]));
  const both = [ofDispatch(0, expectation.outputs), ofDispatch(1, expectation.secondOutputs)];
  return both[0] && both[1] && joined([both[0], both[1]]);
}

/** A bug that keeps a kernel from computing the case at all gives no answer to compare. */
function answerOf(mutant: Mutant, testCase: Case, arithmetic: Arithmetic): SoftwareAnswer | undefined {
  try {
    return softwareAnswer(testCase, arithmetic, mutant);
  } catch {
    return undefined;
  }
}

/** undefined where the answer has other outputs, types or shapes than the bug gives. */
function likenessOfOutputs(
  actual: Outputs,
  expected: ExpectedOutputs,
  bugs: readonly Outputs[],
): Likeness | undefined {
  const [first] = bugs;
  const likenesses: Likeness[] = [];
  const isMisshapen = structureFault(actual, expected) !== undefined;
  for (const [name, output] of expected) {
    const tensor = actual.get(name), wrong = first.get(name);
    if (!tensor || !wrong || tensor.dataType !== wrong.dataType) return undefined;
    if (tensor.shape.join() !== wrong.shape.join() || tensor.data.length !== wrong.data.length) {
      return undefined;
    }
    const all: Elements[] = bugs.map((outputs) => outputs.get(name)!.data);
    likenesses.push(
      isMisshapen
        ? likenessOfMisshapen(tensor.dataType, tensor.data, all)
        : likenessOf(tensor.data, output, all),
    );
  }
  return joined(likenesses);
}

/** `as if the padding were ignored; 96 of 96 elements agree`; undefined where no known bug gives the answer. */
export function diagnosisSentence({ fitting }: Diagnosis): string | undefined {
  const [first, ...others] = fitting;
  if (!first) return undefined;
  const sentences = [first, ...others].map(({ sentence }) => `as if ${sentence}`);
  return `${sentences.join(", or ")}; ${first.agreeing} of ${first.elements} elements agree`;
}
