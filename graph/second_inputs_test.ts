import assert from "node:assert/strict";
import { secondInputsOf } from "./second_inputs.ts";
import type { Signature, Signatures } from "./signature.ts";

const signatures: Signatures = new Map<string, Signature>([["pick", {
  name: "pick",
  arguments: ["input", "indices"],
  operands: { input: {}, indices: { coordinates: true } },
  options: {},
}]]);

Deno.test("secondInputsOf() reverses elements, and rows of coordinates", () => {
  const inputs = new Map(
    [
      ["x", { dataType: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
      ["i", { dataType: "int64", shape: [3, 2], data: BigInt64Array.of(0n, 10n, 1n, 11n, 2n, 12n) }],
      ["j", { dataType: "int32", shape: [2], data: Int32Array.of(0, 10) }],
    ] as const,
  );
  const nodes = ["i", "j"].map((indices) => ({
    operator: "pick",
    operands: { input: "x", indices },
    options: {},
    outputs: [`of ${indices}`],
  }));
  const second = secondInputsOf(inputs, nodes, signatures);
  assert.deepEqual(second.get("x")!.data, Float32Array.of(4, 3, 2, 1));
  assert.deepEqual(second.get("i")!.data, BigInt64Array.of(2n, 12n, 1n, 11n, 0n, 10n));
  assert.deepEqual(second.get("j")!.data, Int32Array.of(0, 10));
  assert.deepEqual(inputs.get("x")!.data, Float32Array.of(1, 2, 3, 4));
});
