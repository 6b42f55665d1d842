/**
 * What `conform diagnose` says of an answer.
 *
 * @module
 */

import { type Candidate, type Diagnosis, mostCandidates } from "../judge/diagnose.ts";
import type { ResultLine } from "../judge/results.ts";
import { describeFailure, isFailure } from "./summary.ts";
import { harmless, type Paint, plain, plural } from "./text.ts";

/** The verdict, then the bugs that give the answer, likeliest first, or those that come nearest. */
export function diagnosisLines(line: ResultLine, diagnosis: Diagnosis | undefined, paint: Paint): string[] {
  const { verdict, message = "" } = line;
  const what = isFailure(line)
    ? paint("red", describeFailure(line))
    : verdict === "pass"
    ? "passes; there is nothing to diagnose"
    : verdict;
  const head = `${harmless(line.id)} on ${plain(line.backend, 40)}: ${what}`;
  const detail = message && verdict !== "pass" ? [`  ${plain(message, 300)}`] : [];
  return [head, ...detail, ...diagnosis ? candidateLines(diagnosis) : remarkOn(line)];
}

function remarkOn(line: ResultLine): string[] {
  return isFailure(line) ? ["  There are no elements to hold against known bugs."] : [];
}

function candidateLines({ fitting, nearest, tried }: Diagnosis): string[] {
  if (fitting.length > 0) {
    const more = fitting.length - mostCandidates;
    return [
      ...fitting.slice(0, mostCandidates).map((each) => `  ${candidateText(each)}`),
      ...more > 0 ? [`  and ${plural(more, "bug")} more`] : [],
      ...fitting.length > 1 ? ["  This case cannot tell them apart."] : [],
    ];
  }
  const among = `of the ${plural(tried, "bug")} that touch the case`;
  if (tried === 0) return ["  No known bug touches the case."];
  if (nearest.length === 0) return [`  No known bug gives this answer or a part of it, ${among}.`];
  return [
    `  No known bug gives this answer, ${among}; nearest:`,
    ...nearest.map((each) => `    ${candidateText(each)}`),
  ];
}

function candidateText(candidate: Candidate): string {
  const { sentence, agreeing, elements, telling, told, wrong, explained } = candidate;
  const changed = `${told} of ${telling} that it changes`;
  const all = explained === wrong ? "" : `, ${explained} of ${wrong} wrong ones explained`;
  return `as if ${sentence}; ${agreeing} of ${elements} elements agree, ${changed}${all} (${candidate.name})`;
}
