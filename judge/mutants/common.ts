/**
 * Bugs that many operators may have: of data types, of the last elements, of broadcasting.
 *
 * @module
 */

import { type DataType, floatFormats, isFloat, isInt64 } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Call } from "../software/kernel.ts";
import { mapped, positionIn, stretched, withOperands, zeroOf } from "./tensors.ts";
import { type Bug, computedIn, rewritten, spoilt } from "./mutant.ts";

/** Vectors of four are computed, and what is left over is not. */
export const tailLost = spoilt(
  "tail-lost",
  "the elements beyond a multiple of 4 were left zero",
  (element, { outputs }, i) => {
    const { shape, dataType } = outputs[i];
    const count = elementCount(shape), whole = count - count % 4;
    if (whole === count) return undefined;
    const positionOf = positionIn(shape), zero = zeroOf(dataType);
    return (index) => positionOf(index) < whole ? element(index) : zero;
  },
);

/** Floats are computed in float16. */
export const stepsInFloat16 = computedIn(
  "steps-in-float16",
  "float32 were computed in float16",
  (arithmetic, { dataType, outputs: [output] }) =>
    dataType === "float32" && isFloat(output.dataType)
      ? { ...arithmetic, round: Math.f16round, store: Math.f16round }
      : undefined,
);

/** Float16 is computed step by step as it is stored. */
export const narrowSteps = computedIn(
  "steps-as-stored",
  "every step were rounded to float16, as the tensors are",
  (arithmetic, { dataType, outputs: [output] }) =>
    dataType === "float16" && isFloat(output.dataType) ? { ...arithmetic, round: Math.f16round } : undefined,
);

/** Every step cut off at the precision of bfloat16. */
export const stepsInBfloat16 = computedIn(
  "steps-in-bfloat16",
  "every step were cut off to the 8 bits of bfloat16",
  (arithmetic, { outputs: [output] }) =>
    isFloat(output.dataType) ? { ...arithmetic, round: toBfloat16, store: toBfloat16 } : undefined,
);

const single = new Float32Array(1), bits = new Uint32Array(single.buffer);

function toBfloat16(x: number): number {
  single[0] = x;
  if (x === x) bits[0] &= 0xffff0000;
  return single[0];
}

/** A float that is spoilt where it is stored. */
export function spoiltFloats(
  name: string,
  sentence: string,
  spoil: (y: number, dataType: "float32" | "float16") => number,
): Bug {
  return spoilt(name, sentence, (element, { outputs }, i) => {
    const { dataType } = outputs[i];
    return isFloat(dataType) ? (index) => spoil(element(index) as number, dataType) : undefined;
  });
}

export const subnormalsFlushed = spoiltFloats(
  "subnormals-flushed",
  "results below the smallest normal number were zero",
  (y, dataType) => Math.abs(y) < floatFormats[dataType].minNormal ? 0 : y,
);

export const nanLost = spoiltFloats("nan-lost", "NaN came out as zero", (y) => y === y ? y : 0);

export const infinityLost = spoiltFloats(
  "infinity-lost",
  "infinities came out as the greatest finite numbers",
  (y, dataType) => Math.abs(y) === Infinity ? Math.sign(y) * floatFormats[dataType].max : y,
);

export const signOfZeroLost = spoiltFloats(
  "sign-of-zero-lost",
  "zeros lost their sign",
  (y) => y === 0 ? 0 : y,
);

/** The operands of some types are taken for others. */
export function readAs(
  name: string,
  sentence: string,
  isTouched: (dataType: DataType) => boolean,
  change: (x: number, dataType: DataType) => number,
): Bug {
  return rewritten(
    name,
    sentence,
    (call) =>
      withOperands(
        call,
        (values) =>
          isTouched(values.dataType) ? mapped(values, (x) => change(x, values.dataType)) : undefined,
      ),
  );
}

export const integersThroughFloat32 = readAs(
  "integers-through-float32",
  "integers were read as float32",
  (dataType) => /32|64/.test(dataType) && !isFloat(dataType),
  Math.fround,
);

export const integersThroughFloat16 = readAs(
  "integers-through-float16",
  "integers were read as float16",
  (dataType) => !isFloat(dataType),
  Math.f16round,
);

export const longThroughFloat64 = readAs(
  "64-bits-through-float64",
  "64-bit integers were read as float64",
  isInt64,
  (x) => x,
);

/** Signed integers for unsigned ones of the same size. */
export const unsignedAsSigned = rewritten(
  "unsigned-as-signed",
  "unsigned integers were read as signed ones of the same size",
  (call) =>
    withOperands(call, (values) => {
      const { dataType, v } = values;
      switch (dataType) {
        case "uint8":
          return { ...values, v: Int8Array.from(v as Uint8Array) };
        case "uint32":
          return { ...values, v: Int32Array.from(v as Uint32Array, (x) => x | 0) };
        case "uint64":
          return { ...values, v: BigInt64Array.from(v as BigUint64Array, (x) => BigInt.asIntN(64, x)) };
      }
    }),
);

/** Bytes read without their sign. */
export const int8AsUnsigned = rewritten(
  "int8-as-unsigned",
  "int8 were read as uint8",
  (call) =>
    withOperands(
      call,
      (values) =>
        values.dataType === "int8" ? { ...values, v: Uint8Array.from(values.v as Int8Array) } : undefined,
    ),
);

/** Only the low half of a 64-bit integer is read. */
export const longAsInt32 = rewritten(
  "64-bits-as-32",
  "64-bit integers were read as the 32-bit integers of their low bits",
  (call) =>
    withOperands(call, (values) => {
      const { dataType, v } = values;
      if (dataType === "int64") {
        return { ...values, v: (v as BigInt64Array).map((x) => BigInt.asIntN(32, x)) };
      }
      if (dataType === "uint64") {
        return { ...values, v: (v as BigUint64Array).map((x) => BigInt.asUintN(32, x)) };
      }
    }),
);

/** The bugs of integer types that every operator may have that takes them. */
export const integerBugs = [integersThroughFloat32, longThroughFloat64, longAsInt32];

/** Operands that are smaller than the output, stretched wrongly. */
function broadcasting(
  name: string,
  sentence: string,
  from: (index: readonly number[], position: number, shape: readonly number[]) => number,
): Bug {
  return rewritten(name, sentence, (call: Call) => {
    const { outputs: [{ shape }] } = call;
    const count = elementCount(shape);
    return withOperands(
      call,
      (values) =>
        elementCount(values.shape) < count && elementCount(values.shape) > 1
          ? stretched(values, shape, (index, position) => from(index, position, values.shape))
          : undefined,
    );
  });
}

export const broadcastBugs = [
  broadcasting(
    "broadcast-at-first-axes",
    "the smaller operand were aligned with the first axes",
    (index, _, shape) => {
      const positionOf = positionIn(shape);
      return positionOf(shape.map((size, axis) => index[axis] % size));
    },
  ),
  broadcasting(
    "broadcast-cyclic",
    "the elements of the smaller operand were taken one after the other, again and again",
    (_, position, shape) => position % elementCount(shape),
  ),
];

/** `x` rounded to the nearest whole number, halves away from zero. */
export const halfAwayFromZero = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
