/**
 * Taking apart JSON that somebody else wrote.
 *
 * @module
 */

import { InputError } from "./input_error.ts";
import { checkStructure } from "./json_structure.ts";
import { limits } from "./limits.ts";
import { printable, quoted } from "./names.ts";

/**
 * Parses JSON.
 *
 * @param source Where the text is from, for messages.
 * @throws {InputError} if it is empty, too long or too deep, if a key occurs twice in one object, or if it is not JSON.
 */
export function parseJson(text: string, source: string): unknown {
  if (text.trim() === "") throw new InputError(`${source} is empty; JSON was expected`);
  if (text.length > limits.textLength) {
    throw new InputError(
      `${source} has ${text.length} characters of JSON and at most ${limits.textLength} are read; split it`,
    );
  }
  checkStructure(text, source);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new InputError(`${source} is not JSON: ${printable(error.message)}`);
    }
    throw error;
  }
}

/** A JSON value in a few words, for messages. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** The members of an object, as a map, so that no key reaches a prototype. */
export function objectFrom(value: unknown, where: string): ReadonlyMap<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return new Map(Object.entries(value));
  }
  throw new InputError(`${where} must be an object and is ${describeValue(value)}`);
}

/** The members of an object that has no others than those listed. */
export function recordFrom<K extends string>(
  value: unknown,
  keys: readonly K[],
  where: string,
): { readonly [key in K]?: unknown } {
  const members = objectFrom(value, where);
  for (const key of members.keys()) {
    if (!(keys as readonly string[]).includes(key)) {
      throw new InputError(`${where} has the key ${quoted(key)}; allowed are ${keys.map(quoted).join(", ")}`);
    }
  }
  return Object.fromEntries(members) as { readonly [key in K]?: unknown };
}

/** `value` as a list. */
export function listFrom(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError(`${where} must be a list and is ${describeValue(value)}`);
}

/** `value` as a string. */
export function stringFrom(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new InputError(`${where} must be a string and is ${describeValue(value)}`);
}

/** One of a few strings. */
export function choiceFrom<T extends string>(value: unknown, choices: readonly T[], where: string): T {
  const choice = choices.find((allowed) => allowed === value);
  if (choice !== undefined) return choice;
  throw new InputError(
    `${where} must be one of ${choices.map(quoted).join(", ")} and is ${describeValue(value)}`,
  );
}
