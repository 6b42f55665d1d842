/**
 * The verdict on an answer (tolerance.md, section 2; the statistics of section 6 are not here).
 *
 * What the design leaves open is decided here, once:
 *
 * - A valid graph that the backend refuses to build without naming a limit is `error`. (A limit that the lowering or
 *   `opSupportLimits` names makes the answer `unsupported`; `missing-required` is for an operator or data type that
 *   the spec requires and those limits lack, and is not found by running a case.)
 * - An expectation that contradicts itself, or leaves more than 1 % of the elements undecided under profile ieee, is
 *   `error` too, with a message that blames the suite: the case says nothing of the backend, and must not be counted as
 *   passed. Where a wider profile leaves them undecided it is the profile that promises nothing (a one-pass variance
 *   that cancels, a float16 sum too long for its type): `unsupported`, neither for nor against the backend.
 *   NaN where a number is right fails such a case all the same (section 2, step 4).
 * - Dispatches 1 and 3 must agree on every element, also where any value passes; only where several updates compete
 *   for a place may another of them win each time. `flaky` wins over `fail`; the failed elements of dispatches 1 and 2
 *   are counted all the same.
 * - Of several causes NaN is named first, then an element whose bounds have no width, then the rest.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { Answer, Outputs } from "../graph/answer.ts";
import type { Elements } from "../graph/data_type.ts";
import type { Expectation, ExpectedOutputs } from "../graph/expectation.ts";
import { numberToText } from "../graph/number_text.ts";
import { indexAt } from "../graph/tensor.ts";
import { isFreeChoice } from "./alternatives.ts";
import { structureFault } from "./structure.ts";
import { Tally } from "./tally.ts";
import type { Verdict, Worst } from "./verdict.ts";

type Dispatches = readonly [Outputs, Outputs, Outputs];

/** More undecided elements than this share void a case (tolerance.md, section 2, step 2). */
const undecidedShare = 0.01;

const unjudged = { elements: 0, failed: 0, skipped: 0 };

/**
 * Expectations under the profiles after and before the claimed one in the order of `profileNames`, strictest first, each
 * computed when it is asked for. A profile admits what any before it admits, whatever its own bounds are: who claims less
 * may always do more. So the profiles form a chain although their bounds do not.
 */
export interface Others {
  /** Asked when elements fail, to tell `accuracy` from `value`. */
  readonly wider?: () => Iterable<Expectation>;
  /** Asked of every answer, to tell the strictest profile that it meets. */
  readonly stricter?: () => Iterable<Expectation>;
}

/**
 * Judges every element of every output of dispatches 1 and 2, and that dispatch 3 repeats dispatch 1. Never throws
 * for anything a backend can answer.
 */
export function judge(
  answer: Answer,
  expectation: Expectation,
  others: Others = {},
): Verdict {
  switch (answer.kind) {
    case "outputs":
      return judgeOutputs(answer.dispatches, expectation, others);
    case "rejected": {
      const message = `${answer.exception}: ${answer.message}`;
      const { mayReject } = expectation;
      return mayReject
        ? { verdict: "pass", ...unjudged, answers: { [mayReject.question]: mayReject.answer }, message }
        : { verdict: "error", ...unjudged, message: `refused a valid graph: ${message}` };
    }
    case "accepted":
      return { verdict: "error", ...unjudged, message: `no outputs came: ${answer.message}` };
    default:
      return { verdict: answer.kind, ...unjudged, message: answer.message };
  }
}

function judgeOutputs(
  dispatches: Dispatches,
  expectation: Expectation,
  others: Others,
): Verdict {
  const { outputs, secondOutputs } = expectation;
  for (const [k, dispatch] of dispatches.entries()) {
    const fault = structureFault(dispatch, k === 1 ? secondOutputs : outputs);
    if (fault) {
      return {
        verdict: "fail",
        ...unjudged,
        cause: fault.cause,
        message: `dispatch ${k + 1}: ${fault.message}`,
      };
    }
  }
  const tally = tallyOf(dispatches, expectation);
  const { elements, failed, skipped, blunt, worst } = tally;
  const counts = { elements, failed, skipped, ...(blunt > 0 && { blunt }) };
  const difference = firstDifference(dispatches[0], dispatches[2], outputs);
  if (difference) return { verdict: "flaky", ...counts, worst, message: difference };
  const fault = suiteFault(tally);
  const met = tally.defect === undefined ? firstMet(dispatches, others.stricter) : undefined;
  if (met !== undefined) {
    return { verdict: "pass", meets: met, ...counts, failed: 0, worst, ...answersOf(tally, expectation) };
  }
  if (fault && (tally.defect || !tally.nan)) {
    const isOfProfile = tally.defect === undefined && expectation.profile !== "ieee";
    const message = isOfProfile ? `profile ${expectation.profile} promises nothing here: ${fault}` : fault;
    return { verdict: isOfProfile ? "unsupported" : "error", ...counts, message };
  }
  if (failed) {
    return { verdict: "fail", ...counts, worst, ...causeOf(tally, dispatches, expectation, others) };
  }
  return { verdict: "pass", meets: expectation.profile, ...counts, worst, ...answersOf(tally, expectation) };
}

/** The first of the profiles that every element meets. */
function firstMet(
  dispatches: Dispatches,
  expectations: Others["stricter"] = () => [],
): Expectation["profile"] | undefined {
  for (const expectation of expectations()) {
    const tally = tallyOf(dispatches, expectation);
    if (tally.failed === 0 && suiteFault(tally) === undefined) return expectation.profile;
  }
}

function tallyOf([first, second]: Dispatches, { outputs, secondOutputs }: Expectation): Tally {
  const tally = new Tally();
  tally.add(first, outputs);
  tally.add(second, secondOutputs);
  return tally;
}

/** Why a case says nothing of the backend. */
function suiteFault({ defect, elements, skipped }: Tally): string | undefined {
  if (defect) return `a defect of the suite, not of the backend: ${defect}`;
  if (skipped > undecidedShare * (elements + skipped)) {
    return `the case is void: the reference leaves ${skipped} of ${elements + skipped} elements undecided`;
  }
}

function causeOf(
  tally: Tally,
  dispatches: Dispatches,
  { profile, outputs }: Expectation,
  others: Others,
): Pick<Verdict, "cause" | "message" | "meets"> {
  const { elements, failed, worst } = tally;
  const where = `${failed} of ${elements} elements`;
  const example = worst ? `; worst ${describeWorst(worst)}` : "";
  const meets = firstMet(dispatches, others.wider);
  const met = meets && { meets };
  if (tally.nan) return { cause: "nan", ...met, message: `${where} are wrong, NaN among them${example}` };
  const isExact = outputs.values().every((output) => output.isExact);
  if (meets && !isExact) {
    const message = `${where} are outside profile ${profile}, inside ${meets}${example}`;
    return { cause: "accuracy", meets, message };
  }
  const how = tally.exact ? ", where the answer is exact" : "";
  return { cause: "value", ...met, message: `${where} are wrong${how}${example}` };
}

function describeWorst({ output, index, expected, actual, radius }: Worst): string {
  const place = `${output}[${index.join(",")}]`;
  const allowed = radius > 0 && radius < Infinity ? ` ± ${radius.toPrecision(3)}` : "";
  return `${place}: expected ${numberToText(expected)}${allowed}, got ${numberToText(actual)}`;
}

/** Where the third dispatch does not repeat the first, bit for bit (NaN payloads and free choices aside). */
function firstDifference(first: Outputs, third: Outputs, expected: ExpectedOutputs): string | undefined {
  for (const [name, { data, shape }] of first) {
    const again = third.get(name)!.data;
    if (bytesOf(data).equals(bytesOf(again))) continue;
    for (let i = 0; i < data.length; i++) {
      if (Object.is(data[i], again[i]) || isFreeChoice(expected.get(name)!, i, again[i])) continue;
      const place = `${name}[${indexAt(i, shape).join(",")}]`;
      return `${place} was ${numberToText(data[i])} and is ${numberToText(again[i])} when dispatched again`;
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Elements): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A graph that might have been refused and was not is answer `a` to that question, unless an element tells more. */
function answersOf({ answers }: Tally, { mayReject }: Expectation): Pick<Verdict, "answers"> {
  if (mayReject && mayReject.answer !== "a" && !answers.has(mayReject.question)) {
    answers.set(mayReject.question, new Set("a"));
  }
  if (answers.size === 0) return {};
  const joined = [...answers].map(([question, letters]) => [question, [...letters].sort().join(",")]);
  return { answers: Object.fromEntries(joined) };
}
