/**
 * The Web IDL in the specification's text: methods of `MLGraphBuilder`, dictionaries and enums.
 *
 * @module
 */

import { InputError } from "../../graph/input_error.ts";
// @ts-types="./webidl2.d.ts"
import { type Default, type Definition, type IdlType, parse, type Typed } from "webidl2";
import type { SpecOption, SpecValue } from "./table.ts";

/** A method of `MLGraphBuilder`. */
export interface IdlMethod {
  readonly name: string;
  readonly returns: string;
  readonly arguments: Readonly<Record<string, SpecValue>>;
  /** Where in the text the script begins in which it stands. */
  readonly position: number;
}

/** A dictionary, without what it inherits. */
export interface IdlDictionary {
  readonly inherits?: string;
  readonly members: Readonly<Record<string, SpecOption>>;
}

/** What stands in the text's `<script type=idl>` elements. */
export interface Idl {
  /** In the order of the text; a name stands there once for each overload. */
  readonly methods: readonly IdlMethod[];
  readonly dictionaries: ReadonlyMap<string, IdlDictionary>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads every IDL script of the text.
 * @throws {InputError} if one of them is no Web IDL.
 */
export function idlOf(text: string): Idl {
  const methods: IdlMethod[] = [];
  const dictionaries = new Map<string, IdlDictionary>();
  const enums = new Map<string, readonly string[]>();
  for (const script of text.matchAll(/<script type=["']?idl["']?>([^]*?)<\/script>/g)) {
    for (const definition of parsed(script[1])) {
      if (definition.type === "enum") {
        enums.set(definition.name, definition.values.map(({ value }) => value));
      } else if (definition.type === "dictionary") {
        const { name, inheritance, members } = definition;
        // Partial dictionaries add members.
        const known = dictionaries.get(name);
        dictionaries.set(name, {
          inherits: inheritance ?? known?.inherits,
          members: { ...known?.members, ...byName(members, option) },
        });
      } else if (definition.type === "interface" && definition.name === "MLGraphBuilder") {
        for (const member of definition.members) {
          if (member.type !== "operation") continue;
          methods.push({
            name: member.name,
            returns: typeText(member.idlType),
            arguments: byName(member.arguments, value),
            position: script.index,
          });
        }
      }
    }
  }
  return { methods, dictionaries, enums };
}

/** The members of a dictionary with those it inherits, which come first. */
export function membersOf(name: string, { dictionaries }: Idl): Record<string, SpecOption> {
  const dictionary = dictionaries.get(name);
  if (!dictionary) throw new InputError(`the IDL has no dictionary ${name}; a spec text has one`);
  const inherited = dictionary.inherits === undefined ? {} : membersOf(dictionary.inherits, {
    methods: [],
    enums: new Map(),
    dictionaries: new Map([...dictionaries].filter(([other]) => other !== name)),
  });
  return { ...inherited, ...dictionary.members };
}

function parsed(script: string): Definition[] {
  try {
    return parse(script);
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new InputError(`an IDL script cannot be read: ${line}`);
  }
}

function byName<T>(items: readonly Typed[], read: (item: Typed) => T): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item.name, read(item)]));
}

function value({ idlType, extAttrs }: Typed): SpecValue {
  const isEnforced = extAttrs.some(isEnforceRange) || hasEnforceRange(idlType);
  return { type: typeText(idlType), ...(isEnforced ? { enforceRange: true } : {}) };
}

function option(field: Typed): SpecOption {
  const given = field.default && defaultValue(field.default);
  return { ...value(field), ...(given === undefined || given === null ? {} : { default: given }) };
}

function defaultValue(given: Default): number | boolean | string | undefined {
  if (given.type === "number") return Number(given.value);
  if (given.type === "string" || given.type === "boolean") return given.value;
}

const isEnforceRange = ({ name }: { readonly name: string }) => name === "EnforceRange";

function hasEnforceRange({ idlType, extAttrs }: IdlType): boolean {
  return extAttrs.some(isEnforceRange) || (typeof idlType !== "string" && idlType.some(hasEnforceRange));
}

function typeText({ generic, union, idlType }: IdlType): string {
  if (typeof idlType === "string") return idlType;
  const parts = idlType.map(typeText);
  return union ? parts.join(" or ") : `${generic}<${parts.join(", ")}>`;
}
