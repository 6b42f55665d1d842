/**
 * The command line: `deno task conform <command>`. Exit codes: 0 everything as expected, 1 a conformance failure or
 * a regression, 2 the command could not be carried out, 130 interrupted.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { ValidationError } from "../reference/validation_error.ts";
import { backendsCommand } from "./backends.ts";
import { baselineCommand } from "./baseline.ts";
import { type Command, commandHelp, didYouMean, readArguments } from "./command.ts";
import { coverageCommand } from "./coverage.ts";
import { diagnoseCommand } from "./diagnose.ts";
import { explainCommand } from "./explain.ts";
import { generateCommand } from "./generate.ts";
import { listCommand } from "./list.ts";
import { mutantsCommand } from "./mutants.ts";
import { questionsCommand } from "./questions.ts";
import { replayCommand } from "./replay.ts";
import { runCommand } from "./run.ts";
import { shrinkCommand } from "./shrink.ts";
import { note, out } from "./terminal.ts";
import { wptCommand } from "./wpt.ts";

const commands: readonly Command[] = [
  runCommand,
  backendsCommand,
  listCommand,
  coverageCommand,
  generateCommand,
  replayCommand,
  wptCommand,
  baselineCommand,
  explainCommand,
  shrinkCommand,
  diagnoseCommand,
  questionsCommand,
  mutantsCommand,
];

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "webnn-cts: is this WebNN implementation right?",
    "",
    "deno task conform [command] [options]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "Without a command: run. deno task conform <command> --help explains each, with examples.",
    "",
  ].join("\n");
}

/** Carries out a command line and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const [first, ...rest] = args;
    if (first === "help" || first === "--help" || first === "-h") {
      out(overview());
      return 0;
    }
    const isRun = first === undefined || first.startsWith("-");
    const command = isRun ? runCommand : commands.find(({ name }) => name === first);
    if (!command) {
      const names = commands.map(({ name }) => name);
      throw new InputError(
        `Unknown command "${first}".${didYouMean(first, names)} The commands are ${names.join(", ")}.`,
      );
    }
    const given = readArguments(command, isRun ? args : rest);
    if (given.has("help")) {
      out(commandHelp(command));
      return 0;
    }
    return await command.run(given);
  } catch (error) {
    const isRefusal = error instanceof InputError || error instanceof ValidationError;
    note(`conform: ${isRefusal ? error.message : unforeseen(error)}`);
    return 2;
  }
}

/** Exit code 1 is for what backends did, so a mistake of ours must not end the process by itself. */
function unforeseen(error: unknown): string {
  const what = error instanceof Error ? error.stack ?? error.message : String(error);
  return `this is a mistake of webnn-cts; please report it.\n${what}`;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
