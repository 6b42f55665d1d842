/**
 * The safetensors format: eight bytes with the length of a JSON header, the header, the tensors one behind the other.
 * Reading is in `safetensors_read.ts`.
 *
 * `int4` and `uint4`, which the format lacks, are stored as `I8` and `U8`, one element a byte; the metadata entry
 * `dataType.<tensor>` says what they are.
 *
 * @module
 */

import { bytesPerElement, type DataType } from "./data_type.ts";
import { checkFileBytes } from "./limits.ts";
import type { Tensor } from "./tensor.ts";

/** A tensor of float64, which no operand has: bounds of accepted values. */
export interface Float64Tensor {
  readonly dataType: "float64";
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export type StoredTensor = Tensor | Float64Tensor;
export type StoredType = DataType | "float64";

/** What a file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The format's name of each data type. */
export const dtypeOf: Readonly<Record<StoredType, string>> = {
  float64: "F64",
  int64: "I64",
  uint64: "U64",
  float32: "F32",
  int32: "I32",
  uint32: "U32",
  float16: "F16",
  int8: "I8",
  uint8: "U8",
  int4: "I8",
  uint4: "U8",
};

/** Prefix of the metadata entries that say which tensors are of a type that the format lacks. */
export const typePrefix = "dataType.";

/** Bytes an element takes in a file. */
export function storedBytesPerElement(dataType: StoredType): number {
  return dataType === "float64" ? 8 : bytesPerElement(dataType);
}

/**
 * The bytes of a file. Tensors stand in the order of falling element size, then of their names, and the header is
 * padded to eight bytes, so each tensor is aligned. The same tensors and metadata give the same bytes.
 *
 * @throws {InputError} if the file would be larger than readers accept.
 */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(([a, { data: p }], [b, { data: q }]) =>
    q.BYTES_PER_ELEMENT - p.BYTES_PER_ELEMENT || (a < b ? -1 : 1)
  );
  const header = new TextEncoder().encode(headerOf(ordered, metadata));
  const start = Math.ceil((8 + header.length) / 8) * 8;
  const total = ordered.reduce((sum, [, { data }]) => sum + data.byteLength, start);
  checkFileBytes(total, "the file to be written");

  const bytes = new Uint8Array(total);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.fill(0x20, 8, start).set(header, 8);
  let at = start;
  for (const [, { data }] of ordered) {
    bytes.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return bytes;
}

function headerOf(
  ordered: readonly (readonly [string, StoredTensor])[],
  metadata: ReadonlyMap<string, string>,
): string {
  const types = ordered.filter(([, { dataType }]) => dataType === "int4" || dataType === "uint4");
  const entries: [string, unknown][] = [[
    "__metadata__",
    Object.fromEntries([...metadata, ...types.map(([name, { dataType }]) => [typePrefix + name, dataType])]),
  ]];
  let at = 0;
  for (const [name, { dataType, shape, data }] of ordered) {
    entries.push([name, { dtype: dtypeOf[dataType], shape, data_offsets: [at, at + data.byteLength] }]);
    at += data.byteLength;
  }
  return JSON.stringify(Object.fromEntries(entries));
}

/** The bytes of a typed array, without copying. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
