import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "./input_error.ts";
import { checkId, checkName, fileNameOf, printable } from "./names.ts";

Deno.test("checkName() accepts the names of web-platform-tests", () => {
  for (
    const name of ["input", "conv2dInput", "12-L#!.☺", "x_1", "a.b", "two words", "0", "🤦🏼\u200d♂️124DS#!F"]
  ) {
    checkName(name, "x");
  }
});

Deno.test("checkName() refuses traps, paths and what cannot be printed", () => {
  const refused = [
    ...["", " x", "x ", "x".repeat(257)],
    ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "__defineGetter__"],
    ...["../x", "a/b", "a\\b", ".", "..", "..."],
    ...[
      "a\u0000b",
      "a\nb",
      "a\u001b[31m",
      "a\u202eb",
      "a\u200bb",
      "a\u2028b",
      "a\ud800b",
      "a\u200db",
      "\ufeffa",
    ],
  ];
  for (const name of refused) {
    assert.throws(
      () => checkName(name, "inputs"),
      { name: "InputError", message: /^inputs: the name "/ },
      name,
    );
  }
});

Deno.test("printable() leaves nothing that steers a terminal or reverses text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
    assert.doesNotMatch(printable(text).replaceAll("\u200d", ""), /[\p{C}\p{Zl}\p{Zp}]/u);
  }));
  assert.equal(printable("a\u202e\u001b"), "a\\u{202e}\\u{1b}");
  assert.equal(printable("x".repeat(500)).length, 121);
});

Deno.test("checkId() accepts generated ids and refuses anything that is no plain path", () => {
  checkId("conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02", "x");
  for (const id of ["", "/a", "a/", "a//b", "a/../b", ".", "a b", "a\nb", "é", "a/" + "b".repeat(300)]) {
    assert.throws(() => checkId(id, "x"), InputError, id);
  }
});

Deno.test("fileNameOf() keeps an id readable", () => {
  assert.equal(fileNameOf("conv2d/group/float32/nhwc.s2-3fa91c02"), "conv2d_group_float32_nhwc.s2-3fa91c02");
});

Deno.test("fileNameOf() gives every id its own harmless name", () => {
  const ids = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("a", "B", "/", ".", "_", "-", "\\", "\0", "é"), maxLength: 200 }),
    fc.constantFrom("con", "NUL", "com1.txt", "..", ".hidden", "a".repeat(151)),
  );
  fc.assert(fc.property(ids, ids, (a, b) => {
    assert.match(fileNameOf(a), /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/);
    assert.doesNotMatch(fileNameOf(a), /^(con|nul|com1)(\.|$)/i);
    assert.equal(fileNameOf(a) === fileNameOf(b), a === b);
  }));
});
