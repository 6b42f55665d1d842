/**
 * Packets between the host and the page: a JSON header and tensors, in one body. Used on both sides.
 *
 * Layout: the header's length in bytes (little-endian unsigned 32-bit number), the header as UTF-8, zeros up to a
 * multiple of 8 bytes, then the tensors, each at a multiple of 8 bytes after that.
 *
 * @module
 */

/** Bytes up to which a packet goes through the WebSocket. */
export const socketLimit = 2 ** 16;

/** What stands in the WebSocket for a packet that is too large for it. */
export const fetchLarge = "fetch";

/** Where a tensor's bytes lie in a packet's body. */
export interface Slice {
  readonly offset: number;
  readonly byteLength: number;
}

/** Collects the tensors of a packet. */
export class PacketWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** Adds the bytes of a tensor; they are copied by `finish`. */
  add(bytes: Uint8Array): Slice {
    const slice = { offset: this.#length, byteLength: bytes.byteLength };
    this.#parts.push(bytes);
    this.#length += aligned(bytes.byteLength);
    return slice;
  }

  /** The packet. The header may hold 64-bit integers and any number. */
  finish(header: unknown): Uint8Array<ArrayBuffer> {
    const json = new TextEncoder().encode(JSON.stringify(header, encode));
    const start = aligned(4 + json.length);
    const packet = new Uint8Array(start + this.#length);
    new DataView(packet.buffer).setUint32(0, json.length, true);
    packet.set(json, 4);
    let offset = start;
    for (const part of this.#parts) {
      packet.set(part, offset);
      offset += aligned(part.byteLength);
    }
    return packet;
  }
}

/** A packet that has arrived. */
export class PacketReader {
  readonly header: unknown;
  readonly #bytes: ArrayBuffer;
  readonly #start: number;

  constructor(bytes: ArrayBuffer) {
    const length = new DataView(bytes).getUint32(0, true);
    this.header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)), decode);
    this.#bytes = bytes;
    this.#start = aligned(4 + length);
  }

  /** The bytes of a tensor, in a buffer of their own. */
  read({ offset, byteLength }: Slice): ArrayBuffer {
    const begin = this.#start + offset;
    return this.#bytes.slice(begin, begin + byteLength);
  }
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/** JSON has no 64-bit integers, no infinities, no NaN and no -0. */
function encode(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return { $integer: String(value) };
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? "-0" : String(value) };
  }
  return value;
}

function decode(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$integer" in value) return BigInt(String(value.$integer));
  if ("$number" in value) return Number(value.$number);
  return value;
}
