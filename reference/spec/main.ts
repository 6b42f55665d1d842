/**
 * `deno task spec:extract index.bs` and `deno task spec:diff index.bs`. Exit codes: 0 done, or nothing has changed;
 * 1 (`diff` only) something has changed; 2 bad input.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { InputError } from "../../graph/input_error.ts";
import { checkFileBytes } from "../../graph/limits.ts";
import { specTable } from "./committed.ts";
import { difference } from "./difference.ts";
import { extract } from "./extract.ts";
import type { Edition } from "./table.ts";
import { tableText } from "./table_text.ts";

const usage = "give the path of an index.bs: deno task spec:extract path/to/index.bs [--date 2026-06-26], " +
  "deno task spec:diff path/to/index.bs";

/** Carries out `args` and returns the exit code. `say` takes a line of output, `complain` one of errors. */
export async function main(
  args: readonly string[],
  say: (line: string) => void,
  complain: (line: string) => void,
): Promise<number> {
  try {
    const { command, path, date } = read(args);
    const table = await extract(textOf(path), date).catch((error) => {
      throw error instanceof InputError ? new InputError(`${path}: ${error.message}`) : error;
    });
    if (command === "extract") {
      Deno.writeTextFileSync(new URL("operators.json", import.meta.url), tableText(table));
      say(
        `reference/spec/operators.json: ${Object.keys(table.operators).length} operators of ${
          name(table.edition)
        }`,
      );
      return 0;
    }
    const lines = difference(specTable, table);
    say(`${name(specTable.edition)} → ${name(table.edition)}`);
    for (const line of lines.length ? lines : ["nothing that the table holds has changed"]) say(line);
    return lines.length ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    complain(`spec: ${error.message}`);
    return 2;
  }
}

function read(args: readonly string[]): { command: "extract" | "diff"; path: string; date?: string } {
  const { positionals: [command, path, ...rest], values: { date, ...others } } = parseArgs({
    args: [...args],
    options: { date: { type: "string" } },
    allowPositionals: true,
    strict: false,
  });
  const isDate = date === undefined || (typeof date === "string" && /^\d{4}-\d\d-\d\d$/.test(date));
  const isWhole = path !== undefined && rest.length === 0 && Object.keys(others).length === 0 && isDate;
  if ((command !== "extract" && command !== "diff") || !isWhole) throw new InputError(usage);
  return { command, path, date };
}

function textOf(path: string): string {
  try {
    checkFileBytes(Deno.statSync(path).size, path);
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "there is no such file" : (error as Error).message;
    throw new InputError(`${path} cannot be read: ${reason}; ${usage}`);
  }
}

function name({ status, date, sha256 }: Edition): string {
  return [status, date, `(SHA-256 ${sha256.slice(0, 8)}…)`].filter(Boolean).join(" ");
}

if (import.meta.main) Deno.exit(await main(Deno.args, console.log, console.error));
