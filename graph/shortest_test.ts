import assert from "node:assert/strict";
import fc from "fast-check";
import { shortest } from "./shortest.ts";

Deno.test("shortest() drops the digits that float32 and float16 do not hold", () => {
  assert.equal(shortest("float32", Math.fround(0.1)), 0.1);
  assert.equal(shortest("float16", Math.f16round(0.1)), 0.1);
  assert.equal(shortest("float32", 16777216), 16777216);
  assert.equal(shortest("float16", 65504), 65500);
});

Deno.test("shortest() takes no number half way between two values", () => {
  // float16 has 4168 and 4172 here and nothing between.
  assert.equal(Math.f16round(4170), 4168);
  assert.equal(shortest("float16", 4168), 4168);
});

Deno.test("shortest() always rounds to the value, signs and special values included", () => {
  fc.assert(fc.property(fc.float(), (value) => {
    assert.ok(Object.is(Math.fround(shortest("float32", value)), value));
  }));
  for (let bits = 0; bits < 65536; bits++) {
    const [value] = new Float16Array(Uint16Array.of(bits).buffer);
    assert.ok(Object.is(Math.f16round(shortest("float16", value)), value));
  }
});
