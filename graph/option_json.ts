/**
 * Option values in JSON that needs no operator definition to be read: a number that JSON lacks is
 * `{"number":"NaN"}`, a BigInt is `{"bigint":"5"}`, everything else stands as it is.
 *
 * @module
 */

import type { OptionValue } from "./graph.ts";
import { InputError } from "./input_error.ts";
import { describeValue, recordFrom } from "./json_value.ts";
import { integerFromText, numberFromText, numberToText } from "./number_text.ts";

type Single = number | bigint | boolean | string;

/** An option as JSON that keeps its type: BigInts and numbers that JSON lacks are objects of one key. */
export function optionToJson(value: OptionValue): unknown {
  return typeof value === "object" ? value.map(singleToJson) : singleToJson(value);
}

function singleToJson(value: Single): unknown {
  if (typeof value === "bigint") return { bigint: value.toString() };
  if (typeof value !== "number") return value;
  const text = numberToText(value);
  return typeof text === "string" ? { number: text } : text;
}

/**
 * The option that `optionToJson` wrote.
 * @throws {InputError} if `json` is nothing that `optionToJson` writes.
 */
export function optionFromJson(json: unknown, where: string): OptionValue {
  if (!Array.isArray(json)) return singleFromJson(json, where);
  const list = json.map((item) => singleFromJson(item, where));
  if (list.every((item) => typeof item === "string")) return list;
  if (list.every((item) => typeof item === "number" || typeof item === "bigint")) return list;
  throw new InputError(`${where} must be a list of numbers or a list of strings`);
}

function singleFromJson(json: unknown, where: string): Single {
  if (typeof json === "number" || typeof json === "boolean" || typeof json === "string") return json;
  if (typeof json !== "object" || json === null) {
    throw new InputError(`${where} must be a number, a string or a boolean and is ${describeValue(json)}`);
  }
  const { number, bigint } = recordFrom(json, ["number", "bigint"], where);
  return bigint === undefined ? numberFromText(number, where) : integerFromText(bigint, where);
}
