/**
 * Diagnoses of a run's failures, few enough to cost little: of each operator, group, backend and cause the case with the
 * fewest elements is the one that is shown, so a failure is diagnosed only if it has fewer than those before it.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { elementCount } from "../graph/tensor.ts";
import { diagnose, diagnosisSentence } from "../judge/diagnose.ts";
import type { ResultLine } from "../judge/results.ts";
import type { Cause } from "../judge/verdict.ts";
import { familyOf } from "../report/mod.ts";
import { expectationFor, type Prepared, type Target } from "./execute.ts";

/** Elements of the operands of a case that is diagnosed. */
const mostElements = 10_000;

/** Cases that are diagnosed of each operator, group, backend and cause. */
const mostCases = 5;

const causes: readonly (Cause | undefined)[] = ["value", "accuracy", "nan", "shape"];

/** What a run has diagnosed so far. */
export class Diagnoses {
  readonly #groups = new Map<string, { fewest: number; cases: number }>();

  /** The line, with a diagnosis where one was made and a known bug fits. */
  added(line: ResultLine, prepared: Prepared, answer: Answer, target: Target): ResultLine {
    if (line.verdict !== "fail" || answer.kind !== "outputs" || !this.#isNext(line, prepared.testCase)) {
      return line;
    }
    const options = { quick: true };
    const diagnosis = diagnosisSentence(
      diagnose(prepared.testCase, answer, expectationFor(prepared, target, answer), options),
    );
    return diagnosis === undefined ? line : { ...line, diagnosis };
  }

  #isNext(line: ResultLine, testCase: Case): boolean {
    const { backend, cause, elements } = line;
    if (!causes.includes(cause) || sizeOf(testCase) > mostElements) return false;
    const { operator, group } = familyOf(line);
    const key = JSON.stringify([operator, group, backend, cause]);
    const { fewest, cases } = this.#groups.get(key) ?? { fewest: Infinity, cases: 0 };
    if (elements >= fewest || cases >= mostCases) return false;
    this.#groups.set(key, { fewest: elements, cases: cases + 1 });
    return true;
  }
}

function sizeOf({ graph }: Case): number {
  let size = 0;
  for (const operand of graph.operands.values()) {
    size += operand.kind === "scalarConstant"
      ? 1
      : elementCount(operand.kind === "input" ? operand.shape : operand.tensor.shape);
  }
  return size;
}
