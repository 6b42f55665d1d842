import { selector } from "../graph/glob.ts";
import { InputError } from "../graph/input_error.ts";
import { type Question, questions } from "../reference/questions.ts";
import { type Command, noPositionals } from "./command.ts";
import { readResults } from "./results_file.ts";
import { newestResults } from "./results_place.ts";
import { out } from "./terminal.ts";

/** `conform questions` */
export const questionsCommand: Command = {
  name: "questions",
  summary: "open questions of the spec × backends: who answers which way",
  usage: "[--results FILE] [--filter GLOB] [--json]",
  description:
    "Prints every open question of reference/questions.md and, from a results file, how many cases of each\n" +
    "backend took which answer, or why none did. The quotations stand in reference/questions.md.",
  examples: [
    "questions",
    "questions --filter 'maxPool2d/**'",
    "questions --results out/run-20261121-101500-042.jsonl --json",
  ],
  options: {
    results: { value: "FILE", help: "a results file (default: the newest of out/)" },
    filter: { value: "GLOB", multiple: true, help: "count only cases whose id matches; repeatable" },
    json: { help: "one JSON document" },
  },
  run(given) {
    noPositionals(given, "questions");
    const table = tally(given.text("results") ?? newestOrNone(), given.list("filter"));
    if (given.has("json")) out(JSON.stringify(table, null, 2));
    else out(table.questions.map(questionText).join("\n"));
    return Promise.resolve(0);
  },
};

interface Row extends Pick<Question, "id" | "title" | "answers"> {
  /** Cases by backend, then by the letter of the answer taken. */
  readonly taken: Record<string, Record<string, number>>;
  /** Why no case took an answer, where none did. */
  none?: string;
}

function tally(
  results: string | undefined,
  filters: readonly string[],
): { results?: string; questions: Row[] } {
  const selects = selector(filters);
  const rows = new Map(
    [...questions.values()].map(({ id, title, answers }): [string, Row] => [
      id,
      { id, title, answers, taken: {} },
    ]),
  );
  const asked = new Set<string>();
  for (
    const { id: caseId, backend, answers = {} } of results === undefined ? [] : readResults(results).lines
  ) {
    if (!selects(caseId)) continue;
    asked.add(backend);
    for (const [id, letters] of Object.entries(answers)) {
      const row = rows.get(id);
      if (!row) {
        throw new InputError(`${results} answers ${id}, which is no open question; run again to renew it.`);
      }
      if (questions.get(id)!.ofBuilder && !isBuilder(backend)) continue;
      const counts = row.taken[backend] ??= {};
      for (const letter of letters.split(",")) counts[letter] = (counts[letter] ?? 0) + 1;
    }
  }
  for (const row of rows.values()) {
    if (Object.keys(row.taken).length === 0) row.none = whyNone(questions.get(row.id)!, asked);
  }
  return { results, questions: [...rows.values()] };
}

/** Whether a backend is an implementation of `MLGraphBuilder`. */
function isBuilder(backend: string): boolean {
  return backend.startsWith("webnn-");
}

/** @param asked The backends that have results. */
function whyNone({ notAsked, ofBuilder }: Question, asked: ReadonlySet<string>): string {
  if (notAsked !== undefined) return `not asked: ${notAsked}`;
  if (asked.size === 0) return "no results";
  if (ofBuilder && ![...asked].some(isBuilder)) {
    return "asked of MLGraphBuilder only: these results are of none";
  }
  return "none of the cases in these results tells the answers apart";
}

function newestOrNone(): string | undefined {
  try {
    return newestResults();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

function questionText({ id, title, answers, taken, none }: Row): string {
  const backends = Object.entries(taken);
  const width = Math.max(0, ...backends.map(([backend]) => backend.length));
  return [
    `${id}  ${title}`,
    ...Object.entries(answers).map(([letter, answer]) => `    ${letter}) ${answer}`),
    ...backends.map(([backend, counts]) =>
      `    ${backend.padEnd(width)}  ${
        Object.entries(counts).sort().map(([letter, count]) => `${letter}: ${count} cases`).join(", ")
      }`
    ),
    ...none === undefined ? [] : [`    ${none}`],
    "",
  ].join("\n");
}
