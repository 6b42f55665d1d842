/**
 * Frames between a runner and a host, over the host's standard input and output.
 *
 * A frame is a header of 16 bytes, four little-endian unsigned 32-bit numbers, and a body:
 *
 * | offset | meaning |
 * | --- | --- |
 * | 0 | magic number 0x434e4e57 ("WNNC") |
 * | 4 | kind, one of `Kind` |
 * | 8 | number of the case it belongs to, given by the runner; 0 where it belongs to none |
 * | 12 | length of the body in bytes, at most `maxBodyBytes` |
 *
 * A host may be written in any language. It sends `ready` once it can take cases, then for each `case` it gets a
 * `started` when it begins to work on it and one `answer`. It ends when its standard input ends.
 *
 * @module
 */

/** What a frame is, and what its body holds. */
export const Kind = {
  /** Host: it can take cases. Empty. */
  ready: 1,
  /** Runner: a case. A safetensors bundle (`graph/bundle.ts`). */
  case: 2,
  /** Host: it begins to work on the case; the case's time limit counts from here. Empty. */
  started: 3,
  /** Host: the answer to a case. A safetensors file (`graph/answer_bytes.ts`). */
  answer: 4,
  /** Runner: asks whether the backend can run here. Empty. */
  probe: 5,
  /** Host: an `Availability` as JSON. */
  availability: 6,
  /** Runner: asks for the support limits. Empty. */
  limits: 7,
  /** Host: the support limits as JSON. */
  supportLimits: 8,
} as const;

export type Kind = (typeof Kind)[keyof typeof Kind];

export interface Frame {
  readonly kind: Kind;
  readonly number: number;
  /** Begins at a fresh buffer's byte 0, so that typed arrays can be laid over it. */
  readonly body: Uint8Array<ArrayBuffer>;
}

const magic = 0x434e4e57;
const headerBytes = 16;
const kinds: ReadonlySet<number> = new Set(Object.values(Kind));

/** Largest body that is sent or accepted: 1 GiB. */
export const maxBodyBytes = 2 ** 30;

/** What came over the pipe is no frame. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** The bytes of a frame. Throws a `ProtocolError` when the body is longer than `maxBodyBytes`. */
export function encodeFrame(
  { kind, number, body }: { kind: Kind; number: number; body: Uint8Array },
): Uint8Array<ArrayBuffer> {
  if (body.length > maxBodyBytes) {
    throw new ProtocolError(
      `a message of ${body.length} bytes is too long to send; at most ${maxBodyBytes} are`,
    );
  }
  const bytes = new Uint8Array(headerBytes + body.length);
  const header = new DataView(bytes.buffer);
  [magic, kind, number, body.length].forEach((value, index) => header.setUint32(4 * index, value, true));
  bytes.set(body, headerBytes);
  return bytes;
}

/**
 * The frames of a byte stream, until it ends.
 * @throws {ProtocolError} when the bytes are no frame, or end in the middle of one.
 */
export async function* readFrames(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Frame, void, undefined> {
  const take = byteReader(stream);
  while (true) {
    const header = await take(headerBytes);
    if (header.length === 0) return;
    const { kind, number, length } = decodeHeader(header);
    const body = await take(length);
    if (body.length < length) {
      throw new ProtocolError(`the stream ended after ${body.length} of the ${length} bytes of a message`);
    }
    yield { kind, number, body };
  }
}

function decodeHeader(bytes: Uint8Array<ArrayBuffer>): { kind: Kind; number: number; length: number } {
  const start = new DataView(bytes.buffer);
  if (bytes.length < headerBytes || start.getUint32(0, true) !== magic) {
    throw new ProtocolError(`expected a message, got ${JSON.stringify(printable(bytes))}`);
  }
  const [kind, number, length] = [4, 8, 12].map((offset) => start.getUint32(offset, true));
  if (!isKind(kind)) throw new ProtocolError(`unknown kind of message: ${kind}`);
  if (length > maxBodyBytes) {
    throw new ProtocolError(
      `a message says it is ${length} bytes long; at most ${maxBodyBytes} are accepted`,
    );
  }
  return { kind, number, length };
}

function isKind(value: number): value is Kind {
  return kinds.has(value);
}

function printable(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes).replace(/[^ -~]/g, ".");
}

/** Returns a function that takes the next `length` bytes; fewer only when the stream has ended. */
function byteReader(
  stream: ReadableStream<Uint8Array>,
): (length: number) => Promise<Uint8Array<ArrayBuffer>> {
  const chunks = stream[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  return async (length) => {
    const parts: Uint8Array[] = [];
    let taken = 0;
    while (taken < length) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) break;
        rest = new Uint8Array(next.value.buffer as ArrayBuffer, next.value.byteOffset, next.value.byteLength);
      }
      const part = rest.subarray(0, length - taken);
      parts.push(part);
      taken += part.length;
      rest = rest.subarray(part.length);
    }
    const bytes = new Uint8Array(taken);
    let offset = 0;
    for (const part of parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return bytes;
  };
}
