/** The part of webidl2 that is used here; the package carries no types. */

export interface IdlType {
  readonly generic: string;
  readonly union: boolean;
  readonly idlType: string | readonly IdlType[];
  readonly extAttrs: readonly ExtendedAttribute[];
}

export interface ExtendedAttribute {
  readonly name: string;
}

export type Default =
  | { readonly type: "string" | "number"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "dictionary" | "sequence" | "null" | "Infinity" | "NaN" };

/** An argument of an operation, or a field of a dictionary. */
export interface Typed {
  readonly name: string;
  readonly idlType: IdlType;
  readonly extAttrs: readonly ExtendedAttribute[];
  readonly default: Default | null;
}

export interface Operation {
  readonly type: "operation";
  readonly name: string;
  readonly idlType: IdlType;
  readonly arguments: readonly Typed[];
}

export type Definition =
  | {
    readonly type: "interface";
    readonly name: string;
    readonly members: readonly (Operation | { readonly type: "constructor" | "attribute" | "const" })[];
  }
  | {
    readonly type: "dictionary";
    readonly name: string;
    readonly inheritance: string | null;
    readonly members: readonly Typed[];
  }
  | { readonly type: "enum"; readonly name: string; readonly values: readonly { readonly value: string }[] }
  | { readonly type: "typedef" | "includes" | "interface mixin" | "namespace" | "callback" };

/** Throws `WebIDLParseError` where the text is no IDL. */
export function parse(text: string): Definition[];
