/**
 * The results file: JSON Lines, appended as results come, so that a run that is killed loses nothing.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import {
  encodeHeader,
  encodeLine,
  parseResults,
  type ResultLine,
  type Results,
  type ResultsHeader,
} from "../judge/results.ts";

/** A results file that is open for appending. */
export interface ResultsFile {
  readonly path: string;
  /** Results that stood in it already (`--resume`), by `resumeKey`. */
  readonly earlier: ReadonlyMap<string, ResultLine>;
  append(line: ResultLine): void;
  close(): void;
}

/** Reads a results file. Throws `InputError` when it is missing, unreadable or not one of ours. */
export function readResults(path: string): Results {
  return parseResults(readInput(path), path);
}

/** The text of a file a person named. */
export function readInput(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${reasonOf(error)}. Give the path of a readable file.`);
  }
}

/** What the system says of a failed file operation, without the path and the number. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file or folder";
  if (error instanceof Deno.errors.PermissionDenied) return "permission is denied";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotCapable) return "Deno keeps it from programs";
  return (error instanceof Error ? error.message : String(error)).replace(/ \(os error \d+\).*$/, "");
}

/** Makes a folder and its parents. Throws `InputError` where that is not possible. */
export function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new InputError(
      `The folder ${path} cannot be made: ${reasonOf(error)}. Name one that can be written.`,
    );
  }
}

/** Writes a file. Throws `InputError` where that is not possible. */
export function writeFile(path: string, content: string | Uint8Array): void {
  makeFolder(folderOf(path));
  try {
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else Deno.writeFileSync(path, content);
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${reasonOf(error)}. Name a place that can be written.`);
  }
}

/**
 * Opens `path` for appending. A file that holds results already is continued with `resume` and refused without.
 * A last line that a crash cut off is removed.
 */
export function openResults(path: string, header: ResultsHeader, resume: boolean): ResultsFile {
  makeFolder(folderOf(path));
  const existing = sizeOf(path) > 0 ? readInput(path) : "";
  if (existing && !resume) {
    throw new InputError(
      `${path} holds results already; continue it with --resume, or name another file with --results.`,
    );
  }
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { write: true, create: true, append: true });
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${reasonOf(error)}. Name another file with --results.`);
  }
  const encoder = new TextEncoder();
  const appendText = (text: string) => {
    const bytes = encoder.encode(text + "\n");
    try {
      for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
    } catch (error) {
      throw new InputError(
        `${path} cannot be written: ${
          reasonOf(error)
        }. Make room and continue with --resume, or name another file.`,
      );
    }
  };
  const earlier = existing ? parseResults(existing, path) : undefined;
  if (earlier?.cut) {
    const whole = existing.slice(0, existing.lastIndexOf("\n") + 1);
    file.truncateSync(encoder.encode(whole).length);
  }
  appendText(encodeHeader(header));
  return {
    path,
    earlier: earlier?.byKey ?? new Map(),
    append: (line) => appendText(encodeLine(line)),
    close: () => file.close(),
  };
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash) || "/";
}
