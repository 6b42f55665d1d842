/**
 * What failed, group by group, in the terminal.
 *
 * @module
 */

import type { ResultLine } from "../judge/results.ts";
import { describeFailure, type FailureGroup } from "./summary.ts";
import { harmless, type Paint, plain, plural, shellQuoted } from "./text.ts";

/** Three lines a group: what, an element of the smallest case, and the command that shows it. */
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
  const shown = groups.slice(0, Math.max(1, Math.floor(room / 3)));
  const counted = plural(total, "failure") + (compared ? " that no baseline expects" : "");
  const block = [paint("bold", `${counted}, ${plural(groups.length, "group")}:`)];
  for (const group of shown) {
    const family = [group.operator, group.group].filter(Boolean).map((name) => plain(name, 40)).join("/");
    const noun = group.example.pool === undefined ? "case" : "pool";
    const share = `${group.lines.length} of ${plural(group.judged, noun)}`;
    const kind = paint(group.cause === "accuracy" ? "yellow" : "red", describeFailure(group.example));
    block.push(`  ${family}: ${kind} on ${plain(group.backend, 30)}, ${share}`);
    block.push(`    ${plain(group.example.message ?? "", width - 4)}`);
    block.push(`    ${paint("dim", commandFor(group.example, repeat))}`);
  }
  const rest = groups.length - shown.length;
  if (rest > 0) block.push(`  and ${plural(rest, "more group")} in the results`);
  return block;
}

/**
 * The command that explains one line. A refusal that is wrong is put again; a pool is shown by all cases of its operator and
 * data type.
 */
export function commandFor({ id, name, backend, file, pool }: ResultLine, repeat = ""): string {
  const [operator, , dataType] = id.split("/");
  const isCase = pool === undefined && !/^[^/]+\/invalid-/.test(id);
  const what = isCase
    ? `explain ${word(name ?? id)}${file === undefined ? "" : ` --from ${word(file)}`}`
    : file !== undefined
    ? `replay ${word(file)}`
    : `run --filter ${word(pool === undefined ? id : `${operator}/*/${dataType}/**`)}`;
  // A case is explained by its id, however many are drawn.
  const options = isCase ? repeat.replace(/--count \S+ ?/, "").trim() : repeat;
  return `deno task conform ${what} --backend ${plain(backend, 40)}${options && ` ${options}`}`;
}

function word(text: string): string {
  return shellQuoted(harmless(text));
}
