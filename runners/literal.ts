/**
 * Numbers as they stand in source code that people read: the shortest decimal that is read back as the element.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";
import { shortest } from "../graph/shortest.ts";
import type { Tensor } from "../graph/tensor.ts";

/** The shortest decimal of an element of a type; `NaN`, `Infinity`, `-Infinity`, `-0` in words. */
export function decimal(x: number | bigint, dataType: DataType): string {
  if (typeof x === "bigint") return x.toString();
  if (Object.is(x, -0)) return "-0";
  return String(isFloat(dataType) ? shortest(dataType, x) : x);
}

/** Elements written one by one; of larger tensors the bytes are. */
const mostWritten = 256;

/** How the elements of a tensor are written: all the same, one by one, or as the bytes they are. */
export type Written =
  | { readonly kind: "same"; readonly element: number | bigint }
  | { readonly kind: "list"; readonly elements: readonly (number | bigint)[] }
  | { readonly kind: "bytes"; readonly base64: string };

/** The shortest way to write a tensor's elements. */
export function written({ data }: Pick<Tensor, "data">): Written {
  const elements = Array.from<number | bigint>(data);
  if (elements.length > 4 && elements.every((x) => Object.is(x, elements[0]))) {
    return { kind: "same", element: elements[0] };
  }
  if (elements.length <= mostWritten) return { kind: "list", elements };
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { kind: "bytes", base64: bytes.toBase64() };
}
