/**
 * The correct population: software backends that are right, in every arithmetic. The judge must pass all of them
 * (tolerance.md, section 9).
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { judge } from "./judge.ts";
import { KernelPools } from "./mutation_pools.ts";
import type { ScoredProfile } from "./mutation_score.ts";
import { softwareAnswer } from "./software/answer.ts";
import { arithmetics } from "./software/arithmetic.ts";
import type { Verdict } from "./verdict.ts";

/** A correct answer that was not passed. */
export interface Alarm {
  readonly id: string;
  readonly arithmetic: string;
  /** What the judge said: the element, what was expected of it and what it is. */
  readonly message: string;
}

/** What the judge made of correct answers. */
export interface Population {
  /** Cases that were answered. */
  readonly cases: number;
  /** Cases whose operators have no software kernel, and answers of which the profile promises nothing. */
  readonly unanswered: number;
  readonly unjudged: number;
  /** Elements judged; an element counts once for each arithmetic. */
  readonly elements: number;
  /** The largest ratio of an error to its bound among passed answers. */
  readonly used: number;
  /** How many there are, and the first of them. */
  readonly alarmCount: number;
  readonly alarms: readonly Alarm[];
}

/** Alarms that are told one by one. */
const mostAlarms = 10;

/**
 * Judges the answers of every correct arithmetic to all `cases`, then to `further` ones until `elements` elements have
 * been judged.
 */
export function judgePopulation(
  cases: Iterable<Case>,
  further: Iterable<Case>,
  elements: number,
  profile: ScoredProfile,
): Population {
  const count = new Count(profile);
  for (const testCase of cases) count.add(testCase);
  if (count.cases > 0 && count.elements < elements) {
    for (const testCase of further) {
      count.add(testCase);
      if (count.elements >= elements) break;
    }
  }
  count.addPools();
  const { unanswered, unjudged, used, alarmCount, alarms } = count;
  return { cases: count.cases, unanswered, unjudged, elements: count.elements, used, alarmCount, alarms };
}

class Count implements Population {
  readonly #pools: ReadonlyMap<string, KernelPools>;
  cases = 0;
  unanswered = 0;
  unjudged = 0;
  elements = 0;
  used = 0;
  alarmCount = 0;
  readonly alarms: Alarm[] = [];

  constructor(readonly profile: ScoredProfile) {
    this.#pools = new Map(arithmetics[profile].map(({ name }) => [name, new KernelPools(name)]));
  }

  add(testCase: Case): void {
    let expectation: ReturnType<typeof expectationOf> | undefined;
    for (const arithmetic of arithmetics[this.profile]) {
      const answer = softwareAnswer(testCase, arithmetic);
      if (!answer) {
        this.unanswered++;
        return;
      }
      expectation ??= expectationOf(testCase, profiles[this.profile]);
      const verdict = judge(answer, expectation);
      this.#count(testCase.id, arithmetic.name, verdict);
      this.#pools.get(arithmetic.name)!.add(testCase, answer, expectation, verdict);
    }
    this.cases++;
  }

  /** The statistics of each arithmetic must hold too. */
  addPools(): void {
    for (const [arithmetic, pools] of this.#pools) {
      for (const { id, message = "" } of pools.failures()) this.#alarm({ id, arithmetic, message });
    }
  }

  #count(id: string, arithmetic: string, { verdict, elements, worst, message }: Verdict) {
    // The profile promises nothing of the case: neither for nor against the judge.
    if (verdict === "unsupported") {
      this.unjudged++;
      return;
    }
    this.elements += elements;
    if (verdict === "pass") {
      this.used = Math.max(this.used, worst?.ratio ?? 0);
      return;
    }
    this.#alarm({ id, arithmetic, message: message ?? verdict });
  }

  #alarm(alarm: Alarm) {
    this.alarmCount++;
    if (this.alarms.length < mostAlarms) this.alarms.push(alarm);
  }
}
