/**
 * Results against baselines.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import type { ProfileName } from "../graph/profile.ts";
import type { Change, Comparison } from "../judge/comparison.ts";
import type { ResultLine } from "../judge/results.ts";
import { type Baseline, shortId } from "./baseline.ts";

/**
 * Compares every line with the baseline of its backend; without one, every non-pass is unexpected. A case that is
 * expected to be `flaky` may pass.
 *
 * @throws {InputError} if a backend was judged by another profile than its baseline.
 */
export function compare(lines: readonly ResultLine[], baselines: ReadonlyMap<string, Baseline>): Comparison {
  const unexpected: ResultLine[] = [];
  const fixed: Change[] = [];
  const changed: Change[] = [];
  const seen = new Set<string>();
  let expected = 0;
  for (const line of lines) {
    const baseline = baselines.get(line.backend);
    checkProfile(line.backend, line.profile, baselines);
    const was = baseline && expectedOf(baseline, line.id);
    if (was) seen.add(`${line.backend} ${line.id}`);
    if (!was) {
      if (line.verdict !== "pass") unexpected.push(line);
    } else if (line.verdict === "pass") {
      if (was.verdict === "flaky") expected++;
      else fixed.push({ line, was });
    } else if (line.verdict === was.verdict && line.cause === was.cause) {
      expected++;
    } else {
      changed.push({ line, was });
    }
  }
  const known = [...baselines.values()].reduce(
    (sum, { failures, unsupported }) => sum + failures.size + unsupported.size,
    0,
  );
  return { unexpected, fixed, changed, expected, notRun: known - seen.size };
}

/**
 * Checks that a backend is judged by the profile of its baseline, if it has one.
 * @throws {InputError} if it is judged by another.
 */
export function checkProfile(
  backend: string,
  profile: ProfileName,
  baselines: ReadonlyMap<string, Baseline>,
): void {
  const baseline = baselines.get(backend);
  if (!baseline || baseline.profile === profile) return;
  throw new InputError(
    `The baseline of ${backend} is for profile ${baseline.profile} and the results are for ${profile}; ` +
      "run without --profile, or without --baseline.",
  );
}

function expectedOf({ failures, unsupported }: Baseline, id: string): Change["was"] | undefined {
  return failures.get(id) ?? (unsupported.has(shortId(id)) ? { verdict: "unsupported" } : undefined);
}
