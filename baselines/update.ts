/**
 * Accepting results as the new baseline.
 *
 * @module
 */

import type { BackendInfo, ResultLine } from "../judge/results.ts";
import { type Baseline, type ExpectedFailure, shortId } from "./baseline.ts";
import { coveringFindings, type Finding } from "./findings.ts";

/**
 * The baseline of a backend after a run. Only cases that were run are touched. An entry whose verdict and cause stay
 * keeps its finding; a new or changed one gets the finding that covers it, if exactly one does, and else an empty
 * one, which `checkFindings` refuses until somebody explains it.
 *
 * @param lines Results; those of other backends are ignored.
 * @param baseline The baseline so far, if there is one.
 */
export function update(
  backend: BackendInfo,
  lines: readonly ResultLine[],
  baseline: Baseline | undefined,
  findings: readonly Finding[] = [],
): Baseline {
  const failures = new Map(baseline?.failures);
  const unsupported = new Map(baseline?.unsupported);
  for (const { id, verdict, cause, message = "", ...line } of lines) {
    if (line.backend !== backend.name) continue;
    const old = failures.get(id);
    // A flaky case that passed this time is still flaky.
    if (verdict === "pass" && old?.verdict === "flaky") continue;
    failures.delete(id);
    unsupported.delete(shortId(id));
    if (verdict === "unsupported") {
      unsupported.set(shortId(id), message);
    } else if (verdict !== "pass") {
      const stays = old?.verdict === verdict && old.cause === cause;
      const finding = stays && old.finding || explained(backend.name, id, findings);
      const entry: ExpectedFailure = { id, verdict, finding };
      failures.set(id, cause === undefined ? entry : { ...entry, cause });
    }
  }
  const { name, version, device, profile } = backend;
  return { backend: name, version, device, profile, failures, unsupported };
}

function explained(backend: string, id: string, findings: readonly Finding[]): string {
  const covering = coveringFindings(backend, id, findings);
  return covering.length === 1 ? covering[0].id : "";
}
