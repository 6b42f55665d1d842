/**
 * Mutants of pools beside those of their windows.
 *
 * @module
 */

import { type DataType, integerRange, isFloat, isInt64 } from "../../graph/data_type.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { dot, sum } from "../software/arithmetic.ts";
import { type Call, tensorOf, type Values } from "../software/kernel.ts";
import {
  average,
  largest,
  norm,
  type Pool,
  type Pooled,
  pooling,
  poolOf,
  quotient,
} from "../software/kernels/pools.ts";
import { list, otherShape, withOperand, withOptions } from "./change.ts";
import { type Bug, replaced, rewritten } from "./mutant.ts";

/** Another element from those of a window. */
function pooledBy(name: string, sentence: string, pool: Pool): Bug {
  return replaced(name, sentence, (call) => pooling(pool)(call));
}

const isAsked = ({ options }: Call) => options.outputSizes === undefined;

/** For all pools. */
export const poolBugs: readonly Bug[] = [
  rewritten(
    "window-axes-swapped",
    "the window's size along the first axis were that along the last, and so on",
    (call) => withOptions(call, { windowDimensions: list(call.options.windowDimensions).toReversed() }),
  ),
  rewritten(
    "first-window-size-for-all",
    "the window's size along the first axis held for all",
    (call) =>
      withOptions(call, {
        windowDimensions: list(call.options.windowDimensions).map((_, __, all) => all[0]),
      }),
  ),
  rewritten(
    "last-row-dropped",
    "windows of several elements along the last axis had one less",
    (call) => {
      const window = list(call.options.windowDimensions);
      return withOptions(call, { windowDimensions: window.with(-1, Math.max(window.at(-1)! - 1, 1)) });
    },
  ),
  replaced("last-tap-dropped", "the last element of every window were left out", (call) => {
    const pool = poolOf[call.operator];
    return pooling(({ count, ...others }) => pool({ ...others, count: Math.max(count - 1, 1) }, call))(call);
  }),
  otherShape(
    "sizes-rounded-down",
    "output sizes were rounded down, though up was asked for",
    (call) =>
      isAsked(call) && call.options.outputShapeRounding === "ceil"
        ? { ...call.options, outputShapeRounding: "floor" }
        : undefined,
  ),
  otherShape(
    "sizes-rounded-up",
    "output sizes were rounded up, though down was asked for",
    (call) =>
      isAsked(call) && call.options.outputShapeRounding === "floor"
        ? { ...call.options, outputShapeRounding: "ceil" }
        : undefined,
  ),
  otherShape("output-sizes-ignored", "the output sizes that are given counted for nothing", ({ options }) => {
    if (options.outputSizes === undefined) return undefined;
    const { outputSizes: _, ...others } = options;
    return others;
  }),
];

/** For average pools. Counting padding is an answer to question Q4, no bug; counting what lies beyond it is one. */
export const averageBugs: readonly Bug[] = [
  pooledBy(
    "divided-by-window",
    "sums were divided by the whole window, padding and what lies beyond it included",
    ({ elements, count, taps }, { dataType, arithmetic, round }) =>
      quotient(sum(elements as Float64Array, dataType, arithmetic, count), taps, { arithmetic, round }),
  ),
  pooledBy(
    "not-divided",
    "sums were not divided",
    ({ elements, count }, { dataType, arithmetic }) =>
      sum(elements as Float64Array, dataType, arithmetic, count),
  ),
  pooledBy(
    "divided-by-one-less",
    "sums were divided by one less than the number of elements",
    ({ elements, count }, { dataType, arithmetic, round }) =>
      quotient(
        sum(elements as Float64Array, dataType, arithmetic, count),
        Math.max(count - 1, 1),
        { arithmetic, round },
      ),
  ),
  pooledBy("norm-instead", "the root of the sum of squares were taken, not the average", norm),
  pooledBy("largest-instead", "the largest element were taken, not the average", largest),
];

/** For L2 pools. */
export const normBugs: readonly Bug[] = [
  pooledBy(
    "root-missing",
    "sums of squares were given, not their roots",
    ({ elements, count }, { arithmetic }) => {
      const window = elements as Float64Array;
      return dot(window, window, "float32", arithmetic, undefined, count);
    },
  ),
  pooledBy(
    "divided-by-count",
    "squares were averaged before the root",
    ({ elements, count }, { arithmetic, round }) => {
      const window = elements as Float64Array;
      const squares = dot(window, window, "float32", arithmetic, undefined, count);
      return round(Math.sqrt(round(squares / Math.max(count, 1))));
    },
  ),
  pooledBy(
    "magnitudes-summed",
    "magnitudes were summed, not squares",
    ({ elements, count }, { dataType, arithmetic }) =>
      sum((elements as Float64Array).map(Math.abs), dataType, arithmetic, count),
  ),
  pooledBy(
    "squares-in-float16",
    "squares were kept in float16",
    ({ elements, count }, { arithmetic, round }) => {
      const squares = (elements as Float64Array).map((x) => Math.f16round(x * x));
      return round(Math.sqrt(sum(squares, "float32", arithmetic, count)));
    },
  ),
  pooledBy("average-instead", "the average were taken, not the root of the sum of squares", average),
];

/** The greatest element by another comparison, the first of equals. */
function greatest(
  pooled: Pooled,
  call: Call,
  isGreater: (x: number | bigint, best: number | bigint) => boolean,
): number | bigint {
  const { elements, count } = pooled;
  if (count === 0) return largest(pooled, call);
  let best: number | bigint = elements[0];
  for (let i = 1; i < count; i++) if (isGreater(elements[i], best)) best = elements[i];
  return best;
}

/** The elements of an integer input as others; undefined where none is. */
function otherIntegers(
  name: string,
  sentence: string,
  change: (v: Values["v"], dataType: DataType) => Values["v"] | undefined,
): Bug {
  return rewritten(name, sentence, (call) => {
    const { dataType, shape, v } = tensorOf(call, "input");
    const other = isFloat(dataType) ? undefined : change(v, dataType);
    return other && withOperand(call, "input", { dataType, shape, v: other });
  });
}

/** For maxPool2d, which knows integers. */
export const integerBugs: readonly Bug[] = [
  otherIntegers(
    "integers-in-float32",
    "integers passed through float32",
    (v, dataType) => mappedIntegers(v, (x) => castNumber(Math.fround(Number(x)), dataType)),
  ),
  otherIntegers(
    "integers-of-64-bits-in-float64",
    "integers of 64 bits passed through float64",
    (v, dataType) =>
      isInt64(dataType) ? mappedIntegers(v, (x) => castNumber(Number(x), dataType)) : undefined,
  ),
  otherIntegers(
    "integers-of-64-bits-cut",
    "integers of 64 bits were cut to 32",
    (v, dataType) =>
      dataType === "int64"
        ? mappedIntegers(v, (x) => BigInt.asIntN(32, x as bigint))
        : dataType === "uint64"
        ? mappedIntegers(v, (x) => BigInt.asUintN(32, x as bigint))
        : undefined,
  ),
  pooledBy("integers-compared-as-signed", "integers were compared as signed ones", (pooled, call) => {
    const { dataType } = call.outputs[0];
    if (isFloat(dataType) || !dataType.startsWith("u")) return largest(pooled, call);
    const half = (integerRange[dataType][1] + 1n) / 2n;
    const signed = (x: number | bigint) => BigInt(x) >= half ? BigInt(x) - 2n * half : BigInt(x);
    return greatest(pooled, call, (x, best) => signed(x) > signed(best));
  }),
];

function mappedIntegers(v: Values["v"], change: (x: number | bigint) => number | bigint): Values["v"] {
  const changed = v.slice();
  for (let i = 0; i < v.length; i++) changed[i] = change(v[i]);
  return changed;
}

/** For max pools. */
export const largestBugs: readonly Bug[] = [
  pooledBy(
    "padding-is-zero",
    "padding held zeros that may be the largest",
    (pooled, call) => {
      const best = largest(pooled, call);
      if (pooled.count === pooled.taps || best > 0 || best !== best) return best;
      return typeof best === "bigint" ? 0n : 0;
    },
  ),
  pooledBy(
    "begins-at-zero",
    "the search for the largest element began at 0",
    (pooled, call) => {
      const best = largest(pooled, call);
      return best > 0 || best !== best ? best : typeof best === "bigint" ? 0n : 0;
    },
  ),
  pooledBy(
    "least-instead",
    "the least element were taken, not the largest",
    (pooled, call) => greatest(pooled, call, (x, best) => x < best),
  ),
  pooledBy(
    "magnitudes-compared",
    "the element of largest magnitude were taken",
    (pooled, call) => greatest(pooled, call, (x, best) => (x < 0 ? -x : x) > (best < 0 ? -best : best)),
  ),
  pooledBy(
    "first-instead",
    "the first element of each window were taken",
    ({ elements, count }, call) => largest({ elements, count: Math.min(count, 1), taps: 1 }, call),
  ),
];
