import assert from "node:assert/strict";
import fc from "fast-check";
import { anyTensor, withoutPayloads } from "./_testing.ts";
import { elementsFromText, elementsToText } from "./elements_text.ts";
import { InputError } from "./input_error.ts";

Deno.test("the elements of every data type survive JSON", () => {
  fc.assert(fc.property(anyTensor, ({ dataType, data }) => {
    const json = JSON.parse(JSON.stringify(elementsToText(data)));
    const read = elementsFromText(json, dataType, data.length, "x");
    assert.deepEqual(withoutPayloads(read), withoutPayloads(data));
  }));
});

Deno.test("one number fills the tensor", () => {
  assert.deepEqual(elementsFromText(2, "float32", 3, "x"), Float32Array.of(2, 2, 2));
  assert.deepEqual(elementsFromText("-0", "float16", 2, "x"), Float16Array.of(-0, -0));
  assert.deepEqual(elementsFromText("-5", "int64", 2, "x"), BigInt64Array.of(-5n, -5n));
});

Deno.test("decimal fractions are rounded to the data type, to nearest even", () => {
  assert.deepEqual(
    elementsFromText([0.1, 1 + 2 ** -24], "float32", 2, "x"),
    Float32Array.of(Math.fround(0.1), 1),
  );
  assert.deepEqual(elementsFromText([1 + 2 ** -11, 65519], "float16", 2, "x"), Float16Array.of(1, 65504));
});

Deno.test("elementsFromText() refuses what is no value of the data type, and says where", () => {
  const refused = (json: unknown, dataType: Parameters<typeof elementsFromText>[1], message: RegExp) =>
    assert.throws(() => elementsFromText(json, dataType, 2, "data"), { name: "InputError", message });
  refused([1], "float32", /data has 1 numbers and the shape takes 2/);
  refused([1, 2, 3], "float32", /data has 3 numbers/);
  refused([1, 1e39], "float32", /data\[1\] is 1e\+39, which is beyond float32/);
  refused([1, 65520], "float16", /beyond float16/);
  refused([1, 128], "int8", /data\[1\] is 128; int8 is from -128 to 127/);
  refused([1, 10], "int4", /int4 is from -8 to 7/);
  refused([1, 1.5], "int32", /data\[1\] must be a whole number/);
  refused([1, "NaN"], "int32", /whole number/);
  refused(["18446744073709551616", 1], "uint64", /uint64 is from 0/);
  refused([2 ** 63, 1], "int64", /as a decimal string/);
  refused({}, "float32", /must be a list of 2 numbers/);
  refused([[1], 2], "float32", /data\[0\] must be a number/);
});

Deno.test("elementsFromText() never throws anything but InputError", () => {
  fc.assert(fc.property(fc.jsonValue(), anyTensor, (json, { dataType, data }) => {
    try {
      elementsFromText(json, dataType, data.length, "x");
    } catch (error) {
      assert.ok(error instanceof InputError);
    }
  }));
});
