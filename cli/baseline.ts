import {
  type Baseline,
  checkFindings,
  compare,
  type Finding,
  parseFindings,
  readBaselines,
  update,
  writeBaseline,
} from "../baselines/mod.ts";
import { InputError } from "../graph/input_error.ts";
import { questions } from "../reference/questions.ts";
import { isNews, renderSummary } from "../report/mod.ts";
import type { Command, Given } from "./command.ts";
import { readResults } from "./results_file.ts";
import { newestResults } from "./results_place.ts";
import { note, out, wantsColour } from "./terminal.ts";

const findingsPath = new URL("../docs/findings.md", import.meta.url);

/** The findings of docs/findings.md. */
export function readFindings(): Finding[] {
  return parseFindings(Deno.readTextFileSync(findingsPath), "docs/findings.md");
}

/** What is wrong between the baselines in a folder and docs/findings.md, one sentence each. */
export function unexplained(baselines: ReadonlyMap<string, Baseline>): string[] {
  return checkFindings(baselines, readFindings(), new Set(questions.keys()));
}

/** `conform baseline` */
export const baselineCommand: Command = {
  name: "baseline",
  summary: "compares results with the committed expectations (check), or accepts them (update)",
  usage: "check|update [RESULTS]",
  description:
    "check compares a results file with the baselines and exits 1 on an unexpected non-pass, an expected one\n" +
    "that now passes or fails otherwise, and a failure that docs/findings.md does not explain.\n" +
    "update rewrites the baselines of the backends in the file; only cases that were run are touched, and\n" +
    "findings that stand there stay. RESULTS is the newest file that a run wrote, unless named.",
  examples: ["baseline check", "baseline update out/run-20261121-101500-042.jsonl"],
  options: { baseline: { value: "DIR", help: "the folder of baselines (default: baselines)" } },
  run(given) {
    const [action, named, ...rest] = given.positionals;
    if (action !== "check" && action !== "update" || rest.length) {
      throw new InputError(
        `"baseline ${given.positionals.join(" ")}" is unknown; allowed is "baseline check [RESULTS]" or ` +
          `"baseline update [RESULTS]".`,
      );
    }
    const path = named ?? newestResults();
    return Promise.resolve(action === "check" ? check(folderOf(given), path) : accept(folderOf(given), path));
  },
};

function folderOf(given: Given): string {
  return given.text("baseline") ?? "baselines";
}

function check(folder: string, path: string): number {
  const { header, lines } = readResults(path);
  const baselines = readBaselines(folder);
  const comparison = compare(lines, baselines);
  out(renderSummary(header, lines, { colour: wantsColour(), results: path, comparison }));
  const problems = unexplained(baselines);
  for (const problem of problems) out(problem);
  return isNews(comparison) || problems.length > 0 ? 1 : 0;
}

function accept(folder: string, path: string): number {
  const { header, lines } = readResults(path);
  const baselines = readBaselines(folder);
  const findings = readFindings();
  for (const backend of header.backends) {
    const baseline = update(backend, lines, baselines.get(backend.name), findings);
    writeBaseline(folder, baseline);
    const { failures, unsupported } = baseline;
    const open = [...failures.values()].filter(({ finding }) => finding === "").length;
    out(
      `${folder}/${backend.name}.json: ${failures.size} expected failures, ${unsupported.size} unsupported` +
        (open ? `; ${open} without a finding` : ""),
    );
  }
  note(`conform: took ${lines.length} results from ${path}`);
  return 0;
}
