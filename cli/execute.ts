/**
 * Puts the rooms together: cases go to backends, answers to the judge, verdicts to whoever listens.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { Expectation } from "../graph/expectation.ts";
import { contentHash } from "../graph/id.ts";
import { type ProfileName, profileNames, profiles } from "../graph/profile.ts";
import { judge } from "../judge/judge.ts";
import { proofCountsOf, unprovenOf } from "../judge/proof_counts.ts";
import { judgeRefusal } from "../judge/refusal.ts";
import type { ResultLine } from "../judge/results.ts";
import { structureFault } from "../judge/structure.ts";
import { countsInStatistics, momentsOf } from "../judge/statistics.ts";
import type { Verdict } from "../judge/verdict.ts";
import { expectationOf } from "../reference/expect.ts";
import { isStepped, steppedExpectationOf } from "../reference/stepped.ts";
import { specTable } from "../reference/spec/committed.ts";
import { type Missing, usedOf } from "../reference/spec/missing.ts";
import type { Backend } from "../runners/backend.ts";
import { Diagnoses } from "./diagnoses.ts";
import { SharedWindow } from "./window.ts";

/** A backend and the profile it is judged by. */
export interface Target {
  readonly backend: Backend;
  readonly profile: ProfileName;
  /** What its limits lack of what the specification requires. */
  readonly missing?: readonly Missing[];
  /** What of an expectation it can be judged by; absent: all. */
  judgedPart?(expectation: Expectation): Expectation;
}

/** A case on its way, with its expectations, each computed at most once. */
export class Prepared {
  readonly #expectations = new Map<ProfileName, Expectation>();
  #content?: string;

  constructor(readonly testCase: Case, readonly file?: { readonly name: string; readonly file: string }) {}

  /** The same case under another id, with the expectations that are there. */
  renamed(id: string): Prepared {
    const renamed = new Prepared({ ...this.testCase, id }, this.file);
    for (const [profile, expectation] of this.#expectations) renamed.#expectations.set(profile, expectation);
    return renamed;
  }

  get content(): string {
    return this.#content ??= contentHash(this.testCase);
  }

  expectation(profile: ProfileName): Expectation {
    let expectation = this.#expectations.get(profile);
    if (!expectation) {
      expectation = expectationOf(this.testCase, profiles[profile]);
      this.#expectations.set(profile, expectation);
    }
    return expectation;
  }

  /** What an answer is judged by: a stepped graph's nodes each on what the answer itself gives them. */
  judgedBy(profile: ProfileName, answer: Answer): Expectation {
    const whole = this.expectation(profile);
    if (answer.kind !== "outputs" || !isStepped(this.testCase.graph, whole.outputs)) return whole;
    const [first, second] = answer.dispatches;
    if (structureFault(first, whole.outputs) || structureFault(second, whole.secondOutputs)) return whole;
    return steppedExpectationOf(this.testCase, whole, [first, second]);
  }
}

/** The results line of an answer. */
export function judged(prepared: Prepared, answer: Answer, target: Target): ResultLine {
  const { invalid } = prepared.testCase;
  const verdict = invalid ? judgeRefusal(answer, invalid) : judgedValues(prepared, answer, target);
  return {
    id: prepared.testCase.id,
    ...prepared.file,
    backend: target.backend.name,
    profile: target.profile,
    content: prepared.content,
    ...verdict,
    buildMs: answer.buildMs,
    dispatchMs: answer.dispatchMs,
    rewrites: answer.kind === "outputs" ? answer.rewrites : undefined,
  };
}

/** What is required of every implementation is not merely unsupported. */
function asRequired(verdict: Verdict, { graph }: Case, missing: readonly Missing[]): Verdict {
  const used = verdict.verdict === "unsupported" ? usedOf(missing, graph, specTable) : undefined;
  if (used === undefined) return verdict;
  const message = `${used} is required of every implementation; ${verdict.message}`;
  return { ...verdict, verdict: "fail", cause: "missing-required", message };
}

type Judged = Verdict & Pick<ResultLine, "moments" | "proof" | "unproven">;

function judgedValues(prepared: Prepared, answer: Answer, target: Target): Judged {
  const expectation = expectationFor(prepared, target, answer);
  const under = (names: readonly ProfileName[]) => () =>
    names.values().map((profile) => expectationFor(prepared, { ...target, profile }, answer));
  const claimed = profileNames.indexOf(target.profile);
  const verdict = judge(answer, expectation, {
    wider: under(profileNames.slice(claimed + 1)),
    stricter: under(profileNames.slice(0, claimed)),
  });
  const moments = answer.kind === "outputs" && countsInStatistics(verdict)
    ? momentsOf(prepared.testCase, answer.dispatches, expectation)
    : [];
  return {
    ...asRequired(verdict, prepared.testCase, target.missing ?? []),
    ...(moments.length > 0 && { moments }),
    proof: proofCountsOf(expectation),
    unproven: unprovenOf(expectation),
  };
}

/** What a target's answer is judged by. */
export function expectationFor(
  prepared: Prepared,
  { profile, judgedPart }: Target,
  answer: Answer,
): Expectation {
  const expectation = prepared.judgedBy(profile, answer);
  return judgedPart?.(expectation) ?? expectation;
}

/** Whether a case is put to a backend: what must be refused only to one that validates. */
export function isAsked({ backend }: Target, { invalid }: Pick<Case, "invalid">): boolean {
  return invalid === undefined || backend.validates === true;
}

export interface Execution {
  readonly cases: () => Iterable<Prepared>;
  readonly targets: readonly Target[];
  /** How many backends run at once. */
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Cases that need no answer any more (`--resume`). */
  readonly isDone: (prepared: Prepared, target: Target) => boolean;
  readonly onResult: (line: ResultLine) => void;
}

/** Cases a backend may be ahead of the slowest one that runs beside it. */
const windowWidth = 256;

/**
 * Runs every case on every target and reports each verdict as it comes. Backends that run at once share the cases
 * and their expectations. The first failures of each kind are diagnosed.
 */
export async function execute(execution: Execution): Promise<void> {
  const { targets, jobs, signal } = execution;
  const diagnoses = new Diagnoses();
  for (let from = 0; from < targets.length && !signal.aborted; from += jobs) {
    const group = targets.slice(from, from + jobs);
    const window = new SharedWindow(execution.cases(), group.length, windowWidth);
    await Promise.all(
      group.map((target, reader) => runTarget(execution, target, window.read(reader), diagnoses)),
    );
  }
}

async function runTarget(
  execution: Execution,
  target: Target,
  items: AsyncGenerator<Prepared>,
  diagnoses: Diagnoses,
) {
  const { signal, timeoutMs, isDone, onResult } = execution;
  const pending = new Map<string, Prepared>();
  async function* open(): AsyncGenerator<Case> {
    for await (const prepared of items) {
      if (!isAsked(target, prepared.testCase) || isDone(prepared, target)) continue;
      pending.set(prepared.testCase.id, prepared);
      yield prepared.testCase;
    }
  }
  try {
    for await (const answer of target.backend.run(open(), { timeoutMs, signal })) {
      const prepared = pending.get(answer.id);
      if (!prepared) throw new Error(`${target.backend.name} answered ${answer.id}, which it was not asked`);
      pending.delete(answer.id);
      onResult(diagnoses.added(judged(prepared, answer, target), prepared, answer, target));
    }
  } finally {
    await items.return(undefined);
  }
}
