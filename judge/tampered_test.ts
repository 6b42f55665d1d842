import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Expectation } from "../graph/expectation.ts";
import type { FileCase } from "../graph/file_case.ts";
import { profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { expectationOf } from "../reference/expect.ts";
import { tampered } from "./tampered.ts";

const [drawn] = draw({ seed: "s", filters: ["softmax/short-axis/float32/**"], count: 1 });
const testCase = drawn.build();
const ieee = expectationOf(testCase, profiles.ieee);
const [output] = ieee.outputs.values();

function fileWith(expected: Tensor["data"], expectation: Expectation = ieee): FileCase {
  return {
    case: testCase,
    expected: new Map([["output", { dataType: "float32", shape: output.shape, data: expected }]]),
    accept: new Map([["ieee", expectation]]),
  };
}

Deno.test("tampered() finds nothing in a file as it was written", () => {
  assert.equal(tampered(fileWith(output.value)), undefined);
  assert.equal(tampered({ case: testCase }), undefined);
});

Deno.test("tampered() names an expected value that is not the one the bounds were made for", () => {
  const changed = output.value.slice() as Float32Array<ArrayBuffer>;
  changed[0] += 2 ** -20;
  assert.match(tampered(fileWith(changed))!, /^the expected value output\[0.*\] is .*stated around/);
});

Deno.test("tampered() names a value outside its own bounds, and bounds that say nothing", () => {
  const outside = (changes: Partial<typeof output>) =>
    tampered(fileWith(output.value, { ...ieee, outputs: new Map([["output", { ...output, ...changes }]]) }))!;
  const moved = output.hi.slice() as Float64Array;
  moved[0] = Number(output.lo[0]) - 1;
  assert.match(outside({ hi: moved }), /^the value output\[0.*outside its own bounds .* under profile ieee$/);
  moved[0] = NaN;
  assert.match(outside({ hi: moved }), /outside its own bounds .* to NaN/);
});
