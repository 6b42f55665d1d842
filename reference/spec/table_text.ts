/**
 * How a table is written: one argument, option or row of limits a line, so that a change shows in one line.
 *
 * @module
 */

import type { SpecTable } from "./table.ts";

/** The text of `operators.json`. */
export function tableText(table: SpecTable): string {
  return `${write(table, 4, "")}\n`;
}

/** JSON whose outer `depth` levels of objects are spread over lines. */
function write(value: unknown, depth: number, indent: string): string {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (depth === 0 || !isObject || Object.keys(value).length === 0) return line(value);
  const members = Object.entries(value).map(([name, member]) =>
    `${indent}  ${JSON.stringify(name)}: ${write(member, depth - 1, `${indent}  `)}`
  );
  return `{\n${members.join(",\n")}\n${indent}}`;
}

function line(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(line).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${line(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
