/**
 * Standard output and standard error as a person or a pipe sees them.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { harmless } from "../report/text.ts";

const encoder = new TextEncoder();

function write(stream: { writeSync(bytes: Uint8Array): number }, text: string) {
  const bytes = encoder.encode(text);
  for (let from = 0; from < bytes.length;) from += stream.writeSync(bytes.subarray(from));
}

/** Writes results to standard output. A reader that has gone away (`| head`) is no error. */
export function out(text: string): void {
  try {
    write(Deno.stdout, text.endsWith("\n") ? text : text + "\n");
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return;
    throw new InputError(`Standard output cannot be written: ${(error as Error).message}.`);
  }
}

let drawn = false;

/** Writes lines to standard error, above the progress bar if one is drawn. Control characters are left out. */
export function note(text: string): void {
  erase();
  write(Deno.stderr, text.split("\n").map(harmless).join("\n") + "\n");
}

/** Draws `line` in place of the last one drawn. Only where standard error is a terminal. */
export function draw(line: string): void {
  write(Deno.stderr, `\r\x1b[2K${line}`);
  drawn = true;
}

/** Removes the progress line. */
export function erase(): void {
  if (drawn) write(Deno.stderr, "\r\x1b[2K");
  drawn = false;
}

/** Whether colour may be used on standard output: a terminal, and no `NO_COLOR` (no-color.org). */
export function wantsColour(): boolean {
  return Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
}

/** Whether a progress bar may be drawn: standard error is a terminal. */
export function wantsProgressBar(): boolean {
  return Deno.stderr.isTerminal();
}

/** Columns and rows of the terminal on standard output; nothing where it is none, or does not know. */
export function screen(): { width?: number; rows?: number } {
  if (!Deno.stdout.isTerminal()) return {};
  const { columns, rows } = Deno.consoleSize();
  // A terminal that does not know its size says 0.
  return columns && rows ? { width: columns, rows } : {};
}
