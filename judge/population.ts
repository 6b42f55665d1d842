/**
 * The correct population: software backends that are right, in every arithmetic. The judge must pass all of them
 * (tolerance.md, section 9).
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import { isFloat } from "../graph/data_type.ts";
import { type Expectation, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { validate } from "../reference/validate.ts";
import { judge } from "./judge.ts";
import { KernelPools } from "./mutation_pools.ts";
import type { ScoredProfile } from "./mutation_score.ts";
import { type SoftwareAnswer, softwareAnswer } from "./software/answer.ts";
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
  /** Elements judged, or those of float outputs where only they count; an element counts once for each arithmetic. */
  readonly elements: number;
  /**
   * Those of them that at least two arithmetics answer differently: the others say of a bound only that it admits one
   * answer. None where an exact result is rounded once, which is the only right answer under profile ieee.
   */
  readonly varied: number;
  /** The largest ratio of an error to its bound among passed answers. */
  readonly used: number;
  /** How many there are, and the first of them. */
  readonly alarmCount: number;
  readonly alarms: readonly Alarm[];
}

/** Alarms that are told one by one. */
const mostAlarms = 10;

/** How much is to be judged. */
export interface Extent {
  readonly elements: number;
  /** Elements of float outputs count only: whole numbers are the same in every arithmetic. */
  readonly floatsOnly: boolean;
}

/**
 * Judges the answers of every correct arithmetic to all `cases`, then to `further` ones until `elements` elements have
 * been judged.
 */
export function judgePopulation(
  cases: Iterable<Case>,
  further: Iterable<Case>,
  { elements, floatsOnly }: Extent,
  profile: ScoredProfile,
): Population {
  const count = new Count(profile, floatsOnly);
  for (const testCase of cases) count.add(testCase);
  if (count.cases > 0 && count.elements < elements) {
    for (const testCase of further) {
      if (floatsOnly && !givesFloats(testCase)) continue;
      count.add(testCase);
      if (count.elements >= elements) break;
    }
  }
  count.addPools();
  const { unanswered, unjudged, varied, used, alarmCount, alarms } = count;
  return {
    cases: count.cases,
    unanswered,
    unjudged,
    elements: count.elements,
    varied,
    used,
    alarmCount,
    alarms,
  };
}

class Count implements Population {
  readonly #pools: ReadonlyMap<string, KernelPools>;
  cases = 0;
  unanswered = 0;
  unjudged = 0;
  elements = 0;
  varied = 0;
  used = 0;
  alarmCount = 0;
  readonly alarms: Alarm[] = [];

  constructor(readonly profile: ScoredProfile, readonly floatsOnly: boolean) {
    this.#pools = new Map(arithmetics[profile].map(({ name }) => [name, new KernelPools(name)]));
  }

  add(testCase: Case): void {
    let expectation: Expectation | undefined;
    const judged: SoftwareAnswer[] = [];
    for (const arithmetic of arithmetics[this.profile]) {
      const answer = softwareAnswer(testCase, arithmetic);
      if (!answer) {
        this.unanswered++;
        return;
      }
      expectation ??= expectationOf(testCase, profiles[this.profile]);
      const verdict = judge(answer, expectation);
      if (this.#note(testCase.id, arithmetic.name, verdict)) judged.push(answer);
      this.#pools.get(arithmetic.name)!.add(testCase, answer, expectation, verdict);
    }
    if (expectation) this.#count(judged, expectation);
    this.cases++;
  }

  /** The statistics of each arithmetic must hold too. */
  addPools(): void {
    for (const [arithmetic, pools] of this.#pools) {
      for (const { id, message = "" } of pools.failures()) this.#alarm({ id, arithmetic, message });
    }
  }

  /** Whether the profile promises something of the case: what it does not is neither for nor against the judge. */
  #note(id: string, arithmetic: string, { verdict, worst, message }: Verdict): boolean {
    if (verdict === "unsupported") {
      this.unjudged++;
      return false;
    }
    if (verdict === "pass") this.used = Math.max(this.used, worst?.ratio ?? 0);
    else this.#alarm({ id, arithmetic, message: message ?? verdict });
    return true;
  }

  /** Counts the elements of both data sets that were judged, and whether all gave the same. */
  #count(answers: readonly SoftwareAnswer[], { outputs, secondOutputs }: Expectation): void {
    for (const [dispatch, expected] of [outputs, secondOutputs].entries()) {
      for (const [name, output] of expected) {
        if (this.floatsOnly && !isFloat(output.dataType)) continue;
        const given = answers.map(({ dispatches }) => dispatches[dispatch].get(name)!.data);
        for (let i = 0; i < output.value.length; i++) {
          if (isUnjudged(output, i)) continue;
          this.elements += given.length;
          if (given.some((data) => !Object.is(data[i], given[0][i]))) this.varied += given.length;
        }
      }
    }
  }

  #alarm(alarm: Alarm) {
    this.alarmCount++;
    if (this.alarms.length < mostAlarms) this.alarms.push(alarm);
  }
}

function givesFloats({ graph }: Case): boolean {
  const descriptors = validate(graph);
  return graph.outputs.some((name) => isFloat(descriptors.get(name)!.dataType));
}

/** Elements that nothing is asked of. */
function isUnjudged({ flags }: ExpectedOutput, i: number): boolean {
  return flags !== undefined && (flags[i] & (Flag.any | Flag.skip)) !== 0;
}
