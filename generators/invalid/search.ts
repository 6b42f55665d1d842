/**
 * Calls that violate one throwing step each, found among the smallest changes of valid calls.
 *
 * @module
 */

import { checkCall } from "../../reference/check_options.ts";
import type { Operator } from "../../reference/operator.ts";
import { type Asked, watchSteps } from "../../reference/steps.ts";
import { ValidationError } from "../../reference/validation_error.ts";
import type { Call } from "./call.ts";
import { type Change, changesOf } from "./changes.ts";
import { reasonUnasked } from "./unasked.ts";

/** A call that the operator's method refuses. */
export interface Violation extends Change {
  /** The step that throws, and for which argument. */
  readonly error: ValidationError;
  /** The valid call it is a change of. */
  readonly neighbour: Call;
  /** No other step throws when this one lets it pass. */
  readonly alone: boolean;
}

/** What a search has found. */
export interface Found {
  /** The best violation of each step, argument and direction. */
  readonly violations: readonly Violation[];
  /** Steps that the method came to and that no call violates. */
  readonly unviolated: readonly Asked[];
  /** Steps that the method came to and that no case is drawn for, with the reason. */
  readonly unasked: ReadonlyMap<string, string>;
}

/** Valid calls whose changes are changed again where a step is still to be violated. */
const furtherNeighbours = 8;

/** Violations of every step of the operator that small changes of the neighbours, which are valid, can violate. */
export function searchViolations(operator: Operator, neighbours: readonly Call[]): Found {
  const best = new Map<string, Violation>();
  const asked = new Map<string, Asked>();
  const violated = new Set<string>();
  const explore = (neighbour: Call): Call[] => {
    const accepted: Call[] = [];
    for (const change of changesOf(operator, neighbour)) {
      const error = errorOf(operator, change.call, (step) => void asked.set(step.step, step));
      if (!error) {
        accepted.push(change.call);
        continue;
      }
      violated.add(error.step);
      const key = keyOf(error, change);
      if (best.get(key)?.alone) continue;
      const alone = isAlone(operator, change.call, error);
      if (alone || !best.has(key)) best.set(key, { ...change, error, neighbour, alone });
    }
    return accepted;
  };
  const accepted = neighbours.slice(0, furtherNeighbours).map((each) => explore(each));
  neighbours.slice(furtherNeighbours).forEach(explore);
  const left = () =>
    [...asked.values()].filter(({ step }) =>
      !violated.has(step) && reasonUnasked(operator.name, step) === undefined
    );
  for (const calls of accepted) {
    for (const call of calls) if (left().length > 0) explore(call);
  }
  const unasked = [...asked.keys(), ...violated].flatMap((step) => {
    const reason = reasonUnasked(operator.name, step);
    return reason === undefined ? [] : [[step, reason] as const];
  });
  return { violations: [...best.values()], unviolated: left(), unasked: new Map(unasked) };
}

/** A rank is violated in both directions, an option that may be a list as a number and as a list. */
function keyOf({ step, argument }: ValidationError, { short, call }: Change): string {
  const name = argument.replace(/^options\.|\[.*$/g, "");
  const isList = Array.isArray(call.options[name]);
  const isMore = step === "allowed-rank" && (short.includes("rank-more") || short.includes("rank-above"));
  return `${step} ${name} ${isList} ${isMore}`;
}

/** What the method throws; `see` is told each of its steps. */
export function errorOf(
  operator: Operator,
  { operands, options }: Call,
  see: (asked: Asked) => void = () => {},
): ValidationError | undefined {
  try {
    checkCall(operator, operands, options);
    const watch = (asked: Asked) => {
      see(asked);
      return false;
    };
    watchSteps(watch, () => operator.infer(operands, options));
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
}

/** Whether the method throws nothing else when this step lets the call pass. */
function isAlone(operator: Operator, { operands, options }: Call, error: ValidationError): boolean {
  try {
    watchSteps(
      ({ step }, holds) => !holds && step === error.step,
      () => operator.infer(operands, options),
    );
    return true;
  } catch {
    return false;
  }
}
