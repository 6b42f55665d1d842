import assert from "node:assert/strict";
import fc from "fast-check";
import type { DataType } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import { type Profile, profiles } from "../../graph/profile.ts";
import { type Descriptor, elementCount, indexAt, rowMajorStrides, type Tensor } from "../../graph/tensor.ts";
import { type Ball, Undecided } from "../ball.ts";
import { operators } from "../operators.ts";
import { descriptor, expected, outside, refuses, tensor, values } from "../_testing.ts";

function quantized(
  input: readonly number[],
  scale: number,
  zeroPoint: number,
  dataType: DataType = "uint8",
  profile: Profile = profiles.ieee,
) {
  return expected(
    "quantizeLinear",
    {
      input: tensor([input.length], input),
      scale: tensor([1], [scale]),
      zeroPoint: tensor([1], [zeroPoint], dataType),
    },
    {},
    profile,
  );
}

/** Every integer that an expectation admits in one place. */
function admitted({ value, lo, hi, alternatives = [] }: ReturnType<typeof expected>, at: number): number[] {
  const ranges = [[lo[at], hi[at]]];
  for (const { positions, lo, hi } of alternatives) {
    const k = positions.indexOf(at);
    if (k >= 0) ranges.push([lo[k], hi[k]]);
  }
  const near = [-2, -1, 0, 1, 2].map((step) => Number(value[at]) + step);
  return near.filter((x) => ranges.some(([least, most]) => x >= Number(least) && x <= Number(most)));
}

function roundEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

Deno.test("dequantizeLinear() subtracts the zero point, also from what is below it (onnxruntime issue 32579)", () => {
  const operands = {
    input: tensor([3], [0, 5, 255], "uint8"),
    scale: tensor([1], [0.5]),
    zeroPoint: tensor([1], [10], "uint8"),
  };
  assert.deepEqual(values("dequantizeLinear", operands), [-5, -2.5, 122.5]);
});

Deno.test("dequantizeLinear() rounds once: nothing but the nearest product passes", () => {
  const byte = fc.integer({ min: -128, max: 127 });
  const positive = fc.float({ min: Math.fround(1e-6), max: Math.fround(1e6), noNaN: true });
  fc.assert(fc.property(byte, byte, positive, (x, z, s) => {
    const { lo, hi } = expected("dequantizeLinear", {
      input: tensor([], [x], "int8"),
      scale: tensor([], [s]),
      zeroPoint: tensor([], [z], "int8"),
    });
    const rounded = Math.fround((x - z) * s);
    assert.deepEqual([lo[0], hi[0]].map((bound) => Number(bound) + 0), [rounded + 0, rounded + 0]);
  }));
});

Deno.test("dequantizeLinear() of 32 bits admits float32 arithmetic in each step, and no wrapped difference", () => {
  const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const positive = fc.float({ min: Math.fround(1e-6), max: Math.fround(1e6), noNaN: true });
  fc.assert(fc.property(whole, whole, positive, (x, z, s) => {
    const output = expected("dequantizeLinear", {
      input: tensor([], [x], "int32"),
      scale: tensor([], [s]),
      zeroPoint: tensor([], [z], "int32"),
    });
    const emulated = Math.fround(Math.fround(Math.fround(x) - Math.fround(z)) * s);
    assert.deepEqual(outside(output, [emulated]), []);
    assert.deepEqual(outside(output, [Math.fround((x - z) * s)]), []);
    const wrapped = (x - z) | 0;
    if (wrapped !== x - z) assert.deepEqual(outside(output, [wrapped * s]), [0]);
  }));
});

Deno.test("quantizeLinear() rounds half to even before it adds the zero point, and clamps", () => {
  assert.deepEqual([...quantized([0.5, 1.5, -2.5, 300, -300], 1, 1).value], [1, 3, 0, 255, 0]);
  assert.deepEqual([...quantized([2.5, -2.5, 300, -300], 1, 1, "int8").value], [3, -1, 127, -128]);
  assert.deepEqual([...quantized([Infinity, -Infinity], 3, 7).value], [255, 0]);
});

Deno.test("quantizeLinear() with a scale of 2^j has one answer, with another scale two at a tie", () => {
  assert.deepEqual(admitted(quantized([1.25], 0.5, 0), 0), [2]);
  // 0.35 / 0.1 in float32 is 3.5 or next to it.
  assert.deepEqual(admitted(quantized([Math.fround(0.35)], Math.fround(0.1), 0), 0), [3, 4]);
  assert.deepEqual(admitted(quantized([Math.fround(0.33)], Math.fround(0.1), 0), 0), [3]);
});

Deno.test("quantizeLinear() admits float32 arithmetic with division and with a reciprocal's quotient an ULP off", () => {
  const float = fc.float({ min: -1000, max: 1000, noNaN: true });
  const positive = fc.float({ min: Math.fround(0.01), max: 8, noNaN: true });
  fc.assert(fc.property(float, positive, fc.nat(255), (x, s, z) => {
    const output = quantized([x], s, z);
    for (const off of [0, 2 ** -23, -(2 ** -23)]) {
      if (off !== 0 && Number.isInteger(Math.log2(s))) continue;
      const quotient = Math.fround(Math.fround(x / s) * (1 + off));
      const value = Math.min(Math.max(roundEven(quotient) + z, 0), 255);
      assert.ok(admitted(output, 0).includes(value), `${x} / ${s} + ${z} is ${value}`);
    }
  }));
});

Deno.test("quantizeLinear() to 32 bits adds the zero point in float, and may saturate anyhow above the range (Q26)", () => {
  const { value, alternatives } = quantized([2 ** 40], 1, 0, "int32");
  assert.equal(value[0], 2 ** 31 - 1);
  assert.deepEqual(alternatives!.map(({ question, lo, hi }) => [question, lo[0], hi[0]]), [
    ["Q26", -Infinity, Infinity],
  ]);
  assert.equal(quantized([-(2 ** 32)], 1, 0, "int32").value[0], -(2 ** 31));
  assert.equal(quantized([-(2 ** 32)], 1, 0, "int32").alternatives, undefined);
  // 2^24 + 1 is no float32.
  assert.deepEqual(admitted(quantized([1], 1, 2 ** 24, "int32"), 0).includes(2 ** 24), true);
  assert.deepEqual(admitted(quantized([1], 1, 2 ** 20, "int32"), 0), [2 ** 20 + 1]);
});

Deno.test("quantizing NaN, and a scale that is not positive (Q27), pass with any value", () => {
  assert.deepEqual([...quantized([NaN, 1], 1, 0).flags!], [Flag.any, 0]);
  for (const scale of [-1, 0]) {
    assert.deepEqual([...quantized([1], scale, 0).flags!], [Flag.any]);
    const { flags } = expected("dequantizeLinear", {
      input: tensor([], [1], "int8"),
      scale: tensor([], [scale]),
      zeroPoint: tensor([], [0], "int8"),
    });
    assert.deepEqual([...flags!], [Flag.any]);
  }
});

/** A float ball of one element. */
function ball(v: number, e: number): Ball {
  return { dataType: "float32", shape: [], v: Float64Array.of(v), e: e > 0 ? Float64Array.of(e) : undefined };
}

function zeroPoint(z: number): Ball {
  return { dataType: "int8", shape: [], v: Int8Array.of(z) };
}

Deno.test("whatever input and scale are within their radii, both operators admit what is made of them", () => {
  const eighths = fc.integer({ min: -900, max: 900 }).map((x) => x / 8);
  const step = fc.integer({ min: 4, max: 40 }).map((x) => x / 16);
  const radius = fc.nat(6).map((x) => x / 32), unit = fc.double({ min: -1, max: 1, noNaN: true });
  const byte = fc.integer({ min: -128, max: 127 });
  const [quantize, dequantize] = ["quantizeLinear", "dequantizeLinear"].map((name) => operators.get(name)!);
  fc.assert(fc.property(eighths, radius, unit, step, radius, unit, byte, byte, (x, dx, p, s, ds, q, z, y) => {
    const scale = s + q * ds;
    const operands = { scale: ball(s, ds), zeroPoint: zeroPoint(z) };
    const [quantized] = quantize.evaluate({ input: ball(x, dx), ...operands }, {}, profiles.ieee);
    const value = Math.min(Math.max(roundEven((x + p * dx) / scale) + z, -128), 127);
    const [other] = quantized.alternatives ?? [];
    const reach = other ? other.e![0] : 0, center = other ? Number(other.v[0]) : Number(quantized.v[0]);
    assert.ok(quantized.undecided![0] !== 0 || Math.abs(value - center) <= reach);
    const [floats] = dequantize.evaluate({ input: zeroPoint(y), ...operands }, {}, profiles.ieee);
    assert.ok(Math.abs((y - z) * scale - Number(floats.v[0])) <= (floats.e ? floats.e[0] : 0));
  }));
});

Deno.test("a scale that may be zero, and what is made of undecided elements, is undecided", () => {
  const { value, indeterminate } = Undecided;
  const [quantize, dequantize] = ["quantizeLinear", "dequantizeLinear"].map((name) => operators.get(name)!);
  const given = { input: ball(1, 0), scale: ball(1, 1), zeroPoint: zeroPoint(0) };
  assert.deepEqual([...quantize.evaluate(given, {}, profiles.ieee)[0].undecided!], [value]);
  const open = {
    ...given,
    scale: ball(1, 0),
    zeroPoint: { ...zeroPoint(0), undecided: Uint8Array.of(indeterminate) },
  };
  assert.deepEqual([...quantize.evaluate(open, {}, profiles.ieee)[0].undecided!], [indeterminate]);
  const byte = { ...open, input: zeroPoint(3) };
  assert.deepEqual([...dequantize.evaluate(byte, {}, profiles.ieee)[0].undecided!], [indeterminate]);
});

Deno.test("scale and zero point are repeated in blocks", () => {
  const operands = {
    input: tensor([2, 4], [1, 1, 1, 1, 1, 1, 1, 1], "int8"),
    scale: tensor([1, 2], [1, 10]),
    zeroPoint: tensor([1, 2], [0, 3], "int8"),
  };
  assert.deepEqual(values("dequantizeLinear", operands), [1, 1, -20, -20, 1, 1, -20, -20]);
});

Deno.test("blocks equal the scale written out for each element", () => {
  const axis = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
  fc.assert(fc.property(fc.array(axis, { maxLength: 3 }), (axes) => {
    const shape = axes.map(([count, block]) => count * block), shared = axes.map(([count]) => count);
    const input = tensor(shape, Array.from({ length: elementCount(shape) }, (_, i) => i), "uint8");
    const scales = Array.from({ length: elementCount(shared) }, (_, i) => i + 1);
    const strides = rowMajorStrides(shared);
    const spread = (list: readonly number[], dataType: DataType): Tensor =>
      tensor(
        shape,
        Array.from({ length: elementCount(shape) }, (_, position) => {
          const index = indexAt(position, shape);
          return list[index.reduce((at, i, d) => at + Math.floor(i / axes[d][1]) * strides[d], 0)];
        }),
        dataType,
      );
    const inBlocks = values("dequantizeLinear", {
      input,
      scale: tensor(shared, scales),
      zeroPoint: tensor(shared, scales, "uint8"),
    });
    const written = values("dequantizeLinear", {
      input,
      scale: spread(scales, "float32"),
      zeroPoint: spread(scales, "uint8"),
    });
    assert.deepEqual(inBlocks, written);
  }));
});

Deno.test("dequantized bytes quantize to themselves", () => {
  const bytes = Array.from({ length: 256 }, (_, i) => i);
  const shared = { scale: tensor([1], [Math.fround(0.3)]), zeroPoint: tensor([1], [128], "uint8") };
  const floats = expected("dequantizeLinear", { input: tensor([256], bytes, "uint8"), ...shared }).value;
  const input = { dataType: "float32", shape: [256], data: floats } as const;
  assert.deepEqual(values("quantizeLinear", { input, ...shared }), bytes);
});

Deno.test("both refuse data types, ranks and shapes that do not go together", () => {
  const forms: [string, Descriptor, DataType][] = [
    ["quantizeLinear", descriptor([4, 6]), "uint8"],
    ["dequantizeLinear", descriptor([4, 6], "uint8"), "uint8"],
  ];
  for (const [name, input, zeroType] of forms) {
    const call = (scale: readonly number[], zero = scale) => ({
      input,
      scale: descriptor(scale),
      zeroPoint: descriptor(zero, zeroType),
    });
    refuses(name, "same-rank", call([6]));
    refuses(name, "same-rank", call([1, 1], [1]));
    refuses(name, "same-shape", call([1, 6], [4, 1]));
    refuses(name, "blockwise-broadcastable", call([3, 1]));
    refuses(name, "allowed-data-type", { ...call([1, 1]), zeroPoint: descriptor([1, 1], "int64") });
    refuses(name, "allowed-data-type", { ...call([1, 1]), scale: descriptor([1, 1], "int8") });
  }
  const one = descriptor([1]);
  refuses("quantizeLinear", "same-data-type", {
    input: one,
    scale: descriptor([1], "float16"),
    zeroPoint: descriptor([1], "int8"),
  });
  refuses("dequantizeLinear", "same-data-type", {
    input: descriptor([1], "uint8"),
    scale: one,
    zeroPoint: descriptor([1], "int8"),
  });
});

Deno.test("quantizeLinear() of an infinity is the end of the type, and of nothing else in 8 bits", () => {
  const { value, alternatives, flags } = quantized([Infinity, -Infinity], 0.3, 1);
  assert.deepEqual([[...value], alternatives, flags], [[255, 0], undefined, undefined]);
});

Deno.test("quantizeLinear() lets any value pass where a float16 quotient or sum overflows on the way to 32 bits", () => {
  const of = (x: number, zeroPoint: number, dataType: DataType, profile: Profile) =>
    expected(
      "quantizeLinear",
      {
        input: tensor([1], [x], "float16"),
        scale: tensor([1], [0.1], "float16"),
        zeroPoint: tensor([1], [zeroPoint], dataType),
      },
      {},
      profile,
    ).flags?.[0] ?? 0;
  for (const dataType of ["int32", "uint32"] as const) {
    assert.deepEqual(
      [of(65504, 0, dataType, profiles["webgpu-f16"]), of(65504, 0, dataType, profiles.ieee)],
      [
        Flag.any,
        0,
      ],
    );
    assert.deepEqual([
      of(1, 70000, dataType, profiles["webgpu-f16"]),
      of(1, 7, dataType, profiles["webgpu-f16"]),
    ], [
      Flag.any,
      0,
    ]);
  }
  assert.equal(of(65504, 0, "int8", profiles["webgpu-f16"]), 0);
});
