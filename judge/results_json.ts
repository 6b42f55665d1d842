/**
 * The lines of a results file from JSON, checked. Keys that are not known are left out.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { choiceFrom, listFrom, objectFrom, stringFrom } from "../graph/json_value.ts";
import { quoted } from "../graph/names.ts";
import { mlNumberFromText, numberFromText } from "../graph/number_text.ts";
import { profileNames } from "../graph/profile.ts";
import type { PoolFigures } from "./pools.ts";
import type { BackendInfo, ResultLine, ResultsHeader } from "./results.ts";
import { type ProofCounts, proofStages, type UnprovenElement } from "./proof_counts.ts";
import { dataFamilies, type Moments } from "./statistics.ts";
import { causes, verdicts, type Worst } from "./verdict.ts";

type Members = ReadonlyMap<string, unknown>;

/**
 * The header that a JSON object stands for.
 * @throws {InputError} if it is no header.
 */
export function headerFromJson(value: unknown, where: string): ResultsHeader {
  const header = objectFrom(value, where);
  return {
    suite: text(header, "suite", where),
    generator: text(header, "generator", where),
    seed: text(header, "seed", where),
    machine: text(header, "machine", where),
    started: text(header, "started", where),
    backends: listFrom(header.get("backends"), `${where}: backends`).map((backend) =>
      backendFrom(backend, where)
    ),
  };
}

function backendFrom(value: unknown, where: string): BackendInfo {
  const backend = objectFrom(value, `${where}: a backend`);
  const options = optional(backend, "options", (given) => objectFrom(given, `${where}: options`));
  return compact({
    name: text(backend, "name", where),
    version: text(backend, "version", where),
    device: text(backend, "device", where),
    profile: choiceFrom(backend.get("profile"), profileNames, `${where}: profile`),
    options: options && Object.fromEntries(
      [...options].map(([key, given]) => [
        key,
        typeof given === "boolean" || typeof given === "number"
          ? given
          : stringFrom(given, `${where}: ${key}`),
      ]),
    ),
  });
}

/**
 * The result that a JSON object stands for.
 * @throws {InputError} if it is no results line.
 */
export function lineFromJson(value: unknown, where: string): ResultLine {
  const line = objectFrom(value, where);
  const word = (given: unknown) => stringFrom(given, where);
  const number = (key: string) => optional(line, key, (given) => numberFromText(given, `${where}: ${key}`));
  const answers = optional(line, "answers", (given) => objectFrom(given, `${where}: answers`));
  const rewrites = optional(line, "rewrites", (given) => listFrom(given, `${where}: rewrites`));
  const unproven = optional(line, "unproven", (given) => listFrom(given, `${where}: unproven`));
  const moments = optional(line, "moments", (given) => listFrom(given, `${where}: moments`));
  return compact({
    id: text(line, "id", where),
    name: optional(line, "name", word),
    file: optional(line, "file", word),
    backend: text(line, "backend", where),
    profile: choiceFrom(line.get("profile"), profileNames, `${where}: profile`),
    content: text(line, "content", where),
    verdict: choiceFrom(line.get("verdict"), verdicts, `${where}: verdict`),
    cause: optional(line, "cause", (given) => choiceFrom(given, causes, `${where}: cause`)),
    meets: optional(line, "meets", (given) => choiceFrom(given, profileNames, `${where}: meets`)),
    elements: numberFromText(line.get("elements"), `${where}: elements`),
    failed: numberFromText(line.get("failed"), `${where}: failed`),
    skipped: numberFromText(line.get("skipped"), `${where}: skipped`),
    blunt: number("blunt"),
    worst: optional(line, "worst", (given) => worstFrom(given, `${where}: worst`)),
    answers: answers &&
      Object.fromEntries([...answers].map(([question, letters]) => [question, word(letters)])),
    message: optional(line, "message", word),
    proposal: line.get("proposal") === true ? true : undefined,
    buildMs: number("buildMs"),
    dispatchMs: number("dispatchMs"),
    rewrites: rewrites?.map(word),
    diagnosis: optional(line, "diagnosis", word),
    moments: moments?.map((given) => momentsFrom(given, `${where}: moments`)),
    proof: optional(line, "proof", (given) => proofFrom(given, `${where}: proof`)),
    unproven: unproven?.map((given) => unprovenFrom(given, `${where}: unproven`)),
    pool: optional(line, "pool", word),
    figures: optional(line, "figures", (given) => figuresFrom(given, `${where}: figures`)),
  });
}

const poolPattern = new RegExp(String.raw`^[A-Za-z0-9]+/float(16|32)/(${dataFamilies.join("|")})\.n\d+$`);

function momentsFrom(value: unknown, where: string): Moments {
  const moments = objectFrom(value, where);
  const pool = text(moments, "pool", where);
  if (!poolPattern.test(pool)) throw new InputError(`${where}: ${quoted(pool)} names no pool`);
  const number = (key: string) => numberFromText(moments.get(key), `${where}: ${key}`);
  const optionalNumber = (key: string) => moments.has(key) ? number(key) : undefined;
  return compact({
    pool,
    count: number("count"),
    terms: number("terms"),
    sum: number("sum"),
    squares: number("squares"),
    narrow: optionalNumber("narrow"),
    right: optionalNumber("right"),
  });
}

function figuresFrom(value: unknown, where: string): PoolFigures {
  const figures = objectFrom(value, where);
  const number = (key: string) => numberFromText(figures.get(key), `${where}: ${key}`);
  const optionalNumber = (key: string) => figures.has(key) ? number(key) : undefined;
  return compact({
    rms: number("rms"),
    bias: number("bias"),
    spread: number("spread"),
    narrow: optionalNumber("narrow"),
    right: optionalNumber("right"),
    effectiveBits: number("effectiveBits"),
  });
}

function proofFrom(value: unknown, where: string): ProofCounts {
  const proof = objectFrom(value, where);
  const stages = proofStages.filter((stage) => proof.has(stage));
  return Object.fromEntries(
    stages.map((stage) => [stage, numberFromText(proof.get(stage), `${where}: ${stage}`)]),
  );
}

function unprovenFrom(value: unknown, where: string): UnprovenElement {
  const element = objectFrom(value, where);
  return {
    output: text(element, "output", where),
    data: numberFromText(element.get("data"), `${where}: data`) === 2 ? 2 : 1,
    index: indexFrom(element, where),
  };
}

function indexFrom(element: Members, where: string): number[] {
  return listFrom(element.get("index"), `${where}: index`).map((i) => numberFromText(i, `${where}: index`));
}

function worstFrom(value: unknown, where: string): Worst {
  const worst = objectFrom(value, where);
  const number = (key: string) => numberFromText(worst.get(key), `${where}: ${key}`);
  return {
    output: text(worst, "output", where),
    index: indexFrom(worst, where),
    expected: mlNumberFromText(worst.get("expected"), `${where}: expected`),
    actual: mlNumberFromText(worst.get("actual"), `${where}: actual`),
    error: number("error"),
    radius: number("radius"),
    ratio: number("ratio"),
    ulp: number("ulp"),
  };
}

function text(members: Members, key: string, where: string): string {
  return stringFrom(members.get(key), `${where}: ${key}`);
}

function optional<T>(members: Members, key: string, read: (value: unknown) => T): T | undefined {
  const value = members.get(key);
  return value === undefined ? undefined : read(value);
}

/** Without the members that are undefined. */
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
