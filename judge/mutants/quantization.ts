/**
 * Mutants of quantizeLinear and dequantizeLinear.
 *
 * @module
 */

import { elementCount, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, type Element, tensorOf } from "../software/kernel.ts";
import { halfToEven, rangeOf, readersOf } from "../software/kernels/quantization.ts";
import { mapped, stretched, withOperands } from "./tensors.ts";
import { halfAwayFromZero, int8AsUnsigned, stepsInBfloat16, tailLost, unsignedAsSigned } from "./common.ts";
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

export const quantizationMutants: readonly Mutant[] = [
  ...mutantsOf(["quantizeLinear"], quantizeBugs),
  ...mutantsOf(["dequantizeLinear"], dequantizeBugs),
];
