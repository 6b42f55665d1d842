/**
 * What failed, group by group, in the terminal.
 *
 * @module
 */

import type { ResultLine } from "../judge/results.ts";
import { describeFailure, type FailureGroup } from "./summary.ts";
import { harmless, type Paint, plain, plural, shellQuoted } from "./text.ts";

/**
 * A few lines a group: what, an element of the smallest case, the bug that it looks like if one is known, and the command
 * that shows it.
 */
export function failureLines(
  groups: readonly FailureGroup[],
  compared: boolean,
  room: number,
  paint: Paint,
  width: number,
  repeat: string | undefined,
): string[] {
  const total = groups.reduce((sum, { lines }) => sum + lines.length, 0);
  if (total === 0) return [];
  const counted = plural(total, "failure") + (compared ? " that no baseline expects" : "");
  const block = [paint("bold", `${counted}, ${plural(groups.length, "group")}:`)];
  let shown = 0;
  for (const group of groups) {
    const lines = groupLines(group, paint, width, repeat);
    if (shown > 0 && block.length - 1 + lines.length > room) break;
    block.push(...lines);
    shown++;
  }
  const rest = groups.length - shown;
  if (rest > 0) block.push(`  and ${plural(rest, "more group")} in the results`);
  return block;
}

function groupLines(group: FailureGroup, paint: Paint, width: number, repeat: string | undefined): string[] {
  const { example, backend, lines, judged, cause } = group;
  const family = [group.operator, group.group].filter(Boolean).map((name) => plain(name, 40)).join("/");
  const kind = paint(cause === "accuracy" ? "yellow" : "red", describeFailure(example));
  const { message = "", diagnosis, pool } = example;
  const noun = pool === undefined ? "case" : "pool";
  return [
    `  ${family}: ${kind} on ${plain(backend, 30)}, ${lines.length} of ${plural(judged, noun)}`,
    `    ${plain(message, width - 4)}`,
    ...diagnosis === undefined ? [] : [`    ${plain(diagnosis, width - 4)}`],
    `    ${paint("dim", commandFor(example, repeat))}`,
  ];
}

/**
 * The command that explains one line. A refusal that is wrong is put again.
 */
export function commandFor({ id, name, backend, file, pool }: ResultLine, repeat = ""): string {
  if (pool !== undefined) return `deno task conform explain ${word(id)}`;
  const isCase = !/^[^/]+\/invalid-/.test(id);
  const what = isCase
    ? `explain ${word(name ?? id)}${file === undefined ? "" : ` --from ${word(file)}`}`
    : file !== undefined
    ? `replay ${word(file)}`
    : `run --filter ${word(id)}`;
  // A case is explained by its id, however many are drawn.
  const options = isCase ? repeat.replace(/--count \S+ ?/, "").trim() : repeat;
  return `deno task conform ${what} --backend ${plain(backend, 40)}${options && ` ${options}`}`;
}

function word(text: string): string {
  return shellQuoted(harmless(text));
}
