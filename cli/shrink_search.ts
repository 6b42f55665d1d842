/**
 * The search for the smallest case that still fails: candidates of the judge's steps, put to a backend, until none fails in
 * the same way any more.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { type Expectation, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { contentHash } from "../graph/id.ts";
import { InputError } from "../graph/input_error.ts";
import type { ResultLine } from "../judge/results.ts";
import { shrinkSteps } from "../judge/shrink/steps.ts";
import type { Candidate } from "../judge/shrink/candidate.ts";
import { judged, Prepared, type Target } from "./execute.ts";

/** A case that fails, and how. */
export interface Failing {
  readonly prepared: Prepared;
  readonly answer: Answer;
  readonly line: ResultLine;
}

export interface Search {
  readonly start: Failing;
  readonly target: Target;
  /** The most cases that the backend is asked. */
  readonly runs: number;
  /** Asks the backend; an answer that does not come is left out. */
  readonly ask: (cases: readonly Case[]) => Promise<ReadonlyMap<string, Answer>>;
  readonly signal?: AbortSignal;
  /** Told of each smaller case, what was changed, and the runs used so far. */
  readonly onSmaller?: (smaller: Failing, what: string, runs: number) => void;
}

/** The smallest failing case that was found. */
export interface Shrunk {
  readonly smallest: Failing;
  readonly runs: number;
  /** The runs did not suffice to see that no step makes it smaller. */
  readonly isCutOff: boolean;
}

/** Candidates that are asked at once; fewer where each may cost a host. */
const widest = 16, widestOfCrashes = 4;

/**
 * Shrinks a failing case. Of the candidates asked at once the first that fails in the same way is kept, whichever is
 * answered first, so that a backend which answers the same gives the same case.
 */
export async function shrink({ start, target, runs: most, ask, signal, onSmaller }: Search): Promise<Shrunk> {
  const isCostly = start.line.verdict === "crash" || start.line.verdict === "timeout";
  const greatest = isCostly ? widestOfCrashes : widest;
  const open = openShare(start.prepared.expectation(target.profile));
  const tried = new Set([start.prepared.content]);
  let smallest = start;
  let runs = 0;

  /** Further candidates that are worth a run. */
  function next(candidates: Iterator<Candidate>, width: number, failed: ReadonlySet<string>) {
    const batch: { what: string; prepared: Prepared }[] = [];
    while (batch.length < Math.min(width, most - runs)) {
      const { value, done } = candidates.next();
      if (done) break;
      if (failed.has(value.what)) continue;
      const content = contentHash(value.case);
      if (tried.has(content)) continue;
      tried.add(content);
      const prepared = new Prepared({ ...value.case, id: `shrink/${runs + batch.length + 1}` });
      if (isAsOpen(prepared, target, open)) batch.push({ what: value.what, prepared });
    }
    return batch;
  }

  /** Asks until a candidate of the step fails in the same way; false where none does. */
  async function improve(candidates: Iterator<Candidate>, failed: Set<string>): Promise<boolean> {
    for (let width = 1;; width = Math.min(2 * width, greatest)) {
      const batch = next(candidates, width, failed);
      if (batch.length === 0) return false;
      const answers = await ask(batch.map(({ prepared }) => prepared.testCase));
      if (signal?.aborted) return false;
      runs += batch.length;
      for (const { what, prepared } of batch) {
        const answer = answers.get(prepared.testCase.id);
        const line = answer && judged(prepared, answer, target);
        if (line && failsAlike(line, smallest.line)) {
          smallest = { prepared, answer, line };
          onSmaller?.(smallest, what, runs);
          return true;
        }
        failed.add(what);
      }
    }
  }

  let before: Failing;
  do {
    before = smallest;
    for (const { step } of shrinkSteps) {
      const failed = new Set<string>();
      while (await improve(step(smallest.prepared.testCase)[Symbol.iterator](), failed));
      if (signal?.aborted || runs >= most) return { smallest, runs, isCutOff: true };
    }
  } while (smallest !== before);
  return { smallest, runs, isCutOff: false };
}

/** Whether two cases fail in the same way: verdict and cause; of an error also the words it begins with. */
export function failsAlike(one: ResultLine, other: ResultLine): boolean {
  return one.verdict === other.verdict && one.cause === other.cause &&
    (one.verdict !== "error" || gist(one) === gist(other));
}

function gist({ message = "" }: ResultLine): string {
  return message.replace(/["'`][^"'`]*["'`]/g, "").replace(/[\d\s]+/g, " ").slice(0, 60);
}

/** A candidate must not ask what the original did not: an index out of range, an overflow. */
function isAsOpen(prepared: Prepared, { profile }: Target, open: number): boolean {
  try {
    return openShare(prepared.expectation(profile)) <= open;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** The share of elements of which any value passes, or that are not judged. */
function openShare({ outputs, secondOutputs }: Expectation): number {
  const all = [...outputs.values(), ...secondOutputs.values()];
  const count = (of: (output: ExpectedOutput) => number) => all.reduce((sum, output) => sum + of(output), 0);
  const open = count(({ flags }) =>
    flags?.filter((mark) => (mark & (Flag.any | Flag.skip)) !== 0).length ?? 0
  );
  return open / count(({ value }) => value.length);
}
