/**
 * The results file: JSON Lines. A header, then one line a case and backend, appended as they come. A resumed run
 * appends another header, so files may also be joined end to end.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { printable } from "../graph/names.ts";
import { numberToText } from "../graph/number_text.ts";
import type { ProfileName } from "../graph/profile.ts";
import type { PoolFigures } from "./pools.ts";
import type { ProofCounts, UnprovenElement } from "./proof_counts.ts";
import { headerFromJson, lineFromJson } from "./results_json.ts";
import type { Moments } from "./statistics.ts";
import type { Verdict } from "./verdict.ts";

/** A backend as it was when it answered. */
export interface BackendInfo {
  readonly name: string;
  readonly version: string;
  /** Device or adapter. */
  readonly device: string;
  /** The profile it was judged by. */
  readonly profile: ProfileName;
  /** How it was set up, where that can be chosen. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** The first line: what produced the lines below it. */
export interface ResultsHeader {
  /** Version of the suite, and of the generators' cases. */
  readonly suite: string;
  readonly generator: string;
  readonly seed: string;
  /** Operating system, processor, runtime. */
  readonly machine: string;
  /** When the run began, as ISO 8601 in UTC. */
  readonly started: string;
  readonly backends: readonly BackendInfo[];
}

/** What became of a case on a backend. */
export interface ResultLine extends Verdict {
  readonly id: string;
  /** A replayed case's name in its file, and the file. */
  readonly name?: string;
  readonly file?: string;
  readonly backend: string;
  readonly profile: ProfileName;
  /** `contentHash` of the case. */
  readonly content: string;
  /** An operator of the graph has status proposal: the line enters no WebNN figure. */
  readonly proposal?: true;
  readonly buildMs?: number;
  readonly dispatchMs?: number;
  /** What the lowering had to add to express the case. */
  readonly rewrites?: readonly string[];
  /** Which known bugs give exactly this answer: `as if the padding were ignored; 96 of 96 elements agree`. */
  readonly diagnosis?: string;
  /** What the case adds to the statistics. */
  readonly moments?: readonly Moments[];
  /** How its expected values are proven. */
  readonly proof?: ProofCounts;
  /** The first of its expected elements that no stage proves. */
  readonly unproven?: readonly UnprovenElement[];
  /** The line is no case's: it says what became of this pool of elements of many (`poolLines`), and what was measured. */
  readonly pool?: string;
  readonly figures?: PoolFigures;
}

/** A results file, read. */
export interface Results {
  /** The last header, with the backends of all headers; of a backend that is in several, the last. */
  readonly header: ResultsHeader;
  /** The last line of each case and backend, in the order in which the cases first came. */
  readonly lines: readonly ResultLine[];
  /** The same lines by `resumeKey`, each with the backend of the header it stands under. */
  readonly byKey: ReadonlyMap<string, ResultLine>;
  /** The last line was cut off (by a crash) and is not among `lines`. */
  readonly cut: boolean;
}

/** The value of `format` in a header; a change that older readers cannot read changes it. */
const format = "webnn-cts results 1";

/** A header as a line of the file, without the line feed. */
export function encodeHeader(header: ResultsHeader): string {
  return JSON.stringify({ format, ...header });
}

/** A result as a line of the file, without the line feed. Numbers are coded as in case files. */
export function encodeLine(line: ResultLine): string {
  return JSON.stringify(
    line,
    (_key, value: unknown) =>
      typeof value === "number" || typeof value === "bigint" ? numberToText(value) : value,
  );
}

/**
 * What a result is a result of: case content and backend, version, device, options, profile. A line may stand for a
 * case that is to be run only if the keys are equal.
 */
export function resumeKey(line: Pick<ResultLine, "content">, backend: BackendInfo): string {
  const { name, version, device, profile, options = {} } = backend;
  const chosen = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([line.content, name, version, device, profile, chosen]);
}

/**
 * Reads a results file. A last line without a line feed was cut off and is left out.
 *
 * @param source The file's path, for messages.
 * @throws {InputError} if it is no results file, or a line is damaged.
 */
export function parseResults(text: string, source: string): Results {
  const rows = text.split("\n");
  const cut = rows.pop() !== "";
  const headers: ResultsHeader[] = [];
  const lines = new Map<string, ResultLine>();
  const keys = new Map<string, string>();
  for (const [i, row] of rows.entries()) {
    if (row.trim() === "") continue;
    const where = `${source}, line ${i + 1}`;
    const object = parseObject(row);
    if (object && "format" in object) {
      if (object.format !== format) throw new InputError(foreign(source, `its format is not "${format}"`));
      headers.push(headerFromJson(object, where));
      continue;
    }
    if (headers.length === 0) throw new InputError(foreign(source, "it does not begin with a header"));
    if (!object) {
      throw new InputError(`${where}: this is not a JSON object; remove the line to read the rest`);
    }
    const line = lineFromJson(object, where);
    const subject = JSON.stringify([line.backend, line.id, line.file, line.name]);
    const info = headers.at(-1)!.backends.find(({ name }) => name === line.backend);
    if (!info) {
      throw new InputError(`${where}: the header above names no backend "${printable(line.backend)}"`);
    }
    lines.set(subject, line);
    keys.set(subject, resumeKey(line, info));
  }
  const header = headers.at(-1);
  if (!header) throw new InputError(foreign(source, text === "" ? "it is empty" : "it has no whole line"));
  const backends = new Map(headers.flatMap(({ backends }) => backends).map((info) => [info.name, info]));
  return {
    header: { ...header, backends: [...backends.values()] },
    lines: [...lines.values()],
    byKey: new Map([...lines].map(([subject, line]) => [keys.get(subject)!, line])),
    cut,
  };
}

function foreign(source: string, why: string): string {
  return `${source} is not a results file of this suite: ${why}; give a file that a run wrote with --results`;
}

function parseObject(row: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(row);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
