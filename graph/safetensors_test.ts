import assert from "node:assert/strict";
import fc from "fast-check";
import { anyName, anyTensor } from "./_testing.ts";
import { InputError } from "./input_error.ts";
import { bytesOf, type Safetensors, type StoredTensor, writeSafetensors } from "./safetensors.ts";
import { readSafetensors } from "./safetensors_read.ts";

const anyFloat64: fc.Arbitrary<StoredTensor> = fc.float64Array().map((array) => ({
  dataType: "float64",
  shape: [array.length],
  data: Float64Array.from(array),
}));
const anyFile: fc.Arbitrary<Safetensors> = fc.record({
  tensors: fc.array(fc.tuple(anyName, fc.oneof(anyTensor, anyFloat64)), { maxLength: 5 }).map((e) =>
    new Map(e)
  ),
  metadata: fc.array(fc.tuple(fc.string(), fc.string({ unit: "binary" }))).map((e) => new Map(e)),
});

function assertSame(actual: Safetensors, expected: Safetensors): void {
  assert.deepEqual(new Map([...actual.metadata].sort()), new Map([...expected.metadata].sort()));
  assert.deepEqual([...actual.tensors.keys()].sort(), [...expected.tensors.keys()].sort());
  for (const [name, { dataType, shape, data }] of expected.tensors) {
    const tensor = actual.tensors.get(name)!;
    assert.deepEqual({ dataType: tensor.dataType, shape: tensor.shape }, { dataType, shape });
    assert.equal(tensor.data.constructor, data.constructor);
    assert.deepEqual(bytesOf(tensor.data), bytesOf(data));
  }
}

/** A file with this header, written by hand. */
function fileOf(header: unknown, bodyBytes: number): Uint8Array<ArrayBuffer> {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const encoded = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + encoded.length + bodyBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(encoded.length), true);
  bytes.set(encoded, 8);
  return bytes;
}

const refused = (bytes: Uint8Array<ArrayBuffer>, message: RegExp) =>
  assert.throws(() => readSafetensors(bytes, "a.safetensors"), { name: "InputError", message });

Deno.test("every tensor is read back bit for bit, NaN payloads too, wherever the bytes lie in memory", () => {
  fc.assert(fc.property(anyFile, fc.integer({ min: 0, max: 9 }), (file, shift) => {
    const bytes = writeSafetensors(file);
    const moved = new Uint8Array(bytes.length + shift).subarray(shift);
    moved.set(bytes);
    assertSame(readSafetensors(moved, "x"), file);
  }));
});

Deno.test("writeSafetensors() orders tensors by falling element size and aligns them", () => {
  const file = writeSafetensors({
    tensors: new Map<string, StoredTensor>([
      ["a", { dataType: "uint8", shape: [1], data: Uint8Array.of(7) }],
      ["b", { dataType: "float16", shape: [1], data: Float16Array.of(1) }],
      ["c", { dataType: "float64", shape: [1], data: Float64Array.of(1) }],
    ]),
    metadata: new Map([["k", "v"]]),
  });
  const headerBytes = Number(new DataView(file.buffer).getBigUint64(0, true));
  assert.equal(headerBytes % 8, 0);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerBytes))), {
    __metadata__: { k: "v" },
    c: { dtype: "F64", shape: [1], data_offsets: [0, 8] },
    b: { dtype: "F16", shape: [1], data_offsets: [8, 10] },
    a: { dtype: "U8", shape: [1], data_offsets: [10, 11] },
  });
  assert.deepEqual([...file.subarray(8 + headerBytes)], [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x00, 0x3c, 7]);
});

Deno.test("int4 is stored one element a byte, and says what it is", () => {
  const data = Int8Array.of(-8, 7);
  const bytes = writeSafetensors({
    tensors: new Map([["x", { dataType: "int4", shape: [2], data }]]),
    metadata: new Map(),
  });
  assert.match(new TextDecoder().decode(bytes), /"dataType\.x":"int4".*"dtype":"I8"/);
  bytes[bytes.length - 1] = 8;
  refused(bytes, /holds 8; int4 is from -8 to 7/);
});

Deno.test("readSafetensors() refuses every truncation and every extension", () => {
  fc.assert(
    fc.property(anyFile, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (file, cut, more) => {
      const bytes = writeSafetensors(file);
      refused(bytes.slice(0, cut % bytes.length), /./);
      refused(Uint8Array.of(...bytes, ...more), /after its last tensor/);
    }),
  );
});

Deno.test("readSafetensors() refuses headers that lie", () => {
  const x = { dtype: "U8", shape: [4], data_offsets: [0, 4] };
  refused(fileOf({ x: { ...x, data_offsets: [0, 5] } }, 5), /takes 4 bytes and is given 5/);
  refused(fileOf({ x: { ...x, shape: [2 ** 53 - 1, 2] } }, 4), /elements/);
  refused(fileOf({ x: { ...x, shape: [-4] } }, 4), /whole number/);
  refused(fileOf({ x: { ...x, data_offsets: [4, 0] } }, 4), /before it begins/);
  refused(fileOf({ x: { ...x, data_offsets: [0, 8], shape: [8] } }, 4), /truncated/);
  refused(fileOf({ x: { ...x, data_offsets: [1, 5] } }, 5), /leave holes/);
  refused(fileOf({ x, y: { ...x, data_offsets: [2, 6] } }, 6), /overlap/);
  refused(fileOf({ x, y: { ...x, data_offsets: [6, 10] } }, 10), /leave holes/);
  refused(fileOf({ x }, 5), /1 bytes after its last tensor/);
  refused(fileOf({ x: { ...x, dtype: "BF16" } }, 4), /unknown dtype "BF16"; allowed are F64, /);
  refused(fileOf({ x: { ...x, dtype: "constructor" } }, 4), /unknown dtype/);
  refused(fileOf({ x: { ...x, more: 1 } }, 4), /the key "more"/);
  refused(fileOf({ __metadata__: { "dataType.x": "int4" }, x }, 4), /cannot be "int4"/);
  refused(fileOf({ __metadata__: { a: 1 }, x }, 4), /must be a string/);
  refused(fileOf('{"x":{},"x":{}}', 0), /"x" twice/);
  refused(fileOf("[]", 0), /must be an object/);
  refused(fileOf("", 0), /is empty/);
  refused(fileOf("{\u0000", 0), /is not JSON/);
});

Deno.test("readSafetensors() refuses lengths that no file has", () => {
  refused(new Uint8Array(0), /0 bytes/);
  refused(new Uint8Array(7), /7 bytes/);
  const bytes = fileOf({}, 0);
  new DataView(bytes.buffer).setBigUint64(0, 2n ** 64n - 1n, true);
  refused(bytes, /18446744073709551615 bytes/);
  refused(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /not UTF-8/);
});

Deno.test("a damaged file gives tensors that lie within it, or an InputError", () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(anyFile, damage, (file, damage) => {
      const bytes = writeSafetensors(file);
      for (const [at, value] of damage) bytes[at % bytes.length] = value;
      try {
        const { tensors } = readSafetensors(bytes, "x");
        const read = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
        const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        assert.equal(read, bytes.length - 8 - headerBytes);
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("random bytes are refused", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (raw) => refused(Uint8Array.from(raw), /./)));
});
