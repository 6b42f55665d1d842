import assert from "node:assert/strict";
import { ConversionError, convert } from "./webidl.ts";

const refused = (value: Parameters<typeof convert>[0], type: Parameters<typeof convert>[1]) =>
  assert.throws(() => convert(value, type, false), ConversionError, `${JSON.stringify(value)} as ${type}`);

Deno.test("convert() drops the fraction of a whole number, and refuses what is out of range or no number", () => {
  assert.equal(convert(1.5, "unsigned long", false), 1);
  assert.equal(convert(-0.5, "unsigned long", false), 0);
  assert.equal(convert("7", "unsigned long", false), 7);
  assert.equal(convert(null, "unsigned long", false), 0);
  assert.equal(convert([3], "unsigned long", false), 3);
  assert.equal(convert(-(2 ** 31), "long", false), -(2 ** 31));
  for (const value of [-1, 2 ** 32, "x", {}, [1, 2]]) refused(value, "unsigned long");
  for (const number of ["NaN", "Infinity", "-Infinity"]) refused({ number }, "unsigned long");
  for (const value of [-(2 ** 31) - 1, 2 ** 31, "x"]) refused(value, "long");
});

Deno.test("convert() takes numbers modulo 2^32 where the IDL lacks [EnforceRange]", () => {
  assert.equal(convert(-1, "unsigned long", true), 2 ** 32 - 1);
  assert.deepEqual(convert([2 ** 32 + 5, "x"], "sequence<unsigned long>", true), [5, 0]);
});

Deno.test("convert() wants a list for a sequence, and finite numbers for floats", () => {
  assert.deepEqual(convert([1.5, "2"], "sequence<unsigned long>", false), [1, 2]);
  for (const value of [1.5, "x", null, { 0: 1 }, [-1]]) refused(value, "sequence<unsigned long>");
  assert.equal(convert("1.5", "double", false), 1.5);
  refused("x", "double");
  refused(1e39, "float");
  assert.equal(convert(1e39, "double", false), 1e39);
  refused([1, "x"], "sequence<float>");
});

Deno.test("convert() makes text of what stands for an enum, and refuses no text and no truth value", () => {
  assert.equal(convert("nhwc", { enum: ["nchw", "nhwc"] }, false), "nhwc");
  refused(1.5, { enum: ["nchw", "nhwc"] });
  refused("relu", { sequenceOf: ["relu", "tanh"] });
  refused(["x"], { sequenceOf: ["relu", "tanh"] });
  assert.equal(convert(1.5, "string", false), "1.5");
  assert.equal(convert("", "boolean", false), false);
  assert.ok(Number.isNaN(convert("x", "MLNumber", false)));
  assert.equal(convert({ number: "-Infinity" }, "MLNumber", false), -Infinity);
});
