/**
 * WebIDL's conversion of JavaScript values to the types of arguments and options (https://webidl.spec.whatwg.org,
 * #js-type-mapping), for the values that a misuse may give.
 *
 * @module
 */

import type { OptionValue } from "../graph/graph.ts";
import type { RawValue } from "../graph/invalid.ts";
import type { OptionType } from "../graph/signature.ts";

/** The conversion throws a `TypeError`; `message` says what is allowed. */
export class ConversionError extends Error {
  override readonly name = "ConversionError";
}

/**
 * The value that a method gets for an argument or option of this type.
 *
 * @param wraps The IDL lacks `[EnforceRange]`: whole numbers are taken modulo 2^32, and what is no number is 0.
 * @throws {ConversionError} where WebIDL throws.
 */
export function convert(value: RawValue, type: OptionType, wraps: boolean): OptionValue {
  switch (type) {
    case "long":
      return whole(value, -(2 ** 31), 2 ** 31 - 1);
    case "unsigned long":
      return unsigned(value, wraps);
    case "sequence<unsigned long>":
      return sequence(value).map((item) => unsigned(item, wraps));
    case "unsigned long or sequence<unsigned long>":
      return convert(value, Array.isArray(value) ? "sequence<unsigned long>" : "unsigned long", wraps);
    case "float":
      return finite(value, Math.fround);
    case "double":
      return finite(value, (x) => x);
    case "sequence<float>":
      return sequence(value).map((item) => finite(item, Math.fround));
    case "MLNumber":
      return toNumber(value);
    case "boolean":
      return Boolean(value);
    case "string":
      return toText(value);
    default:
      if ("enum" in type) return choice(value, type.enum);
      return sequence(value).map((item) => choice(item, type.sequenceOf));
  }
}

function unsigned(value: RawValue, wraps: boolean): number {
  return wraps ? toNumber(value) >>> 0 : whole(value, 0, 2 ** 32 - 1);
}

/** `[EnforceRange]`: the fraction is dropped, what is not finite or out of range is refused. */
function whole(value: RawValue, least: number, greatest: number): number {
  const number = Math.trunc(toNumber(value));
  if (number >= least && number <= greatest) return number + 0;
  throw new ConversionError(`a number from ${least} to ${greatest}`);
}

function finite(value: RawValue, round: (x: number) => number): number {
  const number = toNumber(value);
  if (Number.isFinite(round(number))) return number;
  throw new ConversionError("a finite number");
}

function choice(value: RawValue, values: readonly string[]): string {
  const text = toText(value);
  if (values.includes(text)) return text;
  throw new ConversionError(values.map((each) => `"${each}"`).join(" or "));
}

function sequence(value: RawValue): readonly RawValue[] {
  if (Array.isArray(value)) return value;
  throw new ConversionError("a list");
}

/** ECMAScript's ToNumber. */
function toNumber(value: RawValue): number {
  return Number(
    standsForNumber(value) ?? (typeof value === "object" && value !== null ? toText(value) : value),
  );
}

/** The text of a number that JSON lacks. */
function standsForNumber(value: RawValue): string | undefined {
  if (typeof value !== "object" || value === null || !("number" in value)) return undefined;
  return Object.keys(value).length === 1 && typeof value.number === "string" ? value.number : undefined;
}

/** ECMAScript's ToString. */
function toText(value: RawValue): string {
  return String(value);
}
