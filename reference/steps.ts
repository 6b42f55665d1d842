/**
 * The throwing steps of a method, written as what must hold.
 *
 * @module
 */

import { type Refusal, ValidationError } from "./validation_error.ts";

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

/** A step as a method comes to it. */
export type Asked = Pick<Refusal, "operator" | "step" | "argument">;

/** Sees a step and whether it holds; `true` lets the method go on although it does not. */
export type StepWatcher = (asked: Asked, holds: boolean) => boolean;

let watcher: StepWatcher | undefined;

/** What `work` returns, while `watch` sees every step that its methods come to: how cases are found that violate one. */
export function watchSteps<T>(watch: StepWatcher, work: () => T): T {
  watcher = watch;
  try {
    return work();
  } finally {
    watcher = undefined;
  }
}

/** The `Require` of an operator's steps. */
export function stepsOf(operator: string): Require {
  return (holds, step, argument, given, allowed) => {
    if (watcher?.({ operator, step, argument }, holds)) return;
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
