import assert from "node:assert/strict";
import fc from "fast-check";
import { type DataType, integerRange, isInt64, specDataTypes } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, outside, refuses, tensor } from "../_testing.ts";
import { type Ball, Undecided } from "../ball.ts";
import { operators } from "../operators.ts";

const integerTypes = ["int32", "uint32", "int64", "uint64", "int8", "uint8"] as const;

const everyFloat16 = new Float16Array(Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).buffer);

function cast(from: DataType, to: DataType, data: readonly number[] | readonly bigint[]) {
  return expected("cast", { input: tensor([data.length], data, from) }, { dataType: to });
}

/** The value that two's complement of the type's bits gives. */
function wrapped(x: bigint, dataType: (typeof integerTypes)[number]): bigint {
  const bits = Number(dataType.replace(/\D/g, ""));
  return dataType.startsWith("u") ? BigInt.asUintN(bits, x) : BigInt.asIntN(bits, x);
}

Deno.test("every float16 goes to float32 and back as it is", () => {
  const wide = expected("cast", { input: { dataType: "float16", shape: [2 ** 16], data: everyFloat16 } }, {
    dataType: "float32",
  });
  assert.deepEqual([...wide.value], [...everyFloat16]);
  assert.deepEqual(
    [...wide.lo].filter((x) => !Number.isNaN(x)),
    [...everyFloat16].filter((x) => !Number.isNaN(x)),
  );
  const input = { dataType: "float32", shape: [2 ** 16], data: wide.value } as const;
  const back = expected("cast", { input: { ...input, data: new Float32Array(everyFloat16) } }, {
    dataType: "float16",
  });
  assert.deepEqual([...back.value], [...everyFloat16]);
});

Deno.test("every float16 is truncated to each integer type in range, and any value passes outside", () => {
  for (const to of integerTypes) {
    const [least, greatest] = integerRange[to].map(Number);
    const { value, flags } = expected("cast", {
      input: { dataType: "float16", shape: [2 ** 16], data: everyFloat16 },
    }, { dataType: to });
    everyFloat16.forEach((x, i) => {
      const isOpen = !(Math.trunc(x) >= least && Math.trunc(x) <= greatest);
      assert.equal((flags?.[i] ?? 0) === Flag.any, isOpen, `${x} to ${to}`);
      if (!isOpen) assert.equal(Number(value[i]), Math.trunc(x) + 0, `${x} to ${to}`);
    });
  }
});

Deno.test("float32 rounds to float16 once, ties to even, and overflows from halfway", () => {
  const { value } = cast("float32", "float16", [
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    65519,
    65520,
    -1e30,
    2 ** -25,
  ]);
  assert.deepEqual([...value], [1, 1 + 2 ** -9, 65504, Infinity, -Infinity, 0]);
});

Deno.test("64-bit integers round to float32 once, where float64 would round twice", () => {
  // 2^54 + 2^30 is a tie between two float32; one more decides it, and float64 loses that one.
  const x = 2n ** 54n + 2n ** 30n + 1n;
  assert.equal(Math.fround(Number(x)), 2 ** 54);
  const output = cast("int64", "float32", [x, -x, 2n ** 63n - 1n]);
  assert.deepEqual([...output.value], [2 ** 54 + 2 ** 31, -(2 ** 54) - 2 ** 31, 2 ** 63]);
  assert.deepEqual([...output.lo], [...output.value]);
  assert.deepEqual([...cast("uint64", "float16", [65519n, 65520n, 2n ** 64n - 1n]).value], [
    65504,
    Infinity,
    Infinity,
  ]);
});

Deno.test("either neighbour passes for an integer in profile webgpu", () => {
  const input = tensor([1], [2n ** 60n + 1n], "int64");
  const { lo, hi } = expected("cast", { input }, { dataType: "float32" }, profiles["webgpu-f16"]);
  assert.deepEqual([lo[0], hi[0]], [2 ** 60, 2 ** 60 + 2 ** 37]);
});

Deno.test("integers keep their lowest bits", () => {
  assert.deepEqual([...cast("int8", "uint8", [-1]).value], [255]);
  const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
  const types = fc.constantFrom(...integerTypes);
  fc.assert(fc.property(whole, types, types, (x, from, to) => {
    const given = wrapped(x, from);
    const { value, flags } = cast(from, to, isInt64(from) ? [given] : [Number(given)]);
    assert.equal(BigInt(value[0]), wrapped(given, to));
    assert.equal(flags, undefined);
  }));
});

Deno.test("a fraction beside the ends of a type's range is truncated into it", () => {
  const of = (x: number, to: DataType) => {
    const { value, flags } = expected("cast", { input: tensor([1], [x]) }, { dataType: to });
    return flags?.[0] ? "any" : Number(value[0]);
  };
  assert.deepEqual([of(-0.5, "uint8"), of(255.5, "uint8"), of(-1, "uint8"), of(256, "uint8")], [
    0,
    255,
    "any",
    "any",
  ]);
  assert.deepEqual([of(127.5, "int8"), of(-128.5, "int8"), of(128, "int8")], [127, -128, "any"]);
  assert.deepEqual([of(-0.75, "uint64"), of(-1, "uint64"), of(2 ** 63, "int64")], [0, "any", "any"]);
});

Deno.test("a number with a radius gives every integer that it can be truncated to", () => {
  const input: Ball = {
    dataType: "float32",
    shape: [4],
    v: Float64Array.of(2.99, 3.2, 255.9, 0.1),
    e: Float64Array.of(0.02, 0.1, 0.3, 1.2),
  };
  const evaluate = (to: DataType) =>
    operators.get("cast")!.evaluate({ input }, { dataType: to }, profiles.ieee)[0];
  const { v, flags, alternatives } = evaluate("uint8");
  assert.deepEqual([...v], [2, 3, 0, 0]);
  assert.deepEqual([...flags!], [0, 0, Flag.any, Flag.any]);
  const [{ positions, v: centers, e }] = alternatives!;
  assert.deepEqual([[...positions], [...centers], [...e!]], [[0], [2.5], [0.5]]);
  assert.deepEqual([...evaluate("int64").alternatives![0].v], [3n, 256n]);
});

Deno.test("what has no bound stays undecided", () => {
  const input: Ball = {
    dataType: "float32",
    shape: [2],
    v: Float64Array.of(1, 2),
    undecided: Uint8Array.of(Undecided.indeterminate, 0),
    e: Float64Array.of(0, 3),
  };
  const [{ undecided }] = operators.get("cast")!.evaluate({ input }, { dataType: "int64" }, profiles.ieee);
  assert.deepEqual([...undecided!], [Undecided.indeterminate, Undecided.value]);
});

Deno.test("truncating is not rounding", () => {
  const output = cast("float32", "int32", [-1.5, 2.5, -0.9]);
  assert.deepEqual(outside(output, [-1, 2, 0]), []);
  assert.deepEqual(outside(output, [-2, 3, -1]), [0, 1, 2]);
});

Deno.test("cast() has all pairs of data types and refuses others", () => {
  for (const from of specDataTypes) {
    for (const dataType of specDataTypes) {
      const [output] = operators.get("cast")!.infer({ input: descriptor([2, 3], from) }, { dataType });
      assert.deepEqual(output, { dataType, shape: [2, 3] });
    }
  }
  refuses("cast", "enum", { input: descriptor([2]) }, { dataType: "float64" });
  refuses("cast", "required", { input: descriptor([2]) });
});
