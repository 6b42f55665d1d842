/**
 * The suite's own score: which seeded bugs the cases of an operator catch (tolerance.md, section 9).
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Expectation } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { judge } from "./judge.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { KernelPools } from "./mutation_pools.ts";
import { type SoftwareAnswer, softwareAnswer } from "./software/answer.ts";
import { arithmetics } from "./software/arithmetic.ts";
import type { Cause, Verdict } from "./verdict.ts";

/** The profiles that correct software backends are known of. */
export type ScoredProfile = keyof typeof arithmetics;

/** A case that catches a mutant, or a pool of many cases' elements. */
export interface Killer {
  readonly id: string;
  readonly cause: Cause;
  /** How often the worst element misses its bound; Infinity where it had to be exact, 0 of a pool. */
  readonly ratio: number;
}

/**
 * What became of a mutant. `not asked`: its bug touches no case, so nothing is known of it. `disproved`: it was called
 * equivalent and a case tells it from a right kernel. `threw`: its own kernel did, which says nothing of the cases. Only
 * `killed` and `equivalent` are as they should be.
 */
export type Fate = "killed" | "equivalent" | "survived" | "not asked" | "disproved" | "threw";

/** What the cases say of a mutant. */
export interface MutantScore {
  readonly name: string;
  readonly sentence: string;
  readonly fate: Fate;
  /** Why it is equivalent, if that is claimed. */
  readonly proof?: string;
  /** The first cases that caught it, at most `enoughKillers`. */
  readonly killers: readonly Killer[];
  /** Cases that its bug touches, among those looked at until it was killed. */
  readonly asked: number;
  /** The largest ratio of an error to its bound that was seen. */
  readonly largest: number;
  /** The case at which its kernel threw, and what. */
  readonly thrown?: string;
}

/** A bound must be missed by this factor: what is barely outside may be inside with other data. */
export const killingRatio = 4;

/** A mutant is put to no further case once so many have caught it. */
export const enoughKillers = 2;

/** Fates that lower the score. */
export function isSurvivor({ fate }: Pick<MutantScore, "fate">): boolean {
  return fate !== "killed" && fate !== "equivalent";
}

/**
 * Puts every mutant to the cases in their order until enough of them have caught it; the statistics of all its answers
 * are looked at if they have not. A case's expectation is computed only if a mutant answers it.
 */
export function scoreMutants(
  mutants: readonly Mutant[],
  cases: Iterable<Case>,
  profile: ScoredProfile,
): MutantScore[] {
  const trials = mutants.map((mutant) => new Trial(mutant));
  for (const testCase of cases) {
    const open = trials.filter((trial) => trial.isOpen);
    if (open.length === 0) break;
    let expectation: Expectation | undefined;
    const expected = () => expectation ??= expectationOf(testCase, profiles[profile]);
    for (const trial of open) trial.put(testCase, expected, profile);
  }
  for (const trial of trials) trial.addPools();
  return trials.map((trial) => trial.score());
}

/** A mutant before the cases. */
class Trial {
  readonly #killers: Killer[] = [];
  readonly #pools: KernelPools;
  #asked = 0;
  #largest = 0;
  #thrown?: string;

  constructor(readonly mutant: Mutant) {
    this.#pools = new KernelPools(mutant.name);
  }

  get isOpen(): boolean {
    return this.#killers.length < enoughKillers && this.#thrown === undefined;
  }

  put(testCase: Case, expected: () => Expectation, profile: ScoredProfile): void {
    const answer = this.#answer(testCase, profile);
    if (!answer) return;
    this.#asked++;
    const expectation = expected();
    const verdict = judge(answer, expectation);
    const ratio = verdict.worst?.ratio ?? 0;
    this.#largest = Math.max(this.#largest, ratio);
    const cause = killingCause(verdict);
    if (cause) this.#killers.push({ id: testCase.id, cause, ratio: verdict.worst ? ratio : Infinity });
    else this.#pools.add(testCase, answer, expectation, verdict);
  }

  /** What no case told alone may be told by all of them. */
  addPools(): void {
    if (!this.isOpen) return;
    for (const { id } of this.#pools.failures().slice(0, enoughKillers - this.#killers.length)) {
      this.#killers.push({ id, cause: "statistic", ratio: 0 });
    }
  }

  #answer(testCase: Case, profile: ScoredProfile): SoftwareAnswer | undefined {
    try {
      return softwareAnswer(testCase, arithmetics[profile][0], this.mutant);
    } catch (error) {
      this.#thrown = `${testCase.id}: ${error}`;
      return undefined;
    }
  }

  score(): MutantScore {
    const { name, sentence, equivalent: proof } = this.mutant;
    return {
      name,
      sentence,
      fate: this.#fate(),
      proof,
      killers: this.#killers,
      asked: this.#asked,
      largest: this.#largest,
      thrown: this.#thrown,
    };
  }

  #fate(): Fate {
    const isEquivalent = this.mutant.equivalent !== undefined;
    if (this.#thrown !== undefined) return "threw";
    if (this.#killers.length > 0) return isEquivalent ? "disproved" : "killed";
    if (isEquivalent) return "equivalent";
    return this.#asked > 0 ? "survived" : "not asked";
  }
}

/** The cause of a failure that is no matter of a few units. */
function killingCause({ verdict, cause, worst }: Verdict): Cause | undefined {
  if (verdict !== "fail" || !cause) return undefined;
  if (cause === "nan" || cause === "shape" || cause === "type") return cause;
  const isExact = worst?.radius === 0;
  return isExact || (worst && worst.ratio >= killingRatio) ? cause : undefined;
}
