/**
 * Numbers as JSON files hold them, in cases and in results: finite numbers as JSON numbers; `"NaN"`, `"Infinity"`,
 * `"-Infinity"`, `"-0"` as strings; 64-bit integers as decimal strings.
 *
 * @module
 */

import { InputError } from "./input_error.ts";
import { describeValue } from "./json_value.ts";

/** A number in JSON. */
export type NumberText = number | string;

const words: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

const decimal = /^-?\d{1,20}$/;

/** What stands for `value` in JSON; `numberFromText` gives it back bit for bit (NaN payloads aside). */
export function numberToText(value: number | bigint): NumberText {
  if (typeof value === "bigint") return value.toString();
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

/**
 * A float64 from JSON.
 *
 * @throws {InputError} if `text` is neither a number nor one of the four words.
 */
export function numberFromText(text: unknown, where: string): number {
  const value = typeof text === "number" ? text : words.get(text);
  if (value !== undefined) return value;
  throw new InputError(
    `${where} must be a number, "NaN", "Infinity", "-Infinity" or "-0", and is ${describeValue(text)}`,
  );
}

/**
 * An integer from JSON: a decimal string, or a number that float64 holds exactly.
 *
 * @throws {InputError} if it is neither.
 */
export function integerFromText(text: unknown, where: string): bigint {
  if (typeof text === "number" && Number.isSafeInteger(text)) return BigInt(text);
  if (typeof text === "string" && decimal.test(text)) return BigInt(text);
  throw new InputError(
    `${where} must be a whole number, beyond 2^53 as a decimal string such as "9007199254740993", and is ` +
      describeValue(text),
  );
}

/**
 * An `MLNumber` from JSON: a BigInt from a decimal string, a float64 from everything else.
 *
 * @throws {InputError} if it is neither.
 */
export function mlNumberFromText(text: unknown, where: string): number | bigint {
  return typeof text === "string" && text !== "-0" && decimal.test(text)
    ? BigInt(text)
    : numberFromText(text, where);
}
