/**
 * A run from its first case to its exit code: progress, results file, summary, report, baselines.
 *
 * @module
 */

import { checkProfile, compare, readBaselines } from "../baselines/mod.ts";
import deno from "../deno.json" with { type: "json" };
import { generatorVersion } from "../generators/version.ts";
import { operators } from "../reference/operators.ts";
import { InputError } from "../graph/input_error.ts";
import type { Comparison } from "../judge/comparison.ts";
import type { BackendInfo, ResultLine, ResultsHeader } from "../judge/results.ts";
import { poolLines } from "../judge/pools.ts";
import { resumeKey } from "../judge/results.ts";
import {
  hasFailed,
  isFailure,
  renderJson,
  renderJunit,
  renderSummary,
  type Speed,
  speedOf,
  type TerminalOptions,
} from "../report/mod.ts";
import { harmless, plural, shellQuoted } from "../report/text.ts";
import type { Asked } from "./backend_options.ts";
import type { CommandOption, Given } from "./command.ts";
import { execute, type Prepared } from "./execute.ts";
import { onInterrupt } from "./interrupt.ts";
import { makeFolder, openResults, type ResultsFile, writeFile } from "./results_file.ts";
import { freshResults, newestResults } from "./results_place.ts";
import { ProgressLine } from "./progress_line.ts";
import { note, out, screen, wantsColour } from "./terminal.ts";

export const recordOptions: Readonly<Record<string, CommandOption>> = {
  results: { value: "FILE", help: "where results are appended as they come (default: out/run-<time>.jsonl)" },
  resume: { help: "continue a results file: FILE, else the newest of out/" },
  report: { value: "DIR", help: "writes the report there: junit.xml" },
  baseline: { value: "DIR", help: "exit 1 only where results differ from the baselines in DIR" },
  json: { help: "one JSON document in place of the summary" },
  quiet: { help: "no progress and no summary" },
};

export interface Recording {
  readonly given: Given;
  readonly asked: Asked;
  readonly seed: string;
  readonly total: number;
  /** How many of them must be refused. */
  readonly invalid: number;
  readonly cases: () => Iterable<Prepared>;
}

/**
 * Carries a run out. Returns its exit code: 0, 1, or 130 when it was interrupted.
 *
 * @throws {InputError} before anything is run, if the results, the report or the baselines are in no usable place, or if
 * no case can be put to any of the backends.
 */
export async function record(recording: Recording): Promise<number> {
  const { given, asked } = recording;
  try {
    const validating = validatingOf(recording);
    const header = headerOf(recording);
    const baselines = baselinesFor(header, given.text("baseline"));
    const report = given.text("report");
    if (report !== undefined) makeFolder(report);
    const path = given.text("results") ?? (given.has("resume") ? newestResults() : freshResults(new Date()));
    const file = openResults(path, header, given.has("resume"));
    const interrupt = onInterrupt();
    try {
      const { lines: cases, speed } = await collect(recording, header, file, interrupt.signal);
      const pools = interrupt.signal.aborted ? [] : poolLines(cases);
      pools.forEach((line) => file.append(line));
      const lines = [...cases, ...pools];
      const comparison = baselines && compare(lines, baselines);
      const isPartly = recording.invalid > 0 && validating.length < asked.ready.length;
      const refusals = isPartly ? { cases: recording.invalid, backends: validating } : undefined;
      const outcome = { header, lines, speed, comparison, results: path, refusals };
      return conclude(given, outcome, interrupt.signal.aborted);
    } finally {
      interrupt.release();
      file.close();
    }
  } finally {
    await Promise.all(asked.ready.map(({ backend }) => backend.close()));
  }
}

/**
 * The backends that cases which must be refused are put to.
 *
 * @throws {InputError} where there is none and every case must be refused.
 */
function validatingOf({ asked: { ready }, total, invalid }: Recording): string[] {
  const names = (some: Asked["ready"]) => some.map(({ backend }) => backend.name);
  const validating = names(ready.filter(({ backend }) => backend.validates));
  if (total > 0 && invalid === total && validating.length === 0) {
    throw new InputError(
      `No selected case can be put to ${names(ready).join(", ")}: ${
        plural(total, "case")
      } must be refused, and ` +
        "only webnn-chromium is asked those (with replay, reference too).",
    );
  }
  return validating;
}

function baselinesFor(header: ResultsHeader, folder: string | undefined) {
  if (folder === undefined) return undefined;
  const baselines = readBaselines(folder);
  for (const { name, profile } of header.backends) checkProfile(name, profile, baselines);
  return baselines;
}

function headerOf({ asked, seed }: Recording): ResultsHeader {
  return {
    suite: deno.version,
    generator: generatorVersion,
    seed,
    machine: `${Deno.build.os} ${Deno.build.arch}, Deno ${Deno.version.deno}`,
    started: new Date().toISOString(),
    backends: asked.ready.map(({ backend, profile, version, device }): BackendInfo => ({
      name: backend.name,
      version,
      device,
      profile,
    })),
  };
}

/** Runs what is not in the file yet. Returns all results of the selection, earlier ones first, and its speed. */
async function collect(
  { given, asked, total, invalid, cases }: Recording,
  header: ResultsHeader,
  file: ResultsFile,
  signal: AbortSignal,
): Promise<{ lines: ResultLine[]; speed: Speed }> {
  const backends = new Map(header.backends.map((info) => [info.name, info]));
  const lines: ResultLine[] = [];
  const fresh: ResultLine[] = [];
  const began = performance.now();
  const validating = asked.ready.filter(({ backend }) => backend.validates).length;
  const answers = (total - invalid) * asked.ready.length + invalid * validating;
  const progress = new ProgressLine(answers, given.has("quiet"));
  const add = (line: ResultLine) => {
    lines.push(line);
    progress.step(isFailure(line));
  };
  try {
    await execute({
      cases,
      targets: asked.ready,
      jobs: asked.jobs,
      timeoutMs: asked.timeoutMs,
      signal,
      isDone(prepared, { backend }) {
        if (file.earlier.size === 0) return false;
        const line = file.earlier.get(resumeKey(prepared, backends.get(backend.name)!));
        if (line?.id !== prepared.testCase.id) return false;
        add(line);
        return true;
      },
      onResult(line) {
        const proposal = isProposal(line) ? { proposal: true as const } : {};
        const whole = { ...line, ...proposal };
        file.append(whole);
        fresh.push(whole);
        add(whole);
      },
    });
  } finally {
    progress.end();
  }
  return { lines, speed: speedOf(fresh, (performance.now() - began) / 1000) };
}

function isProposal({ id }: ResultLine): boolean {
  return operators.get(id.split("/")[0])?.status === "proposal";
}

interface Outcome {
  readonly header: ResultsHeader;
  readonly lines: readonly ResultLine[];
  readonly speed: Speed;
  readonly comparison?: Comparison;
  /** The results file. */
  readonly results: string;
  readonly refusals: TerminalOptions["refusals"];
}

function conclude(
  given: Given,
  { header, lines, speed, comparison, results, refusals }: Outcome,
  interrupted: boolean,
): number {
  const report = given.text("report");
  if (given.has("json")) {
    out(renderJson(header, lines, { results, comparison, speed }));
  } else if (!given.has("quiet")) {
    const repeat = repeated(given);
    const options = {
      colour: wantsColour(),
      ...screen(),
      results,
      report,
      comparison,
      repeat,
      speed,
      refusals,
    };
    out(renderSummary(header, lines, options));
  }
  if (report !== undefined) writeFile(`${report}/junit.xml`, renderJunit(header, lines));
  if (interrupted) {
    note(`conform: interrupted; ${lines.length} results are in ${results}, continue with --resume`);
    return 130;
  }
  return hasFailed(lines, comparison) ? 1 : 0;
}

/** The options that a command must repeat to ask the same again. */
function repeated(given: Given): string | undefined {
  const options = ["seed", "count", "profile", "browser"].filter((name) => given.has(name));
  return options.map((name) => `--${name} ${shellWord(given.text(name)!)}`).join(" ") || undefined;
}

/** A word for a shell, in quotes only where it needs them. */
function shellWord(word: string): string {
  return /^[\w.,:/@+-]+$/.test(word) ? word : shellQuoted(harmless(word));
}
