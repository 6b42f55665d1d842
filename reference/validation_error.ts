import type { ExceptionName } from "../graph/invalid.ts";

/** What a method's steps refuse, in the parts a person needs to mend it. */
export interface Refusal {
  /** The operator, as on `MLGraphBuilder`. */
  readonly operator: string;
  /** The step of the method that throws, as a short label: `groups-divide-input-channels`. */
  readonly step: string;
  /** The argument or option at fault: `options.padding`. */
  readonly argument: string;
  /** What was given, in words: `[1,1]`. */
  readonly given: string;
  /** What is allowed, in words: `a list of 4 numbers`. */
  readonly allowed: string;
  /** What the step throws; absent: a `TypeError`. */
  readonly exception?: ExceptionName;
}

/** A graph breaks a throwing step of the spec's method. */
export class ValidationError extends Error implements Refusal {
  override readonly name = "ValidationError";
  readonly operator: string;
  readonly step: string;
  readonly argument: string;
  readonly given: string;
  readonly allowed: string;
  readonly exception: ExceptionName;

  constructor({ operator, step, argument, given, allowed, exception = "TypeError" }: Refusal) {
    super(`${operator}: ${argument} is ${given}; allowed is ${allowed} (${step})`);
    this.operator = operator;
    this.step = step;
    this.argument = argument;
    this.given = given;
    this.allowed = allowed;
    this.exception = exception;
  }
}
