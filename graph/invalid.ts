/**
 * What a case that must be refused is refused for.
 *
 * @module
 */

import { InputError } from "./input_error.ts";
import { choiceFrom, describeValue, objectFrom, recordFrom, stringFrom } from "./json_value.ts";

/** The exceptions that the builder's steps throw: a `TypeError`, else a `DOMException` of that name. */
export const exceptions = ["TypeError", "InvalidStateError"] as const;

export type ExceptionName = (typeof exceptions)[number];

/** The throwing step that a case violates. The call that violates it is the last of its method. */
export interface Invalid {
  /** The method that throws: an operator's, `input`, `constant`, or `build`, whose promise is rejected. */
  readonly method: string;
  /** The step's label, such as `axis-range`. */
  readonly step: string;
  /** The argument or option at fault, such as `options.padding`. */
  readonly argument: string;
  readonly exception: ExceptionName;
  /** Absent where the graph itself is invalid; else the graph is valid, and this is done wrongly. */
  readonly misuse?: Misuse;
}

/** What no graph can say of a call. */
export type Misuse =
  /** The builder has built a graph before. */
  | { readonly kind: "built" }
  /** The builder's context is lost. */
  | { readonly kind: "lost" }
  /** The operand of this name is another builder's. */
  | { readonly kind: "other-builder"; readonly operand: string }
  /** The constant tensor is destroyed, no constant one, or another context's. */
  | { readonly kind: "tensor"; readonly state: TensorState }
  /** The constant's bytes are given as a view of this type. */
  | { readonly kind: "view"; readonly type: ViewType }
  /** The argument or option is given as `value`, or left out where there is none. */
  | { readonly kind: "argument"; readonly argument: string; readonly value?: RawValue };

export const tensorStates = ["destroyed", "not-constant", "other-context"] as const;

export type TensorState = (typeof tensorStates)[number];

export const viewTypes = ["Int32Array", "DataView"] as const;

export type ViewType = (typeof viewTypes)[number];

/**
 * A JavaScript value. An object of the one key `operand` stands for the operand of that name, one of the one key
 * `number` for a number that JSON lacks: `"NaN"`, `"Infinity"`, `"-Infinity"`.
 */
export type RawValue =
  | null
  | boolean
  | number
  | string
  | readonly RawValue[]
  | { readonly [key: string]: RawValue };

const misuses = ["built", "lost", "other-builder", "tensor", "view", "argument"] as const;

/**
 * The `Invalid` that stands in a case file as it is.
 * @throws {InputError} if `json` is none.
 */
export function invalidFromJson(json: unknown, where: string): Invalid {
  const { method, step, argument, exception, misuse } = recordFrom(
    json,
    ["method", "step", "argument", "exception", "misuse"],
    where,
  );
  return {
    method: stringFrom(method, `${where}: method`),
    step: stringFrom(step, `${where}: step`),
    argument: stringFrom(argument, `${where}: argument`),
    exception: choiceFrom(exception, exceptions, `${where}: exception`),
    ...(misuse !== undefined && { misuse: misuseFromJson(misuse, `${where}: misuse`) }),
  };
}

function misuseFromJson(json: unknown, where: string): Misuse {
  const kind = choiceFrom(objectFrom(json, where).get("kind"), misuses, `${where}: kind`);
  switch (kind) {
    case "built":
    case "lost":
      recordFrom(json, ["kind"], where);
      return { kind };
    case "other-builder": {
      const { operand } = recordFrom(json, ["kind", "operand"], where);
      return { kind, operand: stringFrom(operand, `${where}: operand`) };
    }
    case "tensor": {
      const { state } = recordFrom(json, ["kind", "state"], where);
      return { kind, state: choiceFrom(state, tensorStates, `${where}: state`) };
    }
    case "view": {
      const { type } = recordFrom(json, ["kind", "type"], where);
      return { kind, type: choiceFrom(type, viewTypes, `${where}: type`) };
    }
    case "argument": {
      const { argument, value } = recordFrom(json, ["kind", "argument", "value"], where);
      const given = value === undefined ? {} : { value: rawFromJson(value, `${where}: value`) };
      return { kind, argument: stringFrom(argument, `${where}: argument`), ...given };
    }
  }
}

function rawFromJson(json: unknown, where: string): RawValue {
  if (json === null || typeof json === "boolean" || typeof json === "number" || typeof json === "string") {
    return json;
  }
  if (Array.isArray(json)) return json.map((item) => rawFromJson(item, where));
  if (typeof json !== "object") throw new InputError(`${where} is ${describeValue(json)}; give a JSON value`);
  return Object.fromEntries(
    [...objectFrom(json, where)].map(([key, value]) => [key, rawFromJson(value, where)]),
  );
}
