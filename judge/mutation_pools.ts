/**
 * The statistics of software kernels (tolerance.md, section 6): a mutant may stay inside every bound and be killed by its
 * errors taken together, and a correct kernel must not be.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Expectation } from "../graph/expectation.ts";
import type { SoftwareAnswer } from "./software/answer.ts";
import { poolLines } from "./pools.ts";
import type { ResultLine } from "./results.ts";
import { countsInStatistics, momentsOf } from "./statistics.ts";
import type { Verdict } from "./verdict.ts";

/** The errors of one kernel on many cases. */
export class KernelPools {
  readonly #lines: ResultLine[] = [];

  /** @param kernel Its name. */
  constructor(readonly kernel: string) {}

  /** Adds what the kernel answered to a case, if it counts. */
  add(
    testCase: Case,
    answer: SoftwareAnswer,
    expectation: Expectation,
    verdict: Verdict,
  ): void {
    if (!countsInStatistics(verdict)) return;
    const moments = momentsOf(testCase, answer.dispatches, expectation);
    if (moments.length === 0) return;
    const { profile } = expectation;
    this.#lines.push({ ...verdict, id: testCase.id, backend: this.kernel, profile, content: "", moments });
  }

  /** The pools that are outside the profile. */
  failures(): ResultLine[] {
    return poolLines(this.#lines).filter(({ verdict }) => verdict === "fail");
  }
}
