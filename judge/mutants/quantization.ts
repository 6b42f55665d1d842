/**
 * Mutants of the conversions between data types.
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { elementCount, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, type Element, strided, tensorOf, type Values } from "../software/kernel.ts";
import { halfToEven, rangeOf, readersOf } from "../software/kernels/quantization.ts";
import { mapped, stretched, withOperands } from "./changes.ts";
import {
  infinityLost,
  longAsInt32,
  longThroughFloat64,
  nanLost,
  stepsInBfloat16,
  subnormalsFlushed,
  tailLost,
  unsignedAsSigned,
} from "./common.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

/** Another quantization of one number; the result is clamped to the type unless `isClamped` is false. */
function quantizing(
  name: string,
  sentence: string,
  quantize: (x: number, scale: number, zeroPoint: number) => number,
  rangeFor: (call: Call) => readonly [number, number] = ({ outputs: [{ dataType }] }) => rangeOf(dataType),
): Bug {
  return replaced(name, sentence, (call): Element => {
    const { input, scale, zeroPoint } = readersOf(call);
    const [least, greatest] = rangeFor(call);
    return (index) =>
      Math.min(Math.max(quantize(input(index), scale(index), zeroPoint(index)), least), greatest);
  });
}

/** The range of another type. */
const rangeAs = (other: (dataType: string) => readonly [number, number] | undefined) => (call: Call) => {
  const { dataType } = call.outputs[0];
  return other(dataType) ?? rangeOf(dataType);
};

const quantized = (x: number, scale: number, zeroPoint: number) =>
  halfToEven(Math.fround(x / scale)) + zeroPoint;
const halfAwayFromZero = (x: number) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);

/** Another dequantization of one number. */
function dequantizing(
  name: string,
  sentence: string,
  dequantize: (x: number, scale: number, zeroPoint: number) => number,
): Bug {
  return replaced(name, sentence, (call): Element => {
    const { input, scale, zeroPoint } = readersOf(call);
    return (index) => dequantize(input(index), scale(index), zeroPoint(index));
  });
}

/** Scales and zero points read from other places. */
function blocks(
  name: string,
  sentence: string,
  from: (index: readonly number[], shape: readonly number[], of: readonly number[]) => number,
  arguments_: readonly string[] = ["scale", "zeroPoint"],
): Bug {
  return rewritten(name, sentence, (call) => {
    const { shape } = tensorOf(call, "input");
    return withOperands(
      call,
      (values, argument) =>
        arguments_.includes(argument) && values.v.length > 1
          ? stretched(values, shape, (index) => from(index, values.shape, shape))
          : undefined,
    );
  });
}

const placeIn = (index: readonly number[], shape: readonly number[]) => {
  const strides = rowMajorStrides(shape);
  return index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
};

const zeroPointAs = (name: string, sentence: string, change: (zeroPoint: number) => number): Bug =>
  rewritten(
    name,
    sentence,
    (call) =>
      withOperands(call, (values, argument) => argument === "zeroPoint" ? mapped(values, change) : undefined),
  );

const blockBugs: readonly Bug[] = [
  blocks(
    "blocks-cyclic",
    "scales and zero points were taken one after the other along each axis, not in blocks",
    (index, shape) => placeIn(index.map((i, axis) => i % shape[axis]), shape),
  ),
  blocks("first-block-only", "there were one scale and one zero point for all", () => 0),
  blocks("zero-points-first-only", "there were one zero point for all", () => 0, ["zeroPoint"]),
  blocks("scales-first-only", "there were one scale for all", () => 0, ["scale"]),
  blocks(
    "last-axis",
    "the scales went along the last axis",
    (index, shape) => (index.at(-1) ?? 0) % elementCount(shape),
  ),
  blocks(
    "block-one-late",
    "each block began one element later",
    (index, shape, of) =>
      placeIn(
        index.map((i, axis) => {
          const size = of[axis] / shape[axis];
          return size > 1 ? Math.floor(Math.max(i - 1, 0) / size) : i;
        }),
        shape,
      ),
  ),
  zeroPointAs("zero-point-ignored", "the zero point were 0", () => 0),
  unsignedAsSigned,
  tailLost,
];

const quantizeBugs: readonly Bug[] = [
  ...blockBugs,
  quantizing(
    "zero-point-before-rounding",
    "the zero point were added before rounding",
    (x, scale, zeroPoint) => halfToEven(Math.fround(Math.fround(x / scale) + zeroPoint)),
  ),
  quantizing(
    "zero-point-subtracted",
    "the zero point were subtracted",
    (x, scale, zeroPoint) => halfToEven(Math.fround(x / scale)) - zeroPoint,
  ),
  quantizing(
    "zero-point-scaled",
    "the zero point were added before the division",
    (x, scale, zeroPoint) => halfToEven(Math.fround((x + zeroPoint) / scale)),
  ),
  quantizing(
    "zero-point-after-clamping",
    "it were clamped before the zero point is added, and wrapped then",
    (
      x,
      scale,
      zeroPoint,
    ) => Math.min(Math.max(halfToEven(Math.fround(x / scale)), -128), 255) + zeroPoint,
    () => [-Infinity, Infinity],
  ),
  quantizing(
    "wraps",
    "results out of range were not clamped but wrapped",
    quantized,
    () => [-Infinity, Infinity],
  ),
  quantizing(
    "int8-for-uint8",
    "uint8 were clamped as int8",
    quantized,
    rangeAs((dataType) => dataType === "uint8" ? [-128, 127] : undefined),
  ),
  quantizing(
    "uint8-for-int8",
    "int8 were clamped as uint8",
    quantized,
    rangeAs((dataType) => dataType === "int8" ? [0, 255] : undefined),
  ),
  quantizing(
    "symmetric",
    "the least int8 were -127",
    quantized,
    rangeAs((dataType) => dataType === "int8" ? [-127, 127] : undefined),
  ),
  quantizing(
    "bytes-only",
    "32-bit integers were clamped as bytes",
    quantized,
    rangeAs((dataType) => dataType === "int32" ? [-128, 127] : dataType === "uint32" ? [0, 255] : undefined),
  ),
  quantizing(
    "int32-for-uint32",
    "uint32 were clamped to the greatest int32",
    quantized,
    rangeAs((dataType) => dataType === "uint32" ? [0, 2 ** 31 - 1] : undefined),
  ),
  quantizing(
    "rounds-half-away",
    "halves were rounded away from zero",
    (x, scale, zeroPoint) => halfAwayFromZero(Math.fround(x / scale)) + zeroPoint,
  ),
  quantizing(
    "rounds-half-up",
    "halves were rounded up",
    (x, scale, zeroPoint) => Math.floor(Math.fround(x / scale) + 0.5) + zeroPoint,
  ),
  quantizing(
    "truncates",
    "fractions were cut off",
    (x, scale, zeroPoint) => Math.trunc(Math.fround(x / scale)) + zeroPoint,
  ),
  quantizing(
    "rounds-down",
    "fractions were rounded down",
    (x, scale, zeroPoint) => Math.floor(Math.fround(x / scale)) + zeroPoint,
  ),
  quantizing(
    "multiplies",
    "it multiplied by the scale",
    (x, scale, zeroPoint) => halfToEven(Math.fround(x * scale)) + zeroPoint,
  ),
  quantizing(
    "quotient-in-float16",
    "the quotient were rounded to float16",
    (x, scale, zeroPoint) => halfToEven(Math.f16round(x / scale)) + zeroPoint,
  ),
];

const int8AsUnsigned = rewritten(
  "int8-as-unsigned",
  "int8 were read as uint8",
  (call) =>
    withOperands(
      call,
      (values) =>
        values.dataType === "int8" ? { ...values, v: Uint8Array.from(values.v as Int8Array) } : undefined,
    ),
);

const dequantizeBugs: readonly Bug[] = [
  ...blockBugs,
  stepsInBfloat16,
  int8AsUnsigned,
  dequantizing(
    "zero-point-added",
    "the zero point were added",
    (x, scale, zeroPoint) => (x + zeroPoint) * scale,
  ),
  dequantizing("zero-point-after-scaling", "the zero point were subtracted after the product", (
    x,
    scale,
    zeroPoint,
  ) => x * scale - zeroPoint),
  dequantizing("divides", "it divided by the scale", (x, scale, zeroPoint) => (x - zeroPoint) / scale),
  replaced("bytes-wrap", "the difference of bytes were a byte", (call) => {
    const { dataType } = tensorOf(call, "input");
    if (!/8$/.test(dataType)) return undefined;
    const { input, scale, zeroPoint } = readersOf(call);
    const isSigned = dataType === "int8";
    return (index) => {
      const difference = (input(index) - zeroPoint(index)) & 255;
      return (isSigned ? difference << 24 >> 24 : difference) * scale(index);
    };
  }),
  dequantizing(
    "negative-lost",
    "elements below the zero point gave 0",
    (x, scale, zeroPoint) => Math.max(x - zeroPoint, 0) * scale,
  ),
];

/** Another conversion where source and target are of some kinds. */
function casting(
  name: string,
  sentence: string,
  isTouched: (from: Values["dataType"], to: Values["dataType"]) => boolean,
  convert: (x: number, to: Values["dataType"]) => number,
): Bug {
  return rewritten(name, sentence, (call) => {
    const [{ dataType }] = call.outputs;
    return withOperands(
      call,
      (values) =>
        isTouched(values.dataType, dataType) ? mapped(values, (x) => convert(x, dataType)) : undefined,
    );
  });
}

const isFloatToInteger = (from: Values["dataType"], to: Values["dataType"]) => isFloat(from) && !isFloat(to);
const bitsOf = (dataType: string) => Number(/\d+/.exec(dataType)![0]);
const isNarrowing = (from: Values["dataType"], to: Values["dataType"]) =>
  !isFloat(from) && !isFloat(to) && bitsOf(to) < bitsOf(from);

const castBugs: readonly Bug[] = [
  tailLost,
  nanLost,
  infinityLost,
  subnormalsFlushed,
  unsignedAsSigned,
  longAsInt32,
  longThroughFloat64,
  casting("rounds", "floats were rounded to the nearest integer", isFloatToInteger, halfToEven),
  casting(
    "rounds-half-away",
    "floats were rounded to the nearest integer, halves away from zero",
    isFloatToInteger,
    halfAwayFromZero,
  ),
  casting("rounds-down", "floats were rounded down", isFloatToInteger, Math.floor),
  casting(
    "floats-through-int8",
    "floats were cast to int8 on the way",
    isFloatToInteger,
    (x) => x << 24 >> 24,
  ),
  casting("negative-lost", "negative floats gave 0", isFloatToInteger, (x) => Math.max(x, 0)),
  casting(
    "saturates",
    "integers out of the range of the target gave its least or greatest value",
    isNarrowing,
    (x, to) => {
      const [least, greatest] = rangeOf(to);
      return Math.min(Math.max(x, least), greatest);
    },
  ),
  int8AsUnsigned,
  casting("bool", "every number but 0 gave 1", () => true, (x) => x === 0 ? 0 : 1),
  casting(
    "integers-through-float16",
    "integers were cast to float16 on the way",
    (from) => !isFloat(from),
    Math.f16round,
  ),
  casting(
    "integers-through-float32",
    "integers were cast to float32 on the way",
    (from, to) => /32|64/.test(from) && !isFloat(from) && !isFloat(to),
    Math.fround,
  ),
  casting(
    "float32-through-float16",
    "float32 were cast to float16 on the way",
    (from) => from === "float32",
    Math.f16round,
  ),
  casting(
    "truncates-to-float16",
    "float32 were cut off to float16",
    (from, to) => from === "float32" && to === "float16",
    (x) => {
      const y = Math.f16round(x);
      const next = y === 0 || Math.abs(y) <= Math.abs(x)
        ? y
        : y - Math.sign(y) * 2 ** (Math.floor(Math.log2(Math.abs(x))) - 10);
      return Number.isFinite(next) ? next : y;
    },
  ),
  casting(
    "float16-saturates",
    "float32 beyond float16 gave its greatest value",
    (from, to) => to === "float16" && from !== "float16",
    (x) => Math.min(Math.max(x, -65504), 65504),
  ),
  casting(
    "integers-truncated-to-float32",
    "integers were cut off to float32",
    (from, to) => !isFloat(from) && to === "float32",
    truncatedToFloat32,
  ),
];

function truncatedToFloat32(x: number): number {
  const unit = 2 ** Math.max(Math.floor(Math.log2(Math.abs(x) || 1)) - 23, 0);
  return Math.trunc(x / unit) * unit;
}

/** The bits are kept, whatever they mean. */
const bitsKept = replaced("bits-kept", "the bits of the elements were kept", (call): Element | undefined => {
  const { v, shape, dataType } = tensorOf(call, "input"), [output] = call.outputs;
  if (bitsOf(dataType) !== 32 || bitsOf(output.dataType) !== 32 || dataType === output.dataType) {
    return undefined;
  }
  const source = isFloat(dataType) ? new Float32Array(v as Float64Array) : v as Int32Array;
  const { buffer } = source.slice();
  const bits = isFloat(output.dataType) ? new Float64Array(new Float32Array(buffer)) : new Int32Array(buffer);
  return strided(bits, 0, rowMajorStrides(shape));
});

export const quantizationMutants: readonly Mutant[] = [
  ...mutantsOf(["quantizeLinear"], quantizeBugs),
  ...mutantsOf(["dequantizeLinear"], dequantizeBugs),
  ...mutantsOf(["cast"], [...castBugs, bitsKept]),
];
