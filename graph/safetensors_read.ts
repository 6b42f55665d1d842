/**
 * Reading safetensors that may be damaged or hostile.
 *
 * @module
 */

import { type DataType, integerRange, viewElements } from "./data_type.ts";
import { InputError } from "./input_error.ts";
import { describeValue, listFrom, objectFrom, parseJson, recordFrom, stringFrom } from "./json_value.ts";
import { checkFileBytes, checkShape } from "./limits.ts";
import { quoted } from "./names.ts";
import {
  dtypeOf,
  type Safetensors,
  storedBytesPerElement,
  type StoredTensor,
  type StoredType,
  typePrefix,
} from "./safetensors.ts";

/** A tensor as the header places it: `begin` and `end` count from the end of the header. */
interface Place {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * The tensors and metadata of a file. Aligned tensors are views of `bytes`, others copies; every bit is kept.
 *
 * @param source Where the bytes are from, for messages.
 * @throws {InputError} if the file is truncated or too large, or its header is not one: a tensor of an unknown type,
 * twice, of a size that its shape denies, outside the file, over another, or with unclaimed bytes around it.
 */
export function readSafetensors(bytes: Uint8Array<ArrayBuffer>, source: string): Safetensors {
  checkFileBytes(bytes.length, source);
  const { header, start } = splitHeader(bytes, source);
  const entries = new Map(objectFrom(parseJson(header, `${source}: the header`), `${source}: the header`));
  const metadata = metadataFrom(entries.get("__metadata__") ?? {}, source);
  entries.delete("__metadata__");
  const places = [...entries].map(([name, entry]) =>
    placeFrom(name, entry, `${source}: tensor ${quoted(name)}`)
  );
  checkPlaces(places, bytes.length - start, source);

  const tensors = new Map(places.map((place) => {
    const where = `${source}: tensor ${quoted(place.name)}`;
    const dataType = dataTypeOf(place, metadata, where);
    return [place.name, tensorAt(place, dataType, bytes, start, where)];
  }));
  return { tensors, metadata };
}

function splitHeader(bytes: Uint8Array<ArrayBuffer>, source: string): { header: string; start: number } {
  if (bytes.length < 8) {
    throw new InputError(`${source} has ${bytes.length} bytes and is no safetensors file, or is truncated`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) {
    throw new InputError(
      `${source} says that its header has ${length} bytes and has only ${
        bytes.length - 8
      } after the length; it is no ` +
        `safetensors file, or is truncated`,
    );
  }
  const start = 8 + Number(length);
  try {
    return { header: new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, start)), start };
  } catch {
    throw new InputError(
      `${source}: the header is not UTF-8; the file is no safetensors file, or is damaged`,
    );
  }
}

function metadataFrom(value: unknown, source: string): Map<string, string> {
  const where = `${source}: the metadata`;
  return new Map(
    [...objectFrom(value, where)].map(([key, text]) => [key, stringFrom(text, `${where} ${quoted(key)}`)]),
  );
}

function placeFrom(name: string, entry: unknown, where: string): Place {
  const { dtype, shape, data_offsets } = recordFrom(entry, ["dtype", "shape", "data_offsets"], where);
  const offsets = listFrom(data_offsets, `${where}: data_offsets`);
  const [begin, end] = offsets;
  if (offsets.length !== 2 || !isOffset(begin) || !isOffset(end)) {
    throw new InputError(
      `${where}: data_offsets must be two whole numbers and is ${JSON.stringify(offsets.slice(0, 3))}`,
    );
  }
  checkShape(shape, where, 0);
  return { name, dtype: stringFrom(dtype, `${where}: dtype`), shape: shape as readonly number[], begin, end };
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Places, in the order of their offsets, must cover the body without a hole, an overlap or a rest. */
function checkPlaces(places: Place[], bodyBytes: number, source: string): void {
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of places) {
    const where = `${source}: tensor ${quoted(name)}`;
    if (end < begin) throw new InputError(`${where} ends at ${end}, before it begins at ${begin}`);
    if (begin !== at) {
      throw new InputError(
        `${where} begins at ${begin}, where the one before ends at ${at}; tensors must neither overlap nor leave holes`,
      );
    }
    if (end > bodyBytes) {
      throw new InputError(
        `${where} ends at ${end} and the file has only ${bodyBytes} bytes of tensors; it is truncated`,
      );
    }
    at = end;
  }
  if (at !== bodyBytes) {
    throw new InputError(
      `${source} has ${bodyBytes - at} bytes after its last tensor; it is no such file, or is damaged`,
    );
  }
}

function dataTypeOf({ name, dtype }: Place, metadata: Map<string, string>, where: string): StoredType {
  const narrow = metadata.get(typePrefix + name);
  metadata.delete(typePrefix + name);
  if (narrow !== undefined) {
    if ((narrow === "int4" || narrow === "uint4") && dtypeOf[narrow] === dtype) return narrow;
    throw new InputError(`${where} is stored as ${quoted(dtype)} and cannot be ${quoted(narrow)}`);
  }
  const type = (Object.keys(dtypeOf) as StoredType[]).find((type) => dtypeOf[type] === dtype);
  if (type !== undefined) return type;
  const allowed = [...new Set(Object.values(dtypeOf))].join(", ");
  throw new InputError(`${where} has the unknown dtype ${describeValue(dtype)}; allowed are ${allowed}`);
}

function tensorAt(
  { shape, begin, end }: Place,
  dataType: StoredType,
  bytes: Uint8Array<ArrayBuffer>,
  start: number,
  where: string,
): StoredTensor {
  const size = storedBytesPerElement(dataType);
  const length = checkShape(shape, where, 0);
  if (length * size !== end - begin) {
    throw new InputError(
      `${where}: ${dtypeOf[dataType]} of shape [${shape.join(",")}] takes ${
        length * size
      } bytes and is given ${end - begin}`,
    );
  }
  const offset = bytes.byteOffset + start + begin;
  const aligned = offset % size === 0;
  const buffer = aligned ? bytes.buffer : bytes.buffer.slice(offset, offset + length * size);
  const byteOffset = aligned ? offset : 0;
  if (dataType === "float64") return { dataType, shape, data: new Float64Array(buffer, byteOffset, length) };
  const data = viewElements(dataType, buffer, byteOffset, length);
  if (dataType === "int4" || dataType === "uint4") {
    checkRange(data as Int8Array | Uint8Array, dataType, where);
  }
  return { dataType, shape, data };
}

function checkRange(
  data: Int8Array | Uint8Array,
  dataType: DataType & ("int4" | "uint4"),
  where: string,
): void {
  const [least, greatest] = integerRange[dataType].map(Number);
  const outside = data.find((value) => value < least || value > greatest);
  if (outside !== undefined) {
    throw new InputError(`${where} holds ${outside}; ${dataType} is from ${least} to ${greatest}`);
  }
}
