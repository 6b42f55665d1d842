import assert from "node:assert/strict";
import { InputError } from "../graph/input_error.ts";
import { descriptor, refuses } from "./_testing.ts";
import { checkCall } from "./check_options.ts";
import type { Operands, Options } from "./operator.ts";
import type { Descriptor } from "../graph/tensor.ts";
import { operators } from "./operators.ts";

function mistakes(operator: string, pattern: RegExp, operands: Operands<Descriptor>, options: Options = {}) {
  assert.throws(() => checkCall(operators.get(operator)!, operands, options), (error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, pattern);
    return true;
  });
}

const input = descriptor([1, 2, 3, 4]);

Deno.test("checkCall() accepts every kind of option, and a label everywhere", () => {
  checkCall(operators.get("relu")!, { input }, { label: "x" });
  checkCall(operators.get("clamp")!, { input }, { minValue: -Infinity, maxValue: 2n ** 63n });
  checkCall(operators.get("resample2d")!, { input }, { mode: "linear", scales: [0.5, 2], axes: [0, 1] });
  checkCall(operators.get("concat")!, { inputs: [input, input] }, { axis: 0 });
});

Deno.test("checkCall() names the known arguments beside an unknown one", () => {
  mistakes("clamp", /no option "min"; its options are minValue, maxValue, label/, { input }, { min: 0 });
  mistakes("relu", /no operand "x"; its operands are input/, { input, x: input });
});

Deno.test("checkCall() refuses an argument that is required and absent", () => {
  refuses("relu", "required", {});
  refuses("concat", "required", {}, { axis: 0 });
  refuses("reshape", "required", { input });
});

Deno.test("checkCall() takes a list exactly where the operator takes a sequence", () => {
  mistakes("concat", /takes a list of operands as inputs/, { inputs: input }, { axis: 0 });
  mistakes("relu", /takes one operand as input/, { input: [input] });
});

Deno.test("checkCall() refuses data types and ranks outside the operator's table", () => {
  refuses("relu", "allowed-data-type", { input: descriptor([2], "uint8") });
  refuses("resample2d", "allowed-rank", { input: descriptor([2]) });
  refuses("concat", "allowed-rank", { inputs: [input, descriptor([])] }, { axis: 0 });
});

Deno.test("checkCall() refuses numbers that WebIDL refuses", () => {
  refuses("softmax", "enforce-range", { input }, { axis: -1 });
  refuses("softmax", "enforce-range", { input }, { axis: 2 ** 32 });
  refuses("resample2d", "enforce-range", { input }, { sizes: [1, -1] });
  refuses("resample2d", "finite", { input }, { scales: [1, Infinity] });
  refuses("resample2d", "finite", { input }, { scales: [1, 1e39] });
  refuses("instanceNormalization", "finite", { input }, { epsilon: NaN });
  refuses("resample2d", "enum", { input }, { mode: "Linear" });
});

Deno.test("checkCall() reports values of another kind as mistakes in the case", () => {
  mistakes("softmax", /axis is 1.5; give a whole number/, { input }, { axis: 1.5 });
  mistakes("softmax", /axis is "1"; give a whole number/, { input }, { axis: "1" });
  mistakes("transpose", /options.permutation is 3; give a list/, { input }, { permutation: 3 });
  mistakes("clamp", /options.minValue is true; give a number/, { input }, { minValue: true });
  mistakes("pad", /beginningPadding is \[1,0.5\]/, { input }, {
    beginningPadding: [1, 0.5],
    endingPadding: [],
  });
});
