import assert from "node:assert/strict";
import type { Call } from "../software/kernel.ts";
import { arithmetics } from "../software/arithmetic.ts";
import { withOptions } from "./change.ts";
import { exchanged, readAsSigned, storedInOrder, withFloats, without } from "./misreading.ts";

const scale = { dataType: "float32", shape: [2], v: Float64Array.of(3, 4) } as const;
const bias = { dataType: "float32", shape: [2], v: Float64Array.of(5, 5) } as const;
const call: Call = {
  operator: "layerNormalization",
  operands: { scale, bias },
  options: { axes: [1, 0], epsilon: 1e-5 },
  outputs: [],
  dataType: "float32",
  arithmetic: arithmetics.ieee[0],
  round: Math.fround,
  scalar: (option) => option,
};

Deno.test("a change of options is none where they are the same already", () => {
  assert.equal(withOptions(call, { axes: [1, 0] }), undefined);
  assert.deepEqual(withOptions(call, { axes: [0] }), { options: { axes: [0], epsilon: 1e-5 } });
});

Deno.test("operands are left out, exchanged or read differently, if they are there and differ", () => {
  assert.deepEqual(without(call, "scale"), { operands: { bias } });
  assert.equal(without(call, "mean"), undefined);
  assert.deepEqual(exchanged(call, "scale", "bias"), { operands: { scale: bias, bias: scale } });
  assert.equal(exchanged(call, "scale", "mean"), undefined);
  assert.equal(withFloats(call, "bias", (v) => v[0]), undefined);
  assert.deepEqual(withFloats(call, "scale", (v) => v[0]), {
    operands: { scale: { ...scale, v: Float64Array.of(3, 3) }, bias },
  });
});

Deno.test("storedInOrder() reads a matrix that is stored by columns", () => {
  assert.deepEqual(storedInOrder([2, 3], [1, 0]), [0, 2, 4, 1, 3, 5]);
  assert.deepEqual(storedInOrder([2, 3], [0, 1]), [0, 1, 2, 3, 4, 5]);
});

Deno.test("readAsSigned() keeps the bits of unsigned integers, and leaves other types alone", () => {
  const input = { dataType: "uint8", shape: [2], v: Uint8Array.of(1, 255) } as const;
  const wide = { dataType: "uint64", shape: [1], v: BigUint64Array.of(2n ** 64n - 2n) } as const;
  assert.deepEqual(readAsSigned({ ...call, operands: { input } }, "input"), {
    operands: { input: { dataType: "int8", shape: [2], v: Int8Array.of(1, -1) } },
  });
  assert.deepEqual(readAsSigned({ ...call, operands: { input: wide } }, "input"), {
    operands: { input: { dataType: "int64", shape: [1], v: BigInt64Array.of(-2n) } },
  });
  assert.equal(readAsSigned({ ...call, operands: { input: scale } }, "input"), undefined);
});
