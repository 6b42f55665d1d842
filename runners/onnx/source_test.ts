import assert from "node:assert/strict";
import type { Tensor } from "../../graph/tensor.ts";
import { expected, reproductionOf, tensor } from "../_reproduction.ts";
import { pythonOf } from "./source.ts";

Deno.test("pythonOf() writes inputs and what is allowed as NumPy arrays", () => {
  const text = pythonOf(reproductionOf(
    "sigmoid",
    { x: tensor("float32", [2], 0.1, -Infinity) },
    { output: expected(tensor("float32", [2], 0.5, 0), 0.25) },
  ));
  assert.match(text, /"x": np\.array\(\[0\.1, -np\.inf\], dtype=np\.float32\)\.reshape\(\(2,\)\)/);
  const numbers = [
    "0.5, 0], dtype=np.float32",
    "0.25, -0.25], dtype=np.float64",
    "0.75, 0.25], dtype=np.float64",
  ];
  const [at, ...after] = numbers.map((part) => text.indexOf(part));
  assert.ok(at > 0 && after[0] > at && after[1] > after[0], text);
});

Deno.test("pythonOf() writes NaN, -0, scalars and 64-bit integers so that NumPy reads them back", () => {
  const input = tensor("float16", [2], NaN, -0);
  const moved = pythonOf(reproductionOf("identity", { input }, { output: expected(input) }));
  assert.match(moved, /np\.array\(\[np\.nan, -0\.0\], dtype=np\.float16\)/);
  assert.match(moved, /, \[1\]\),\n/, "the sign of the second element counts");
  const integer: Tensor = { dataType: "int64", shape: [], data: BigInt64Array.of(2n ** 62n + 1n) };
  const whole = pythonOf(reproductionOf("identity", { input: integer }, { output: expected(integer) }));
  assert.match(whole, /np\.array\(\[4611686018427387905\], dtype=np\.int64\)\.reshape\(\(\)\)/);
});

Deno.test("pythonOf() asks the execution provider that is at fault", () => {
  const input = tensor("float32", [1], 2);
  const reproduction = reproductionOf("identity", { input }, { output: expected(input) });
  assert.match(pythonOf(reproduction), /^PROVIDER = "CPUExecutionProvider"$/m);
  assert.match(pythonOf({ ...reproduction, provider: "X" }), /^PROVIDER = "X"$/m);
});
