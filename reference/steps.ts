/**
 * The throwing steps of a method, written as what must hold.
 *
 * @module
 */

import { ValidationError } from "./validation_error.ts";

/**
 * Throws a `ValidationError` unless `holds`.
 *
 * @param step The step's label, such as `groups-divide-input-channels`.
 * @param argument The argument or option at fault.
 * @param given Its value.
 * @param allowed What is allowed, in words.
 */
export type Require = (
  holds: boolean,
  step: string,
  argument: string,
  given: unknown,
  allowed: string,
) => void;

/** The `Require` of an operator's steps. */
export function stepsOf(operator: string): Require {
  return (holds, step, argument, given, allowed) => {
    if (!holds) throw new ValidationError({ operator, step, argument, given: inWords(given), allowed });
  };
}

function inWords(given: unknown): string {
  if (given === undefined) return "absent";
  return Array.isArray(given)
    ? `[${given.join(",")}]`
    : typeof given === "string"
    ? `"${given}"`
    : String(given);
}

/** Whether `size` is a "valid dimension" (spec: #api-mloperanddescriptor). */
export function isValidDimension(size: number): boolean {
  return Number.isInteger(size) && size > 0 && size < 2 ** 31;
}
