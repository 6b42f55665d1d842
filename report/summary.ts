/**
 * The figures that every report shows: counts a backend, and failures grouped by what they have in common.
 *
 * @module
 */

import type { BackendInfo, ResultLine, ResultsHeader } from "../judge/results.ts";
import type { Cause, VerdictName } from "../judge/verdict.ts";

/** What a verdict counts as. */
export type Outcome = "passed" | "failed" | "unsupported" | "errors";

/** A wrong answer is a failure; no answer, or one that cannot be judged, is an error. */
export const outcomes: Readonly<Record<VerdictName, Outcome>> = {
  pass: "passed",
  fail: "failed",
  flaky: "failed",
  "accepted-invalid": "failed",
  "wrong-exception": "failed",
  unsupported: "unsupported",
  error: "errors",
  crash: "errors",
  timeout: "errors",
};

export interface BackendCounts extends Readonly<Record<Outcome, number>> {
  readonly backend: BackendInfo;
  /** Largest ratio of an element of a passed case to its bounds; 0 if every element was exact. */
  readonly worstRatio: number;
  /** Time in the backend, building and dispatching. */
  readonly seconds: number;
  /** Passed or failed cases that the lowering had to express in other words. */
  readonly rewritten: number;
  /** Elements judged, and those of them whose bound is wider than 1/8 of the value. */
  readonly elements: number;
  readonly blunt: number;
}

/** Failures and errors of one operator, group, cause and backend. */
export interface FailureGroup {
  readonly operator: string;
  readonly group: string;
  readonly verdict: VerdictName;
  readonly cause?: Cause;
  readonly backend: string;
  readonly lines: readonly ResultLine[];
  /** Lines of this operator, group and backend, whatever became of them, unsupported ones left out; pools apart. */
  readonly judged: number;
  /** The line to look at first: the one with the fewest elements. */
  readonly example: ResultLine;
}

export interface Summary {
  /** A row for each backend that answered a case of the spec's operators. */
  readonly webnn: readonly BackendCounts[];
  /** The same for cases with proposed operators. */
  readonly proposals: readonly BackendCounts[];
  /** Most telling first. */
  readonly groups: readonly FailureGroup[];
}

/** The figures of a run. */
export function summarize(header: ResultsHeader, lines: readonly ResultLine[]): Summary {
  const cases = lines.filter(({ pool }) => pool === undefined);
  const count = (some: readonly ResultLine[]) =>
    header.backends
      .map((backend) => countsOf(backend, some.filter((line) => line.backend === backend.name)))
      .filter(({ passed, failed, unsupported, errors }) => passed + failed + unsupported + errors > 0);
  return {
    webnn: count(cases.filter(({ proposal }) => !proposal)),
    proposals: count(cases.filter(({ proposal }) => proposal)),
    groups: failureGroups(lines),
  };
}

function countsOf(backend: BackendInfo, lines: readonly ResultLine[]): BackendCounts {
  const counts = { passed: 0, failed: 0, unsupported: 0, errors: 0 };
  let worstRatio = 0;
  let milliseconds = 0;
  let rewritten = 0;
  let elements = 0, blunt = 0;
  for (const line of lines) {
    const { verdict, worst, buildMs = 0, dispatchMs = 0, rewrites } = line;
    elements += line.elements;
    blunt += line.blunt ?? 0;
    counts[outcomes[verdict]]++;
    if (verdict === "pass" && worst) worstRatio = Math.max(worstRatio, worst.ratio);
    milliseconds += buildMs + dispatchMs;
    if (rewrites?.length) rewritten++;
  }
  return { backend, ...counts, worstRatio, seconds: milliseconds / 1000, rewritten, elements, blunt };
}

/** Operator and group of a case, from its id; the id of a replayed case may have neither. */
export function familyOf({ id }: Pick<ResultLine, "id">): { operator: string; group: string } {
  const [operator, group, ...rest] = id.split("/");
  return rest.length ? { operator, group } : { operator, group: "" };
}

/** Whether a line is a failure or an error. */
export function isFailure({ verdict }: Pick<ResultLine, "verdict">): boolean {
  return outcomes[verdict] === "failed" || outcomes[verdict] === "errors";
}

/** Verdicts and causes, the ones that say most of a backend first. */
const mostTelling: readonly string[] = [
  "crash",
  "nan",
  "value",
  "type",
  "shape",
  "flaky",
  "accepted-invalid",
  "wrong-exception",
  "missing-required",
  "timeout",
  "error",
  "statistic",
  "accuracy",
];

/**
 * Failures and errors by operator, group, cause and backend; most telling first, then the larger group.
 *
 * @param isListed Whether a failure is of interest; the others count as judged only.
 */
export function failureGroups(
  lines: readonly ResultLine[],
  isListed: (line: ResultLine) => boolean = () => true,
): FailureGroup[] {
  const judged = new Map<string, number>();
  const failures = new Map<string, ResultLine[]>();
  for (const line of lines) {
    if (line.verdict === "unsupported") continue;
    const family = familyKey(line);
    judged.set(family, (judged.get(family) ?? 0) + 1);
    if (!isFailure(line) || !isListed(line)) continue;
    const key = JSON.stringify([family, line.verdict, line.cause]);
    const members = failures.get(key);
    if (members) members.push(line);
    else failures.set(key, [line]);
  }
  const groups = [...failures.values()].map((members) => {
    const { verdict, cause, backend } = members[0];
    const { operator, group } = familyOf(members[0]);
    const example = members.reduce((least, line) => line.elements < least.elements ? line : least);
    const all = judged.get(familyKey(members[0])) ?? 0;
    return { operator, group, verdict, cause, backend, lines: members, judged: all, example };
  });
  const rank = ({ verdict, cause }: FailureGroup) => mostTelling.indexOf(cause ?? verdict);
  return groups.sort((a, b) => rank(a) - rank(b) || b.lines.length - a.lines.length);
}

function familyKey(line: ResultLine): string {
  const { operator, group } = familyOf(line);
  return JSON.stringify([operator, group, line.backend, line.pool !== undefined]);
}

/** What went wrong, in words. Where only accuracy is at stake nothing is called a violation. */
export function describeFailure(
  { verdict, cause, profile }: Pick<ResultLine, "verdict" | "cause" | "profile">,
): string {
  if (verdict !== "fail") return verdict;
  switch (cause) {
    case "accuracy":
      return `outside profile ${profile}`;
    case "value":
      return "wrong value";
    case "nan":
      return "NaN";
    case "shape":
      return "wrong shape";
    case "type":
      return "wrong data type";
    case "statistic":
      return "wrong statistics";
    case "missing-required":
      return "required but missing";
    default:
      return "fail";
  }
}
