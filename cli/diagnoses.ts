/**
 * Diagnoses of a run's failures, few enough to cost little: of each operator, group, backend and cause the case with the
 * fewest elements is the one that is shown, so a failure is diagnosed only if it has fewer than those before it.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { type Candidate, diagnose, diagnosisSentence } from "../judge/diagnose.ts";
import { operandElements } from "../judge/graph_text.ts";
import type { ResultLine } from "../judge/results.ts";
import type { Cause } from "../judge/verdict.ts";
import { familyOf } from "../report/mod.ts";
import { expectationFor, type Prepared, type Target } from "./execute.ts";

/** Elements of the operands of a case that is diagnosed. */
const mostElements = 10_000;

/** Cases that are diagnosed of each operator, group, backend and cause. */
const mostCases = 5;

const causes: readonly (Cause | undefined)[] = ["value", "accuracy", "nan", "shape"];

interface Group {
  readonly fewest: number;
  readonly cases: number;
  /** How many of its cases each bug fits. */
  readonly fits: Map<string, number>;
}

/** What a run has diagnosed so far. */
export class Diagnoses {
  readonly #groups = new Map<string, Group>();

  /** The line, with a diagnosis where one was made and a known bug fits. */
  added(line: ResultLine, prepared: Prepared, answer: Answer, target: Target): ResultLine {
    if (line.verdict !== "fail" || answer.kind !== "outputs") return line;
    const group = this.#groupIfNext(line, prepared.testCase);
    if (!group) return line;
    const options = { quick: true };
    const { fitting } = diagnose(
      prepared.testCase,
      answer,
      expectationFor(prepared, target, answer),
      options,
    );
    const diagnosis = diagnosisSentence({ fitting: preferred(fitting, group) });
    return diagnosis === undefined ? line : { ...line, diagnosis };
  }

  #groupIfNext(line: ResultLine, testCase: Case): Group | undefined {
    const { backend, cause, elements } = line;
    if (!causes.includes(cause) || operandElements(testCase) > mostElements) return undefined;
    const { operator, group } = familyOf(line);
    const key = JSON.stringify([operator, group, backend, cause]);
    const before = this.#groups.get(key) ?? { fewest: Infinity, cases: 0, fits: new Map() };
    if (elements >= before.fewest || before.cases >= mostCases) return undefined;
    const now = { ...before, fewest: elements, cases: before.cases + 1 };
    this.#groups.set(key, now);
    return now;
  }
}

/** Of the bugs that give a case's answer, those that gave the answers to most of the group's other cases, in the same order. */
function preferred(fitting: readonly Candidate[], { fits }: Group): readonly Candidate[] {
  const countOf = ({ name }: Candidate) => fits.get(name) ?? 0;
  const most = Math.max(0, ...fitting.map(countOf));
  const kept = fitting.filter((each) => countOf(each) === most);
  for (const each of fitting) fits.set(each.name, countOf(each) + 1);
  return kept;
}
