import assert from "node:assert/strict";
import { InputError } from "../../graph/input_error.ts";
import { sampleText } from "./_testing.ts";
import { idlOf, membersOf } from "./idl.ts";

const idl = idlOf(sampleText);
const script = (text: string) => `<script type=idl>${text}</script>`;

Deno.test("idlOf() reads the methods of MLGraphBuilder, wherever they stand, and no constructor", () => {
  assert.deepEqual(idl.methods.map(({ name }) => name), ["input", "build", "shrink", "halve"]);
  assert.deepEqual(idlOf(script("interface Other { undefined f(); };")).methods, []);
});

Deno.test("idlOf() reads types without extended attributes, and remembers EnforceRange", () => {
  const { returns, arguments: positional } = idl.methods.find(({ name }) => name === "shrink")!;
  assert.equal(returns, "sequence<MLOperand>");
  assert.deepEqual(positional, {
    input: { type: "MLOperand" },
    splits: { type: "unsigned long or sequence<unsigned long>", enforceRange: true },
    count: { type: "unsigned long" },
    options: { type: "MLShrinkOptions" },
  });
});

Deno.test("membersOf() has inherited members first, and defaults only where the text has them", () => {
  assert.deepEqual(membersOf("MLShrinkOptions", idl), {
    label: { type: "USVString", default: "" },
    bias: { type: "MLOperand" },
    axis: { type: "unsigned long", enforceRange: true, default: 1 },
    sizes: { type: "sequence<unsigned long>", enforceRange: true },
    keep: { type: "boolean", default: false },
    epsilon: { type: "double", default: 0.00001 },
    outputDataType: { type: "MLOperandDataType", default: "int8" },
  });
});

Deno.test("membersOf() joins partial dictionaries and does not follow a circle for ever", () => {
  const partial = idlOf(script("dictionary A { long x; }; partial dictionary A { long y = 0; };"));
  assert.deepEqual(Object.keys(membersOf("A", partial)), ["x", "y"]);
  const circle = idlOf(script("dictionary A : B {}; dictionary B : A {};"));
  assert.throws(() => membersOf("A", circle), InputError);
  assert.throws(() => membersOf("C", circle), /no dictionary C/);
});

Deno.test("idlOf() rejects a script that is no IDL", () => {
  assert.throws(() => idlOf(script("interface {")), InputError);
});
