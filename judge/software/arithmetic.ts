/**
 * Software arithmetic of correct backends: which type results are rounded to, in which order sums are formed, which of
 * the admissible forms of a formula is used. What it computes must never be called wrong (tolerance.md, section 9).
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";

/**
 * The order in which a sum is formed. `sorted` adds the smallest terms first; `fused` rounds a product together with its
 * addition.
 */
export const orders = ["forward", "backward", "sorted", "pairwise", "lanes", "fused"] as const;

export type Order = (typeof orders)[number];

/** How one backend rounds and adds. */
export interface Arithmetic {
  readonly name: string;
  readonly order: Order;
  /** The second of two forms of a formula: reciprocals multiplied, affine steps folded, axes exchanged. */
  readonly folds: boolean;
  /** Which of three admissible formulas of a function is used; a function that has fewer takes it modulo their number. */
  readonly form: 0 | 1 | 2;
  /** Rounds an intermediate result of tensors of a type. */
  round(x: number, dataType: FloatType): number;
  /** Rounds what is stored into a tensor of a type, and what is read from one. */
  store(x: number, dataType: FloatType): number;
  /** Adds the first `count` terms in a way of its own, whatever the order: that of a mutant. */
  add?(terms: ArrayLike<number>, count: number, dataType: FloatType): number;
}

const nearest = (x: number, dataType: FloatType) =>
  dataType === "float32" ? Math.fround(x) : Math.f16round(x);

/** Rounds toward zero, and to zero below the smallest normal number, as WGSL allows. */
function truncated(x: number, dataType: FloatType): number {
  const below = towardZero(x, dataType);
  return Math.abs(below) < (dataType === "float32" ? 2 ** -126 : 2 ** -14) ? 0 * below : below;
}

/** The number of the type that is nearest to `x` among those not larger in magnitude. */
export function towardZero(x: number, dataType: FloatType): number {
  const rounded = nearest(x, dataType);
  return Math.abs(rounded) > Math.abs(x) ? beside(rounded, dataType, -1) : rounded;
}

/** The other neighbour where `x` lies between two, as WGSL allows too; nothing is flushed. */
function awayFromZero(x: number, dataType: FloatType): number {
  const rounded = nearest(x, dataType);
  return Math.abs(rounded) < Math.abs(x) ? beside(rounded, dataType, 1, Math.sign(x)) : rounded;
}

const float32 = new Float32Array(1), bits32 = new Uint32Array(float32.buffer);
const float16 = new Float16Array(1), bits16 = new Uint16Array(float16.buffer);

/** The neighbour of `x` one step further from zero, on the side of `sign` if `x` is 0; or nearer, if it is not. */
function beside(x: number, dataType: FloatType, steps: 1 | -1, sign = 1): number {
  const start = x === 0 ? sign * 0 : x;
  if (dataType === "float32") {
    float32[0] = start;
    bits32[0] += steps;
    return float32[0];
  }
  float16[0] = start;
  bits16[0] += steps;
  return float16[0];
}

type Rounding = Pick<Arithmetic, "round" | "store">;

/** Accumulates in float32, whatever is stored. */
const wide = (store: Rounding["store"]): Rounding => ({ round: (x) => store(x, "float32"), store });

/** Accumulates in the stored type. */
const narrow = (store: Rounding["store"]): Rounding => ({ round: store, store });

/** Of two neighbours WGSL allows either, and what is below the normal numbers may be flushed. */
const roundings = [
  { direction: ", truncated", store: truncated },
  { direction: ", rounded away from zero", store: awayFromZero },
  { direction: "", store: nearest },
] as const;

/** One arithmetic an order, with the forms of formulas and the ways to round shared out among them. */
function inEveryOrder(
  name: string,
  ways: readonly { direction: string; rounding: Rounding }[],
): Arithmetic[] {
  return orders.map((order, i): Arithmetic => {
    const folds = i % 2 === 1, { direction, rounding } = ways[(i >> 1) % ways.length];
    return {
      name: `${order}${folds ? ", folded" : ""}${name}${direction}`,
      order,
      folds,
      form: (i % 3) as 0 | 1 | 2,
      ...rounding,
    };
  });
}

/** Correct backends under each profile. */
export const arithmetics: Readonly<Record<"ieee" | "webgpu" | "webgpu-f16", readonly Arithmetic[]>> = {
  ieee: inEveryOrder("", [{ direction: "", rounding: wide(nearest) }]),
  webgpu: inEveryOrder("", roundings.map((each) => ({ ...each, rounding: wide(each.store) }))),
  "webgpu-f16": inEveryOrder(
    ", narrow",
    roundings.map((each) => ({ ...each, rounding: narrow(each.store) })),
  ),
};

/** No rounding beside that of float64: the kernels as a second path to the exact values (tolerance.md, section 8.7). */
export const unrounded: Arithmetic = {
  name: "float64",
  order: "forward",
  folds: false,
  form: 0,
  round: (x) => x,
  store: (x) => x,
};

/** Terms of the sum at hand. */
let products = new Float64Array(1024), ordered = new Float64Array(1024);

/**
 * Σ a·b + start over the first `count` elements, in the arithmetic's order; `start` comes first, or last where `folds`.
 */
export function dot(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  dataType: FloatType,
  arithmetic: Arithmetic,
  start?: number,
  count = a.length,
): number {
  const { order, folds, add } = arithmetic;
  if (order === "fused" && !add) {
    let total = start ?? 0;
    for (let i = 0; i < count; i++) total = arithmetic.round(total + a[i] * b[i], dataType);
    return total;
  }
  if (products.length <= count) products = new Float64Array(2 * count);
  const isLast = start !== undefined && (folds || add !== undefined);
  let terms = 0;
  if (start !== undefined && !isLast) products[terms++] = start;
  for (let i = 0; i < count; i++) products[terms++] = arithmetic.round(a[i] * b[i], dataType);
  const total = sum(products, dataType, arithmetic, terms);
  return isLast ? arithmetic.round(total + start, dataType) : total;
}

/** The sum of the first `count` terms in the arithmetic's order. */
export function sum(
  terms: ArrayLike<number>,
  dataType: FloatType,
  arithmetic: Arithmetic,
  count = terms.length,
): number {
  if (arithmetic.add) return arithmetic.add(terms, count, dataType);
  switch (arithmetic.order) {
    case "backward":
      return added(terms, count - 1, -1, -1, dataType, arithmetic);
    case "sorted":
      return added(sorted(terms, count), 0, count, 1, dataType, arithmetic);
    case "pairwise":
      return pairwise(terms, 0, count, dataType, arithmetic);
    case "lanes": {
      let total = added(terms, 0, count, 4, dataType, arithmetic);
      for (let lane = 1; lane < Math.min(4, count); lane++) {
        const partial = added(terms, lane, count, 4, dataType, arithmetic);
        total = arithmetic.round(total + partial, dataType);
      }
      return total;
    }
    default:
      return added(terms, 0, count, 1, dataType, arithmetic);
  }
}

/** The terms at `begin`, `begin + step` and so on, not those from `end`, one after the other. */
function added(
  terms: ArrayLike<number>,
  begin: number,
  end: number,
  step: number,
  dataType: FloatType,
  arithmetic: Arithmetic,
): number {
  if ((end - begin) * step <= 0) return 0;
  let total = terms[begin];
  for (let i = begin + step; step < 0 ? i > end : i < end; i += step) {
    total = arithmetic.round(total + terms[i], dataType);
  }
  return total;
}

function pairwise(
  terms: ArrayLike<number>,
  begin: number,
  end: number,
  dataType: FloatType,
  arithmetic: Arithmetic,
): number {
  if (end - begin <= 1) return end > begin ? terms[begin] : 0;
  const half = (begin + end) >> 1;
  const low = pairwise(terms, begin, half, dataType, arithmetic);
  return arithmetic.round(low + pairwise(terms, half, end, dataType, arithmetic), dataType);
}

/** The first `count` terms by their magnitude, by Shell's method: far faster than a call for each comparison. */
function sorted(terms: ArrayLike<number>, count: number): Float64Array {
  if (ordered.length < count) ordered = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) ordered[i] = terms[i];
  let gap = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap >= 1; gap = (gap - 1) / 3) {
    for (let i = gap; i < count; i++) {
      const term = ordered[i], size = Math.abs(term);
      let at = i;
      for (; at >= gap && Math.abs(ordered[at - gap]) > size; at -= gap) ordered[at] = ordered[at - gap];
      ordered[at] = term;
    }
  }
  return ordered;
}
