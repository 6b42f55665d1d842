/**
 * What is already known of a backend: a committed file with its expected non-passes.
 *
 * Failures (everything that is neither `pass` nor `unsupported`) stand one a line with their finding. Unsupported
 * cases are many and explain themselves by their limit, so they stand one line an operator, group and limit, each
 * case as the 8 hex digits at the end of its id. They are compared as strictly as failures.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { choiceFrom, listFrom, parseJson, recordFrom, stringFrom } from "../graph/json_value.ts";
import { type ProfileName, profileNames } from "../graph/profile.ts";
import { type Cause, causes, type VerdictName, verdicts } from "../judge/verdict.ts";

/** A case that is expected to fail. */
export interface ExpectedFailure {
  readonly id: string;
  readonly verdict: VerdictName;
  readonly cause?: Cause;
  /** `F3` of docs/findings.md, `Q4` of reference/questions.md, or empty: nobody has explained it yet. */
  readonly finding: string;
}

export interface Baseline {
  readonly backend: string;
  /** What the backend was when the file was last updated, for the reader. */
  readonly version: string;
  readonly device: string;
  /** The profile the cases were judged by. */
  readonly profile: ProfileName;
  /** By case id. */
  readonly failures: ReadonlyMap<string, ExpectedFailure>;
  /** The limit that each unsupported case meets, by `shortId`. */
  readonly unsupported: ReadonlyMap<string, string>;
}

/** Where an unsupported case stands in the file: `operator/group` and its 8 hex digits; other ids stand whole. */
export function shortId(id: string): string {
  const [, path, digits] = /^([^/]+\/[^/]+)\/.*-([0-9a-f]{8})$/.exec(id) ?? [];
  return path ? `${path}#${digits}` : id;
}

/** The file's text: sorted, one entry a line, so that a change of one case is a change of one line. */
export function encodeBaseline(
  { backend, version, device, profile, failures, unsupported }: Baseline,
): string {
  const groups = new Map<string, { path: string; limit: string; cases: string[] }>();
  for (const [short, limit] of [...unsupported].sort(byKey)) {
    const [path, digits] = short.includes("#") ? short.split("#") : ["", short];
    const key = `${path} ${limit}`;
    const group = groups.get(key) ?? { path, limit, cases: [] };
    group.cases.push(digits);
    groups.set(key, group);
  }
  const expected = [...failures].sort(byKey).map(([, { id, verdict, cause, finding }]) => (
    { id, verdict, cause, finding }
  ));
  const members = [
    ...Object.entries({ backend, version, device, profile }).map(([key, value]) =>
      `${JSON.stringify(key)}: ${JSON.stringify(value)}`
    ),
    `"failures": ${listText(expected)}`,
    `"unsupported": ${listText([...groups].sort(byKey).map(([, group]) => group))}`,
  ];
  return `{\n  ${members.join(",\n  ")}\n}\n`;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function listText(values: readonly unknown[]): string {
  return values.length ? `[\n    ${values.map((value) => JSON.stringify(value)).join(",\n    ")}\n  ]` : "[]";
}

/**
 * Reads a baseline file.
 *
 * @param source Its path, for messages.
 * @throws {InputError} if it is none.
 */
export function parseBaseline(text: string, source: string): Baseline {
  const keys = ["backend", "version", "device", "profile", "failures", "unsupported"] as const;
  const file = recordFrom(parseJson(text, source), keys, source);
  const failures = new Map<string, ExpectedFailure>();
  for (const value of listFrom(file.failures, `${source}: failures`)) {
    const failure = failureFrom(value, source);
    if (failures.has(failure.id)) {
      throw new InputError(`${source} lists ${failure.id} twice; remove one entry`);
    }
    failures.set(failure.id, failure);
  }
  const unsupported = new Map<string, string>();
  for (const value of listFrom(file.unsupported, `${source}: unsupported`)) {
    const group = recordFrom(value, ["path", "limit", "cases"], `${source}: an unsupported entry`);
    const path = stringFrom(group.path, `${source}: path`);
    const limit = stringFrom(group.limit, `${source}: limit`);
    for (const entry of listFrom(group.cases, `${source}: cases`)) {
      const digits = stringFrom(entry, `${source}: cases`);
      unsupported.set(path ? `${path}#${digits}` : digits, limit);
    }
  }
  return {
    backend: stringFrom(file.backend, `${source}: backend`),
    version: stringFrom(file.version, `${source}: version`),
    device: stringFrom(file.device, `${source}: device`),
    profile: choiceFrom(file.profile, profileNames, `${source}: profile`),
    failures,
    unsupported,
  };
}

const expectable = verdicts.filter((verdict) => verdict !== "pass" && verdict !== "unsupported");

function failureFrom(value: unknown, source: string): ExpectedFailure {
  const entry = recordFrom(value, ["id", "verdict", "cause", "finding"], `${source}: a failure`);
  const id = stringFrom(entry.id, `${source}: id`);
  return {
    id,
    verdict: choiceFrom(entry.verdict, expectable, `${source}: the verdict of ${id}`),
    ...entry.cause === undefined
      ? {}
      : { cause: choiceFrom(entry.cause, causes, `${source}: the cause of ${id}`) },
    finding: stringFrom(entry.finding, `${source}: the finding of ${id}`),
  };
}
