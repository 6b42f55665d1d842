import assert from "node:assert/strict";
import fc from "fast-check";
import { PacketReader, PacketWriter } from "./packet.ts";

Deno.test("a packet gives back its header and its tensors, whatever their lengths", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array()), fc.string(), (tensors, text) => {
    const writer = new PacketWriter();
    const slices = tensors.map((bytes) => writer.add(bytes));
    const reader = new PacketReader(writer.finish({ text }).buffer);
    assert.deepEqual(reader.header, { text });
    assert.deepEqual(
      slices.map((slice) => new Uint8Array(reader.read(slice))),
      tensors.map((each) => each.slice()),
    );
  }));
});

Deno.test("a packet's header keeps 64-bit integers, infinities, NaN and -0", () => {
  const header = { values: [2n ** 63n - 1n, Infinity, -Infinity, NaN, -0, 0, 1.5], text: "Infinity" };
  const reader = new PacketReader(new PacketWriter().finish(header).buffer);
  assert.deepEqual(reader.header, header);
});

Deno.test("a packet's tensors begin at multiples of 8 bytes", () => {
  const writer = new PacketWriter();
  assert.deepEqual([3, 8, 1].map((length) => writer.add(new Uint8Array(length)).offset), [0, 8, 16]);
  assert.equal(writer.finish("x").length % 8, 0);
});
