/**
 * Mutants of cast.
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { rowMajorStrides } from "../../graph/tensor.ts";
import { type Element, strided, tensorOf, type Values } from "../software/kernel.ts";
import { halfToEven, rangeOf } from "../software/kernels/quantization.ts";
import { mapped, withOperands } from "./tensors.ts";
import {
  halfAwayFromZero,
  infinityLost,
  int8AsUnsigned,
  longAsInt32,
  longThroughFloat64,
  nanLost,
  subnormalsFlushed,
  tailLost,
  unsignedAsSigned,
} from "./common.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

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

export const castMutants: readonly Mutant[] = mutantsOf(["cast"], [...castBugs, bitsKept]);
