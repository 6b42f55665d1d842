import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "./input_error.ts";
import { selector } from "./glob.ts";

const id = "conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02";
const selects = (glob: string) => selector([glob])(id);

Deno.test("a glob matches within a segment with * and across segments with **", () => {
  const matching = [
    id,
    "conv2d/**",
    "**/nhwc*",
    "conv2d/*/float32/*s2*",
    "**/float32/**",
    "**",
    "c*d/**",
    "***",
  ];
  for (const glob of matching) assert.ok(selects(glob), glob);
  const other = [
    "conv",
    "conv2*x",
    "*/float32",
    "conv2d/*/nhwc*",
    "conv2d/float32/**",
    "relu/**",
    "CONV2D/**",
  ];
  for (const glob of other) assert.ok(!selects(glob), glob);
});

Deno.test("a glob selects everything below a path that it matches", () => {
  for (const glob of ["conv2d", "conv2d/", "conv2d/*", "*/asymmetric-padding/*", "*/*/float32"]) {
    assert.ok(selects(glob), glob);
  }
  assert.ok(!selects("conv2d/asymmetric"));
  assert.ok(!selector(["conv2d"])("conv2d-like/x"));
});

Deno.test("** stands for no segment too", () => {
  assert.ok(selector(["a/**/b"])("a/b"));
  assert.ok(selector(["a/**/b"])("a/x/y/b"));
  assert.ok(!selector(["a/**/b"])("ab"));
});

Deno.test("several globs select what any of them selects, none selects everything", () => {
  assert.ok(selector(["relu/**", "conv2d/**"])(id));
  assert.ok(selector([])(id));
});

Deno.test("an empty glob is refused", () => {
  for (const glob of ["", "/", "//"]) assert.throws(() => selector([glob]), InputError);
});

Deno.test("characters that mean something in a regular expression mean themselves", () => {
  assert.ok(!selects("conv2d/asymmetric.padding/**"));
  assert.ok(selector(["a(b)[c]+$^|{1}?.\\/x"])("a(b)[c]+$^|{1}?.\\/x"));
  fc.assert(fc.property(fc.string().filter((text) => !/[*]|\/$|^$/.test(text)), (text) => {
    assert.ok(selector([text])(text));
  }));
});
