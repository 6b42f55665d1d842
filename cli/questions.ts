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
  usage: "[--results FILE] [--json]",
  description:
    "Prints every open question of reference/questions.md and, from a results file, how many cases of each\n" +
    "backend took which answer. The quotations stand in reference/questions.md.",
  examples: ["questions", "questions --results out/run-20261121-101500-042.jsonl --json"],
  options: {
    results: { value: "FILE", help: "a results file (default: the newest of out/)" },
    json: { help: "one JSON document" },
  },
  run(given) {
    noPositionals(given, "questions");
    const table = tally(given.text("results"));
    if (given.has("json")) out(JSON.stringify(table, null, 2));
    else out(table.questions.map(questionText).join("\n"));
    return Promise.resolve(0);
  },
};

interface Row extends Pick<Question, "id" | "title" | "answers"> {
  /** Cases by backend, then by the letter of the answer taken. */
  readonly taken: Record<string, Record<string, number>>;
}

function tally(path: string | undefined): { results?: string; questions: Row[] } {
  const all = [...questions.values()].map(({ id, title, answers }): Row => ({
    id,
    title,
    answers,
    taken: {},
  }));
  const results = path ?? newestOrNone();
  if (results === undefined) return { questions: all };
  const rows = new Map(all.map((row) => [row.id, row]));
  for (const { backend, answers = {} } of readResults(results).lines) {
    for (const [id, letters] of Object.entries(answers)) {
      const row = rows.get(id);
      if (!row) {
        throw new InputError(`${results} answers ${id}, which is no open question; run again to renew it.`);
      }
      if (questions.get(id)!.ofBuilder && !backend.startsWith("webnn-")) continue;
      const counts = row.taken[backend] ??= {};
      for (const letter of letters.split(",")) counts[letter] = (counts[letter] ?? 0) + 1;
    }
  }
  return { results, questions: all };
}

function newestOrNone(): string | undefined {
  try {
    return newestResults();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

function questionText({ id, title, answers, taken }: Row): string {
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
    ...backends.length ? [] : ["    no result tells the answers apart"],
    "",
  ].join("\n");
}
