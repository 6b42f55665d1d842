import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "./input_error.ts";
import {
  checkFileBytes,
  checkMultiplyAdds,
  checkNodeCount,
  checkShape,
  ElementBudget,
  limits,
} from "./limits.ts";

Deno.test("checkShape() counts elements", () => {
  assert.equal(checkShape([], "x"), 1);
  assert.equal(checkShape([2, 3, 5], "x"), 30);
  assert.equal(checkShape([6000, 6000], "x"), 36_000_000);
  assert.equal(checkShape([2, 0], "x", 0), 0);
});

Deno.test("checkShape() refuses what is no shape and what is too large", () => {
  const refused = [
    ...[undefined, null, "2", 4, {}, { length: 1, 0: 2 }],
    ...[[0], [-1], [1.5], [NaN], [Infinity], ["2"], [2 ** 53], [2n], [[2]], [null], [, 2]],
    ...[[65536, 65536], [2 ** 53 - 1, 2 ** 53 - 1], new Array(33).fill(1), new Array(1e6).fill(2)],
  ];
  for (const shape of refused) {
    assert.throws(() => checkShape(shape, "inputs: x"), { name: "InputError", message: /^inputs: x: / });
  }
});

Deno.test("checkShape() never throws anything but InputError", () => {
  fc.assert(fc.property(fc.anything(), (shape) => {
    try {
      checkShape(shape, "x");
    } catch (error) {
      assert.ok(error instanceof InputError);
    }
  }));
});

Deno.test("ElementBudget refuses many tensors that are small one by one", () => {
  const budget = new ElementBudget();
  for (let i = 0; i < 4; i++) budget.spend(limits.elementsPerTensor, "x");
  assert.throws(() => budget.spend(1, "x"), InputError);
});

Deno.test("the other limits refuse only what is above them", () => {
  checkMultiplyAdds(limits.multiplyAdds, "x");
  checkNodeCount(limits.nodes, "x");
  checkFileBytes(limits.fileBytes, "x");
  assert.throws(() => checkMultiplyAdds(limits.multiplyAdds + 1, "x"), InputError);
  assert.throws(() => checkNodeCount(limits.nodes + 1, "x"), InputError);
  assert.throws(() => checkFileBytes(limits.fileBytes + 1, "x"), InputError);
});
