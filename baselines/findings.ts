/**
 * Findings: why each expected failure fails. docs/findings.md describes their form at its top.
 *
 * @module
 */

import { selector } from "../graph/glob.ts";
import { InputError } from "../graph/input_error.ts";
import type { Baseline } from "./baseline.ts";

/** What every finding says, in this order. */
export const findingFields = ["cases", "backends", "spec", "element", "right", "upstream"] as const;

type Field = (typeof findingFields)[number];

export interface Finding {
  /** `F3` */
  readonly id: string;
  readonly title: string;
  /** Globs over case ids. */
  readonly cases: readonly string[];
  /** Names of backends. */
  readonly backends: readonly string[];
  readonly fields: Readonly<Record<Field, string>>;
}

/**
 * Reads docs/findings.md. Fenced blocks are left out.
 *
 * @param source Its path, for messages.
 * @throws {InputError} if a finding lacks a field, or two have the same id.
 */
export function parseFindings(text: string, source: string): Finding[] {
  const sections = text.replace(/^```[^]*?^```$/gm, "").split(/^## /m).slice(1);
  const findings = sections.filter((section) => /^F\d/.test(section)).map((section) =>
    findingFrom(section, source)
  );
  const ids = new Set<string>();
  for (const { id } of findings) {
    if (ids.has(id)) {
      throw new InputError(`${source} has two findings ${id}; give one of them another number`);
    }
    ids.add(id);
  }
  return findings;
}

function findingFrom(section: string, source: string): Finding {
  const [, id, title] = /^(F\d+) +(.+)$/m.exec(section) ?? [];
  if (!id) {
    throw new InputError(
      `${source}: "## ${section.split("\n")[0]}" is no heading of a finding; write "## F1 Title"`,
    );
  }
  const parts = section.split(/^- \*\*(\w+)\*\*:/m);
  const fields = Object.fromEntries(findingFields.map((field) => {
    const value = parts[parts.indexOf(field, 1) + 1];
    if (!parts.includes(field, 1) || value.trim() === "") {
      throw new InputError(
        `${source}: ${id} does not say "- **${field}**: …"; every finding has ${findingFields.join(", ")}`,
      );
    }
    return [field, value.trim()];
  })) as Record<Field, string>;
  const quoted = (field: Field) => {
    const names = [...fields[field].matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    if (names.length) return names;
    throw new InputError(`${source}: ${id} names no ${field}; put each in backquotes`);
  };
  return { id, title: title.trim(), cases: quoted("cases"), backends: quoted("backends"), fields };
}

/** The findings that speak of a case on a backend. */
export function coveringFindings(backend: string, id: string, findings: readonly Finding[]): Finding[] {
  return findings.filter(({ cases, backends }) => backends.includes(backend) && selector(cases)(id));
}

/**
 * What is wrong between the committed baselines and the findings, one sentence each: an expected failure without an
 * explanation, an explanation that does not exist or speaks of other cases, a finding that explains nothing.
 *
 * @param questions Ids of the open questions, such as `Q4`.
 */
export function checkFindings(
  baselines: ReadonlyMap<string, Baseline>,
  findings: readonly Finding[],
  questions: ReadonlySet<string>,
): string[] {
  const problems: string[] = [];
  const used = new Set<string>();
  for (const { backend, failures } of baselines.values()) {
    for (const { id, finding } of failures.values()) {
      used.add(finding);
      if (questions.has(finding)) continue;
      const named = findings.find((candidate) => candidate.id === finding);
      if (finding === "") problems.push(`${backend}: ${id} has no finding; nobody has explained it`);
      else if (!named) {
        problems.push(`${backend}: ${id} names ${finding}, which is no finding and no open question`);
      } else if (coveringFindings(backend, id, [named]).length === 0) {
        problems.push(
          `${backend}: ${id} names ${finding}, which does not speak of this case on this backend`,
        );
      }
    }
  }
  for (const { id, title } of findings) {
    if (!used.has(id)) problems.push(`${id} (${title}) explains no expected failure; remove it`);
  }
  return problems;
}
