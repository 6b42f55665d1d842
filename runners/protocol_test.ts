import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeFrame, type Frame, Kind, maxBodyBytes, ProtocolError, readFrames } from "./protocol.ts";

function streamOf(bytes: Uint8Array, chunkSize: number): ReadableStream<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.slice(at, at + chunkSize));
  return ReadableStream.from(chunks);
}

function concatenated(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const frames = fc.array(
  fc.record({
    kind: fc.constantFrom(...Object.values(Kind)),
    number: fc.nat(),
    body: fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  }, { noNullPrototype: true }),
  { maxLength: 5 },
);

Deno.test("readFrames() gives back what encodeFrame() wrote, however the bytes are cut", async () => {
  await fc.assert(fc.asyncProperty(frames, fc.integer({ min: 1, max: 50 }), async (sent, chunkSize) => {
    const stream = streamOf(concatenated(sent.map(encodeFrame)), chunkSize);
    assert.deepEqual(await Array.fromAsync(readFrames(stream)), sent);
  }));
});

Deno.test("readFrames() refuses garbage and shows its beginning", async () => {
  const garbage = new TextEncoder().encode("\x1b[31mwarning: something printed to standard output");
  await assert.rejects(Array.fromAsync(readFrames(streamOf(garbage, 7))), {
    name: "ProtocolError",
    message: 'expected a message, got ".[31mwarning: so"',
  });
});

Deno.test("readFrames() refuses every byte string that is no frame, and nothing else is thrown", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (bytes) => {
    await assert.rejects(Array.fromAsync(readFrames(streamOf(bytes, 9))), ProtocolError);
  }));
});

Deno.test("readFrames() refuses a stream that ends inside a frame", async () => {
  const frame = encodeFrame({ kind: Kind.case, number: 3, body: new Uint8Array(10) });
  for (const length of [3, 15, 16, 25]) {
    await assert.rejects(Array.fromAsync(readFrames(streamOf(frame.slice(0, length), 4))), ProtocolError);
  }
});

Deno.test("readFrames() refuses a length above the cap before it reads the body", async () => {
  const frame = encodeFrame({ kind: Kind.answer, number: 1, body: new Uint8Array(4) });
  new DataView(frame.buffer).setUint32(12, maxBodyBytes + 1, true);
  await assert.rejects(Array.fromAsync(readFrames(streamOf(frame, 16))), {
    name: "ProtocolError",
    message: `a message says it is ${maxBodyBytes + 1} bytes long; at most ${maxBodyBytes} are accepted`,
  });
});

Deno.test("readFrames() gives the frames before the garbage", async () => {
  const good = encodeFrame({ kind: Kind.ready, number: 0, body: new Uint8Array() });
  const seen: Frame[] = [];
  await assert.rejects(async () => {
    for await (const frame of readFrames(streamOf(concatenated([good, new Uint8Array(16)]), 5))) {
      seen.push(frame);
    }
  }, ProtocolError);
  assert.equal(seen.length, 1);
});
