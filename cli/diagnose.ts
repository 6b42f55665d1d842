import { InputError } from "../graph/input_error.ts";
import { numberToText } from "../graph/number_text.ts";
import { diagnose, type Diagnosis } from "../judge/diagnose.ts";
import type { ResultLine, Results } from "../judge/results.ts";
import { diagnosisLines } from "../report/diagnosis_text.ts";
import { isFailure } from "../report/mod.ts";
import { painter } from "../report/text.ts";
import { ask } from "./ask.ts";
import { backendOptions } from "./backend_options.ts";
import type { Command, Given } from "./command.ts";
import { expectationFor, judged, type Prepared, type Target } from "./execute.ts";
import { onInterrupt } from "./interrupt.ts";
import { oneCase, oneCaseOptions } from "./one_case.ts";
import { readResults } from "./results_file.ts";
import { newestResultsIfAny } from "./results_place.ts";
import { targetsOf } from "./stored_answers.ts";
import { note, out, wantsColour } from "./terminal.ts";

const { backend, profile, timeout, browser } = backendOptions;

/** `conform diagnose` */
export const diagnoseCommand: Command = {
  name: "diagnose",
  summary: "which known kind of bug gives exactly the wrong answer to one case",
  usage: "CASE [options]",
  description:
    "Asks backends one case again and holds a wrong answer against every mutant of the graph's operators, each\n" +
    "computed in several orders of adding. An element agrees if it is as near to the mutant's value as it would\n" +
    "have to be to the right one. A bug fits if every element agrees, and one that it changes is among them.\n" +
    "CASE is a case id, or a case file (bundle, JSON) as replay takes them. Without --backend the ones are asked\n" +
    "that failed in the results, else all that can run here; the seed is that of the results.\n" +
    "Exit code 0: every answer passes; 1: one does not; 2: no such case, a backend that is not ready; 130:\n" +
    "interrupted.",
  examples: [
    "diagnose conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02",
    "diagnose conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02 --backend ort-webgpu --json",
    "diagnose my-case.json --backend reference",
  ],
  options: {
    backend: {
      ...backend,
      help: "the backends to ask (default: those that failed in the results); of a case file also reference",
    },
    profile,
    timeout,
    browser,
    ...oneCaseOptions,
    results: { value: "FILE", help: "results of an earlier run (default: the newest of out/, if any)" },
    json: { help: "one JSON document" },
  },
  async run(given) {
    const results = resultsOf(given);
    const { prepared, inFile } = oneCase(given, "diagnose", results?.header.seed || undefined);
    if (prepared.testCase.invalid) {
      throw new InputError(`${prepared.testCase.id} must be refused; it has no answer to diagnose.`);
    }
    const names = given.text("backend")?.split(",") ?? failedIn(results, prepared);
    if (!inFile && names?.includes("reference")) {
      throw new InputError(
        "The reference answers a drawn case with the expected values, so there is nothing to diagnose; " +
          "--backend reference is for case files, whose own expected values it gives. Name a backend, such as ort-cpu.",
      );
    }
    const asked = await targetsOf(given, inFile ? [inFile] : [], names);
    const interrupt = onInterrupt();
    try {
      const told: Told[] = [];
      for (const target of asked.ready) {
        const one = await toldBy(target, prepared, asked.timeoutMs, interrupt.signal);
        if (!one) break;
        told.push(one);
      }
      return conclude(told, given, interrupt.signal.aborted);
    } finally {
      interrupt.release();
      await Promise.all(asked.ready.map(({ backend }) => backend.close()));
    }
  },
};

/** What became of the case on a backend; a diagnosis where the answer has elements and failed. */
interface Told {
  readonly line: ResultLine;
  readonly diagnosis?: Diagnosis;
}

function resultsOf(given: Given): Results | undefined {
  const path = given.text("results") ?? newestResultsIfAny();
  return path === undefined ? undefined : readResults(path);
}

/** The backends that a run saw fail; undefined where there are none. */
function failedIn(results: Results | undefined, { testCase, file }: Prepared): string[] | undefined {
  const failed = results?.lines.filter((line) =>
    isFailure(line) && line.id === testCase.id && (line.file === undefined) === (file === undefined)
  ).map((line) => line.backend).filter((name) => name !== "reference");
  return failed?.length ? failed : undefined;
}

async function toldBy(
  target: Target,
  prepared: Prepared,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Told | undefined> {
  const { testCase } = prepared;
  const answer = await ask(target.backend, testCase, { timeoutMs, signal });
  if (!answer) return undefined;
  const line = judged(prepared, answer, target);
  if (line.verdict !== "fail" || answer.kind !== "outputs") return { line };
  return { line, diagnosis: diagnose(testCase, answer, expectationFor(prepared, target, answer)) };
}

function conclude(told: readonly Told[], given: Given, interrupted: boolean): number {
  if (given.has("json")) {
    const answers = told.map(({ line, diagnosis }) => ({ ...line, diagnosis }));
    out(JSON.stringify(
      { answers },
      (_key, value: unknown) =>
        typeof value === "number" || typeof value === "bigint" ? numberToText(value) : value,
      2,
    ));
  } else {
    const paint = painter(wantsColour());
    for (const { line, diagnosis } of told) out(diagnosisLines(line, diagnosis, paint).join("\n"));
  }
  if (interrupted) {
    note("conform: interrupted");
    return 130;
  }
  return told.some(({ line }) => isFailure(line)) ? 1 : 0;
}
