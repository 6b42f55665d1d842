import assert from "node:assert/strict";
import { InputError } from "../graph/input_error.ts";
import { parseMeta } from "./meta.ts";

Deno.test("parseMeta() reads the lines at the head of a file and stops at the first other line", () => {
  const text = [
    "// META: title=test WebNN API conv2d operation",
    "// META: global=window,worker",
    "// META: variant=?cpu",
    "// META: variant=?gpu",
    "// META: script=../resources/utils.js",
    "// META: timeout=long",
    "",
    "// META: variant=?npu",
  ].join("\n");
  assert.deepEqual(parseMeta(text, "x.js"), {
    title: "test WebNN API conv2d operation",
    globals: ["window", "worker"],
    variants: ["?cpu", "?gpu"],
    scripts: ["../resources/utils.js"],
    long: true,
  });
});

Deno.test("parseMeta() takes a window and no variant where nothing is said", () => {
  const meta = parseMeta("'use strict';\n", "x.js");
  assert.deepEqual([meta.globals, meta.variants, meta.long], [["window"], [""], false]);
});

Deno.test("parseMeta() refuses a key that the format does not know", () => {
  assert.throws(() => parseMeta("// META: color=red\n", "x.js"), InputError);
});
