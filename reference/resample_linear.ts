/**
 * Linear resampling, one axis after the other, with radii (tolerance.md, section 4).
 *
 * @module
 */

import { createElements, type FloatType, isFloat } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { elementCount } from "../graph/tensor.ts";
import { type Ball, floats } from "./ball.ts";
import { roundHalfToEven } from "./cast_number.ts";
import type { AlternativeValues, Result } from "./operator.ts";
import { proveResampling } from "./prove_resampling.ts";
import { arithmetic, exactUpTo, magnitudes, productExponent, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { coordinateOf, deltaOf, type ResampledAxis, weightExponent } from "./resample_axis.ts";

/**
 * A float ball resampled. E is `3u·Σ|w_k v_k|` an axis, and for each axis delta times the largest difference of
 * neighbours within delta of the coordinate; 0 where coordinates, weights and every sum are exact.
 */
export function linear(input: Ball, axes: readonly ResampledAxis[], profile: Profile): Result {
  const dataType: FloatType = isFloat(input.dataType) ? input.dataType : "float32";
  const a = arithmetic(dataType, profile);
  const active = axes.filter(({ inputSize, outputSize }) => inputSize !== outputSize);
  const x = floats(input);
  if (active.length === 0) {
    return { v: x, e: input.e, M: input.M, terms: input.terms, undecided: input.undecided, rounding: "none" };
  }
  const exponent = productExponent([x], a) + active.reduce((sum, axis) => sum + weightExponent(axis), 0);
  const exact = Number.isNaN(exponent) ? 0 : exactUpTo(exponent, a);
  let shape = input.shape;
  let part: Parts = {
    v: x,
    e: readRadius(input, dataType, profile),
    S: input.M ?? magnitudes(x),
    undecided: input.undecided,
  };
  for (const axis of active) {
    part = along(part, shape, axis, profile);
    shape = shape.map((size, i) => (i === axis.axis ? axis.outputSize : size));
  }
  const { v, S, undecided } = part;
  const propagated = part.e;
  let e: Float64Array | undefined;
  let flags: Uint8Array | undefined;
  const relative = 3 * active.length * (a.u + U64);
  for (let i = 0; i < v.length; i++) {
    const before = propagated ? propagated[i] : 0;
    if (before === 0 && S[i] <= exact) continue;
    const radius = before + relative * (S[i] + before) + 4 * active.length * (a.q + a.flushedBelow);
    if (radius < Infinity) (e ??= new Float64Array(v.length))[i] = radius * ROUND_UP;
    else if (!undecided?.[i]) (flags ??= new Uint8Array(v.length))[i] = Flag.any;
  }
  const proof = proveResampling(input, shape, active, S);
  return { v, rounding: "stored", e, M: S, terms: input.terms, flags, undecided, ...proof };
}

interface Parts {
  readonly v: Float64Array;
  readonly e?: Float64Array;
  readonly S: Float64Array;
  readonly undecided?: Uint8Array;
}

/** One axis resampled: values, radii with the coordinate's error, sums of absolute terms. */
function along(input: Parts, shape: readonly number[], axis: ResampledAxis, profile: Profile): Parts {
  const cells = cellsOf(axis, elementCount(shape.slice(axis.axis + 1)), profile);
  const count = input.v.length / axis.inputSize * axis.outputSize;
  const blended = (x: Float64Array) => blend(x, new Float64Array(count), cells);
  const exact = !Number.isNaN(axis.exponent);
  const e = input.e ? blended(input.e) : exact ? undefined : new Float64Array(count);
  if (e && !exact) widen(input, e, cells);
  return {
    v: blended(input.v),
    e,
    S: blended(input.S),
    undecided: input.undecided && either(input.undecided, new Uint8Array(count), cells),
  };
}

/** Where each output coordinate of an axis reads, in elements from the start of a block of `block` elements. */
interface Cells {
  readonly inner: number;
  readonly block: number;
  /** The lower neighbour; the distance to the upper one, 0 where the coordinate is whole; the weights of both. */
  readonly from: Int32Array;
  readonly step: Int32Array;
  readonly rest: Float64Array;
  readonly t: Float64Array;
  /** The first neighbour within delta, and the number of steps to the last. */
  readonly lowest: Int32Array;
  readonly count: Int32Array;
  readonly delta: Float64Array;
}

function cellsOf(axis: ResampledAxis, inner: number, profile: Profile): Cells {
  const size = axis.outputSize;
  const integers = () => new Int32Array(size);
  const cells = {
    inner,
    block: axis.inputSize * inner,
    from: integers(),
    step: integers(),
    rest: new Float64Array(size),
    t: new Float64Array(size),
    lowest: integers(),
    count: integers(),
    delta: new Float64Array(size),
  };
  for (let i = 0; i < size; i++) {
    const c = coordinateOf(axis, i);
    const t = c.part / c.parts;
    const delta = deltaOf(axis, c, profile);
    const lowest = Math.max(0, Math.floor(c.whole + t - delta));
    const highest = Math.min(axis.inputSize - 1, Math.ceil(c.whole + t + delta));
    cells.from[i] = c.whole * inner;
    cells.step[i] = t > 0 ? inner : 0;
    cells.rest[i] = (c.parts - c.part) / c.parts;
    cells.t[i] = t;
    cells.lowest[i] = lowest * inner;
    cells.count[i] = highest - lowest;
    cells.delta[i] = delta;
  }
  return cells;
}

/** y = x(lower)·(1 - t) + x(upper)·t; the lower neighbour itself where t is 0. */
function blend(x: Float64Array, y: Float64Array, { inner, block, from, step, rest, t }: Cells): Float64Array {
  let to = 0;
  for (let start = 0; start < x.length; start += block) {
    for (let i = 0; i < from.length; i++) {
      const lower = rest[i], upper = t[i];
      const low = start + from[i];
      const high = low + step[i];
      if (upper === 0) { for (let k = 0; k < inner; k++) y[to++] = x[low + k]; }
      else for (let k = 0; k < inner; k++) y[to++] = x[low + k] * lower + x[high + k] * upper;
    }
  }
  return y;
}

/** Adds delta times the largest difference of neighbours within delta, at the most that their radii allow. */
function widen({ v, e }: Parts, radius: Float64Array, { inner, block, lowest, count, delta }: Cells): void {
  let to = 0;
  for (let start = 0; start < v.length; start += block) {
    for (let i = 0; i < lowest.length; i++) {
      const first = start + lowest[i];
      for (let k = 0; k < inner; k++, to++) {
        let largest = 0;
        for (let cell = 0, at = first + k; cell < count[i]; cell++, at += inner) {
          const difference = Math.abs(v[at + inner] - v[at]) + (e ? e[at] + e[at + inner] : 0);
          if (!(difference <= largest)) largest = difference;
        }
        radius[to] += delta[i] * largest;
      }
    }
  }
}

function either(x: Uint8Array, y: Uint8Array, { inner, block, from, step }: Cells): Uint8Array {
  let to = 0;
  for (let start = 0; start < x.length; start += block) {
    for (let i = 0; i < from.length; i++) {
      for (let k = 0, at = start + from[i]; k < inner; k++, at++) y[to++] = Math.max(x[at], x[at + step[i]]);
    }
  }
  return y;
}

/**
 * An integer ball resampled. How the interpolated value becomes an integer is question Q13: a, to the nearest, halves
 * to even; b, toward zero; c, halves away from zero. Both neighbours pass where float32 may round either way.
 */
export function linearOfIntegers(input: Ball, axes: readonly ResampledAxis[], profile: Profile): Result {
  const asFloats: Ball = { ...input, dataType: "float32", v: Float64Array.from(input.v as Int8Array) };
  const { v: real, e, undecided } = linear(asFloats, axes, profile);
  const x = real as Float64Array;
  const v = createElements(input.dataType, x.length);
  for (let i = 0; i < v.length; i++) v[i] = roundHalfToEven(x[i]);
  const others = [
    otherIntegers(v, x, e, roundHalfToEven, "a"),
    otherIntegers(v, x, e, Math.trunc, "b", "Q13"),
    otherIntegers(v, x, e, (value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5), "c", "Q13"),
  ];
  const alternatives = others.filter((other) => other !== undefined);
  return { v, rounding: "none", undecided, alternatives: alternatives.length > 0 ? alternatives : undefined };
}

/** The elements for which `round` may give another integer than `v`, and the integers it gives. */
function otherIntegers(
  v: ArrayLike<number | bigint>,
  x: Float64Array,
  e: Float64Array | undefined,
  round: (value: number) => number,
  answer: string,
  question?: string,
): AlternativeValues | undefined {
  const positions: number[] = [];
  const centers: number[] = [];
  const radii: number[] = [];
  for (let i = 0; i < v.length; i++) {
    const least = round(x[i] - (e ? e[i] : 0));
    const greatest = round(x[i] + (e ? e[i] : 0));
    if (least === v[i] && greatest === v[i]) continue;
    positions.push(i);
    centers.push((least + greatest) / 2);
    radii.push((greatest - least) / 2);
  }
  if (positions.length === 0) return undefined;
  return {
    question,
    answer,
    positions: Uint32Array.from(positions),
    v: Float64Array.from(centers),
    e: Float64Array.from(radii),
  };
}
