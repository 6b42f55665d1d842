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
}

const nearest = (x: number, dataType: FloatType) =>
  dataType === "float32" ? Math.fround(x) : Math.f16round(x);

/** Rounds toward zero, and to zero below the smallest normal number, as WGSL allows. */
function truncated(x: number, dataType: FloatType): number {
  const rounded = nearest(x, dataType);
  const below = Math.abs(rounded) > Math.abs(x) ? previous(rounded, dataType) : rounded;
  return Math.abs(below) < (dataType === "float32" ? 2 ** -126 : 2 ** -14) ? 0 * below : below;
}

const float32 = new Float32Array(1), bits32 = new Uint32Array(float32.buffer);
const float16 = new Float16Array(1), bits16 = new Uint16Array(float16.buffer);

/** The number of the type next to `x` in the direction of zero; the greatest finite one for an infinity. */
function previous(x: number, dataType: FloatType): number {
  if (dataType === "float32") {
    float32[0] = x;
    bits32[0]--;
    return float32[0];
  }
  float16[0] = x;
  bits16[0]--;
  return float16[0];
}

/** Accumulates in float32 and rounds to nearest, whatever is stored: profile ieee. */
const inIeee = { round: (x: number) => Math.fround(x), store: nearest };

/** Accumulates in float32, truncates and flushes: profile webgpu. */
const inWebgpu = { round: (x: number) => truncated(x, "float32"), store: truncated };

/** Accumulates in the stored type, truncates and flushes: profile webgpu-f16. */
const inNarrowWebgpu = { round: truncated, store: truncated };

/** One arithmetic an order, with the forms of formulas shared out among them. */
function inEveryOrder(rounding: Pick<Arithmetic, "round" | "store">, name: string): Arithmetic[] {
  return orders.map((order, i): Arithmetic => {
    const folds = i % 2 === 1;
    return {
      name: `${order}${folds ? ", folded" : ""}${name}`,
      order,
      folds,
      form: (i % 3) as 0 | 1 | 2,
      ...rounding,
    };
  });
}

/** Correct backends under each profile. */
export const arithmetics: Readonly<Record<"ieee" | "webgpu" | "webgpu-f16", readonly Arithmetic[]>> = {
  ieee: inEveryOrder(inIeee, ""),
  webgpu: inEveryOrder(inWebgpu, ", truncated"),
  "webgpu-f16": inEveryOrder(inNarrowWebgpu, ", narrow and truncated"),
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

/** Σ a·b + start, in the arithmetic's order; `start` comes first, or last where `folds`. */
export function dot(
  a: readonly number[],
  b: readonly number[],
  dataType: FloatType,
  arithmetic: Arithmetic,
  start?: number,
): number {
  const round = (x: number) => arithmetic.round(x, dataType);
  if (arithmetic.order === "fused") {
    let sum = start ?? 0;
    for (let i = 0; i < a.length; i++) sum = round(sum + a[i] * b[i]);
    return sum;
  }
  const terms = a.map((x, i) => round(x * b[i]));
  if (start === undefined) return sum(terms, dataType, arithmetic);
  return arithmetic.folds
    ? round(sum(terms, dataType, arithmetic) + start)
    : sum([start, ...terms], dataType, arithmetic);
}

/** The sum of terms in the arithmetic's order. */
export function sum(terms: readonly number[], dataType: FloatType, arithmetic: Arithmetic): number {
  const add = (a: number, b: number) => arithmetic.round(a + b, dataType);
  const forward = (list: readonly number[]) => list.length > 0 ? list.reduce(add) : 0;
  const pairwise = (begin: number, end: number): number => {
    if (end - begin <= 1) return end > begin ? terms[begin] : 0;
    const half = (begin + end) >> 1;
    return add(pairwise(begin, half), pairwise(half, end));
  };
  switch (arithmetic.order) {
    case "backward":
      return forward(terms.toReversed());
    case "sorted":
      return forward(terms.toSorted((a, b) => Math.abs(a) - Math.abs(b)));
    case "pairwise":
      return pairwise(0, terms.length);
    case "lanes":
      return forward([0, 1, 2, 3].map((lane) => forward(terms.filter((_, i) => i % 4 === lane))));
    default:
      return forward(terms);
  }
}
