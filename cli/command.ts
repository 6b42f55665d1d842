/**
 * What a command is, and how its options are read.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { InputError } from "../graph/input_error.ts";

/** An option of a command. Its name is its key in `Command.options`. */
export interface CommandOption {
  /** What stands behind it on the command line (`GLOB`); absent for a switch. */
  readonly value?: string;
  readonly multiple?: true;
  /** One line of help. */
  readonly help: string;
}

/** The options and arguments a person gave, by name. */
export interface Given {
  readonly positionals: readonly string[];
  has(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  /** A whole number of at least `least`. */
  count(name: string, least: number): number | undefined;
}

/** A command of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands behind the name: `FILE…`. */
  readonly usage: string;
  /** Paragraphs that explain it. */
  readonly description: string;
  readonly examples: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Does it and returns the exit code. Throws `InputError` for what cannot be carried out. */
  run(given: Given): Promise<number>;
}

/** How many single-letter edits lie between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** " Did you mean X?" for the nearest of `known`, or nothing where none is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  let best = "";
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ? ` Did you mean ${best}?` : "";
}

/** The names nearest to a word, at most `most`, the nearest first. */
export function nearest(word: string, known: Iterable<string>, most: number): string[] {
  return [...known].map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance).slice(0, most).map(({ name }) => name);
}

/** Reads the arguments behind a command's name. */
export function readArguments(command: Command, args: readonly string[]): Given {
  const spec = Object.fromEntries(
    Object.entries({ ...command.options, help: helpOption }).map(([name, option]) => [
      name,
      { type: option.value ? "string" as const : "boolean" as const, multiple: option.multiple ?? false },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: spec,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const known = Object.hasOwn(spec, token.name) ? spec[token.name] : undefined;
    if (!known) {
      const names = Object.keys(spec).map((name) => `--${name}`);
      throw new InputError(
        `Unknown option ${token.rawName} of "${command.name}".${didYouMean(token.rawName, names)} ` +
          `Its options: ${names.join(", ")}.`,
      );
    }
    if (known.type === "string" && (token.value === undefined || token.value === "")) {
      throw new InputError(
        `Option --${token.name} needs a value: --${token.name} ${command.options[token.name].value}.`,
      );
    }
    if (known.type === "boolean" && token.value !== undefined) {
      throw new InputError(
        `Option --${token.name} takes no value; "${token.value}" was given. Leave it out.`,
      );
    }
    const earlier = values.get(token.name);
    if (earlier && !known.multiple && known.type === "string") {
      throw new InputError(`Option --${token.name} was given twice; give it once.`);
    }
    values.set(token.name, [...earlier ?? [], token.value ?? ""]);
  }
  const text = (name: string) => values.get(name)?.[0];
  return {
    positionals,
    text,
    has: (name) => values.has(name),
    list: (name) => values.get(name) ?? [],
    count(name, least) {
      const given = text(name);
      if (given === undefined) return undefined;
      const number = Number(given);
      if (!/^\d+$/.test(given) || !Number.isSafeInteger(number) || number < least) {
        throw new InputError(`--${name} is "${given}"; allowed is a whole number of at least ${least}.`);
      }
      return number;
    },
  };
}

/** Throws where a command that takes options only was given more. */
export function noPositionals({ positionals }: Given, command: string): void {
  if (positionals.length) {
    throw new InputError(
      `"${positionals[0]}" is too much: ${command} takes options only. Select cases with --filter "${
        positionals[0]
      }".`,
    );
  }
}

const helpOption: CommandOption = { help: "shows this help" };

/** The help text of one command. */
export function commandHelp(command: Command): string {
  const rows = Object.entries({ ...command.options, help: helpOption }).map(([name, option]) =>
    [`  --${name}${option.value ? ` ${option.value}` : ""}`, option.help] as const
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `conform ${[command.name, command.usage].filter(Boolean).join(" ")}`,
    "",
    command.description,
    "",
    "Options:",
    ...rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`),
    "",
    "Examples:",
    ...command.examples.map((example) => `  deno task conform ${example}`),
    "",
  ].join("\n");
}
