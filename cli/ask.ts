/**
 * Asks one backend about one case.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { Backend } from "../runners/backend.ts";

export interface AskOptions {
  /** Milliseconds the case may take. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * What a ready backend answers to a case. Its hosts stay for the next question; the caller closes it in the end.
 *
 * @returns undefined where the signal ended it before an answer came.
 */
export async function ask(
  backend: Backend,
  testCase: Case,
  options: AskOptions,
): Promise<Answer | undefined> {
  let answer: Answer | undefined;
  // Read to its end: a run that is left early ends its hosts.
  for await (const each of backend.run([testCase], options)) answer = each;
  return answer;
}
