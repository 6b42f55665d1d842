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
import { classOf } from "./classes.ts";
import { joined, type Likeness, likenessOf, likenessOfMisshapen } from "./likeness.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { mutants as allMutants } from "./mutants/mutants.ts";
import { type SoftwareAnswer, softwareAnswer } from "./software/answer.ts";
import { type Arithmetic, arithmetics, unrounded } from "./software/arithmetic.ts";
import type { Values } from "./software/kernel.ts";
import { softwareValues } from "./software/run.ts";
import { structureFault } from "./structure.ts";

/** A bug that gives the answer, or some of it. */
export interface Candidate extends Likeness {
  readonly operator: string;
  readonly name: string;
  readonly sentence: string;
  /** Backends are known that have the bug. */
  readonly isKnown: boolean;
}

/** What a wrong answer looks like. */
export interface Diagnosis {
  /** Bugs that give exactly this answer: every element agrees, every wrong one is explained. All of them, the likeliest first. */
  readonly fitting: readonly Candidate[];
  /** Where none fits: those that give some of what they change, the nearest first. */
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

/** What a bug is held against. */
interface Question {
  readonly testCase: Case;
  readonly answer: OutputsAnswer;
  readonly expectation: Expectation;
  /** Some node's results are rounded. */
  readonly mayRound: boolean;
}

/** Candidates that are told. */
export const mostCandidates = 3;

/** Holds an answer that failed against every bug of the graph's operators, the likeliest first. */
export function diagnose(
  testCase: Case,
  answer: OutputsAnswer,
  expectation: Expectation,
  { mutants = allMutants, quick = false }: DiagnoseOptions = {},
): Diagnosis {
  const inGraph = new Set(testCase.graph.nodes.map(({ operator }) => operator));
  const ways = waysOf(expectation.profile);
  const mayRound = testCase.graph.nodes.some(({ operator }) => !movesOrSelects(operator));
  const question: Question = { testCase, answer, expectation, mayRound };
  const candidates = mutants
    .filter(({ operator, habitOf = [operator], equivalent }) =>
      habitOf.some((each) => inGraph.has(each)) && equivalent === undefined
    )
    .filter(({ habitOf }, i, all) => !habitOf || all.findIndex((each) => each.habitOf === habitOf) === i)
    .flatMap((mutant): Candidate[] => {
      const likeness = (quick ? quickLikenessTo : likenessTo)(mutant, question, ways);
      const { operator, name, sentence, isKnown = false } = mutant;
      return likeness ? [{ operator, name, sentence, isKnown, ...likeness }] : [];
    });
  const fitting = candidates.filter(fits).sort(byPlausibility);
  const nearest = fitting.length ? [] : candidates.filter(({ told, explained }) => told > 0 && explained > 0);
  return { fitting, nearest: nearest.sort(byNearness).slice(0, mostCandidates), tried: candidates.length };
}

function fits({ elements, agreeing, telling, wrong, explained }: Likeness): boolean {
  return agreeing === elements && telling > 0 && explained > 0 && explained === wrong;
}

/** Those that give exactly the answer: known ones first, then those that change more of it. */
function byPlausibility(a: Candidate, b: Candidate): number {
  return Number(b.isKnown) - Number(a.isKnown) || b.telling - a.telling;
}

/** The greater share of wrong elements explained first, then the greater share of its own changes that are seen. */
function byNearness(a: Candidate, b: Candidate): number {
  return b.explained / b.wrong - a.explained / a.wrong || b.told / b.telling - a.told / a.telling;
}

/** Whether an operator gives only elements that it is given, or whole numbers: no right or wrong way of it rounds. */
function movesOrSelects(operator: string): boolean {
  return "XSLI".includes(classOf.get(operator) ?? " ");
}

/** The arithmetics of a profile; those of the widest that kernels are known of stand for wider ones. */
function waysOf(profile: ProfileName): readonly Arithmetic[] {
  const known: Partial<Record<ProfileName, readonly Arithmetic[]>> = arithmetics;
  return known[profile] ?? arithmetics["webgpu-f16"];
}

function quickLikenessTo(
  mutant: Mutant,
  question: Question,
  ways: readonly Arithmetic[],
): Likeness | undefined {
  const rough = likenessTo(mutant, question, ways.slice(0, 1));
  if (!rough || 2 * rough.explained < rough.wrong) return rough;
  return likenessTo(mutant, question, [ways[0], ways.at(-1)!]);
}

function likenessTo(
  mutant: Mutant,
  { testCase, answer, expectation, mayRound }: Question,
  ways: readonly Arithmetic[],
): Likeness | undefined {
  const bugs = ways.map((way) => answerOf(mutant, testCase, way)).filter((each) => each !== undefined);
  if (bugs.length === 0) return undefined;
  const exact = mayRound ? exactAnswer(mutant, testCase) : undefined;
  const ofDispatch = (k: 0 | 1, expected: ExpectedOutputs) =>
    likenessOfOutputs(
      answer.dispatches[k],
      expected,
      bugs.map(({ dispatches }) => dispatches[k]),
      exact?.[k],
    );
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

type Exact = ReadonlyMap<string, Values>;

/** What the bug makes of both data sets where nothing is rounded; undefined where its kernel cannot compute that. */
function exactAnswer(mutant: Mutant, testCase: Case): readonly (Exact | undefined)[] | undefined {
  try {
    return [testCase.inputs, testCase.secondInputs].map((inputs) =>
      softwareValues(testCase, inputs, unrounded, mutant)
    );
  } catch {
    return undefined;
  }
}

/** undefined where the answer has other outputs, types or shapes than the bug gives. */
function likenessOfOutputs(
  actual: Outputs,
  expected: ExpectedOutputs,
  bugs: readonly Outputs[],
  exact: Exact | undefined,
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
        : likenessOf(tensor.data, output, all, exact?.get(name)?.v),
    );
  }
  return joined(likenesses);
}

/**
 * `as if the padding were ignored; 96 of 96 elements agree`, with the other bugs that fit as well, if any; undefined where
 * no known bug gives the answer.
 */
export function diagnosisSentence({ fitting }: Pick<Diagnosis, "fitting">): string | undefined {
  const [first] = fitting;
  if (!first) return undefined;
  const told = fitting.slice(0, mostCandidates), others = fitting.length - told.length;
  const sentences = told.map(({ sentence }) => `as if ${sentence}`).join(", or ");
  const more = others > 0 ? `, or ${others} more` : "";
  const tie = fitting.length > 1 ? ", which this case cannot tell apart" : "";
  return `${sentences}${more}${tie}; ${first.agreeing} of ${first.elements} elements agree`;
}
