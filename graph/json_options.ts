/**
 * Option values as JSON case files hold them; the operator's definition says which type each has.
 *
 * @module
 */

import type { OptionValue } from "./graph.ts";
import { InputError } from "./input_error.ts";
import { describeValue, listFrom, stringFrom } from "./json_value.ts";
import { mlNumberFromText, numberFromText, numberToText } from "./number_text.ts";
import type { OptionType } from "./signature.ts";

/** The option's value in JSON; its type is left to the operator's definition. */
export function optionToText(value: OptionValue): unknown {
  if (typeof value === "object") {
    return value.map((item) => typeof item === "string" ? item : numberToText(item));
  }
  return typeof value === "number" || typeof value === "bigint" ? numberToText(value) : value;
}

/**
 * The value of an option of this type. Whether an enum has such a value is for the operator's `infer` to say.
 *
 * @throws {InputError} if `json` is not of the type.
 */
export function optionFromText(json: unknown, type: OptionType, where: string): OptionValue {
  switch (type) {
    case "long":
      return integerFrom(json, -(2 ** 31), 2 ** 31, where);
    case "unsigned long":
      return unsignedLongFrom(json, where);
    case "sequence<unsigned long>":
      return listFrom(json, where).map((item, index) => unsignedLongFrom(item, `${where}[${index}]`));
    case "unsigned long or sequence<unsigned long>":
      return optionFromText(json, Array.isArray(json) ? "sequence<unsigned long>" : "unsigned long", where);
    case "sequence<float>":
      return listFrom(json, where).map((item, index) => numberFromText(item, `${where}[${index}]`));
    case "float":
    case "double":
      return numberFromText(json, where);
    case "MLNumber":
      return mlNumberFromText(json, where);
    case "boolean":
      if (typeof json === "boolean") return json;
      throw new InputError(`${where} must be true or false and is ${describeValue(json)}`);
    case "string":
      return stringFrom(json, where);
    default:
      if ("enum" in type) return stringFrom(json, where);
      return listFrom(json, where).map((item, index) => stringFrom(item, `${where}[${index}]`));
  }
}

function unsignedLongFrom(json: unknown, where: string): number {
  return integerFrom(json, 0, 2 ** 32, where);
}

function integerFrom(json: unknown, least: number, limit: number, where: string): number {
  if (typeof json === "number" && Number.isInteger(json) && json >= least && json < limit) return json;
  throw new InputError(
    `${where} must be a whole number from ${least}, below ${limit}, and is ${describeValue(json)}`,
  );
}
