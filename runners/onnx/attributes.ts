/**
 * Attributes of ONNX nodes.
 *
 * @module
 */

import { type AttributeProto, attributeType } from "./proto.ts";

/** An integer, integers, a string, strings, or a float. */
export type Attribute =
  | number
  | readonly number[]
  | string
  | { readonly strings: readonly string[] }
  | { readonly float: number };

/** Attributes by name; an undefined one is left out. */
export type Attributes = Readonly<Record<string, Attribute | undefined>>;

/** The attributes that are there, as ONNX has them. */
export function attributeProtos(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [attribute(name, value)]
  );
}

function attribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === "number") return { name, type: attributeType.int, i: value };
  if (typeof value === "string") {
    return { name, type: attributeType.string, s: new TextEncoder().encode(value) };
  }
  if ("float" in value) return { name, type: attributeType.float, f: value.float };
  if ("strings" in value) {
    const strings = value.strings.map((each) => new TextEncoder().encode(each));
    return { name, type: attributeType.strings, strings };
  }
  return { name, type: attributeType.ints, ints: value };
}
