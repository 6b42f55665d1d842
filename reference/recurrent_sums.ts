/**
 * The sums before the activations of a recurrent cell: products of matrices, products of elements and biases, added in
 * any order (tolerance.md, section 4, class T).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { floatFormats } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { evaluateBilinear } from "./bilinear.ts";
import { storageOf } from "./precision.ts";
import { arithmetic, exactUpTo, productExponent } from "./radius.ts";
import { storeInside } from "./store.ts";

/** A cell's sizes, and how it computes. */
export interface Cell {
  readonly batches: number;
  readonly hiddenSize: number;
  readonly dataType: FloatType;
  readonly profile: Profile;
}

/** `Σ_k x[batch, unit, k]·w[batch, unit, k]`, added to each unit of each batch. */
export interface Term {
  readonly x: Ball;
  readonly w: Ball;
  readonly length: number;
  /** Steps from one batch to the next, and from one unit to the next; 0: repeated. */
  readonly xStride: readonly [batch: number, unit: number];
  readonly wStride: readonly [batch: number, unit: number];
}

/** `x · wᵀ`: `x` is `[batches, length]`, `w` `[units, length]`. */
export function matrixTerm(x: Ball, w: Ball): Term {
  const length = x.shape[1];
  return { x, w, length, xStride: [length, 0], wStride: [0, length] };
}

/** A bias, one a unit. */
export function biasTerm(w: Ball): Term {
  const one: Ball = { dataType: w.dataType, shape: [1], v: Float64Array.of(1) };
  return { x: one, w, length: 1, xStride: [0, 0], wStride: [0, 1] };
}

/** `x ⊙ w`: `x` is `[batches, units]`, `w` the same or `[units]`. */
export function elementTerm(x: Ball, w: Ball): Term {
  const [, units] = x.shape;
  return { x, w, length: 1, xStride: [units, 1], wStride: [w.shape.length === 2 ? units : 0, 1] };
}

/**
 * The sum of the terms, `[batches, hiddenSize]`, stored: one accumulation of all products in any order, or each term
 * and each sum of terms stored in the data type by itself.
 */
export function sumOfTerms(terms: readonly Term[], cell: Cell): Ball {
  const { batches, hiddenSize, dataType, profile } = cell;
  const x = joined(terms.map((term) => term.x)), w = joined(terms.map((term) => term.w));
  const length = batches * hiddenSize;
  const n = terms.reduce((sum, term) => sum + term.length, 0);
  const result = evaluateBilinear(
    {
      x,
      w,
      length,
      n,
      roundings: 2,
      run: (xs, ws, v, S) => addTerms(terms, cell, xs, ws, v, S),
    },
    dataType,
    profile,
  );
  const e = withStoredTerms(result.e, result.S!, x, w, terms.length, cell);
  return storeInside({ ...result, e }, dataType, [batches, hiddenSize], profile);
}

function addTerms(
  terms: readonly Term[],
  { batches, hiddenSize }: Cell,
  x: Float64Array,
  w: Float64Array,
  v: Float64Array,
  S?: Float64Array,
): void {
  let fromX = 0, fromW = 0;
  for (const term of terms) {
    const { xStride: [xBatch], wStride: [wBatch] } = term;
    for (let batch = 0; batch < batches; batch++) {
      const i = fromX + batch * xBatch, j = fromW + batch * wBatch, at = batch * hiddenSize;
      if (S) addSizedDots(term, hiddenSize, x, i, w, j, v, S, at);
      else addDots(term, hiddenSize, x, i, w, j, v, at);
    }
    fromX += term.x.v.length;
    fromW += term.w.v.length;
  }
}

/**
 * Of a batch, whose elements are at `i`, `j` and `at`. Units that share their `x` are summed four at once: their sums do not
 * wait for each other.
 */
function addDots(
  { length, xStride: [, xUnit], wStride: [, wUnit] }: Term,
  units: number,
  x: Float64Array,
  i: number,
  w: Float64Array,
  j: number,
  v: Float64Array,
  at: number,
): void {
  let unit = 0;
  for (; xUnit === 0 && unit + 4 <= units; unit += 4, j += 4 * wUnit, at += 4) {
    const second = j + wUnit, third = second + wUnit, fourth = third + wUnit;
    let a = 0, b = 0, c = 0, d = 0;
    for (let k = 0; k < length; k++) {
      const factor = x[i + k];
      a += factor * w[j + k];
      b += factor * w[second + k];
      c += factor * w[third + k];
      d += factor * w[fourth + k];
    }
    v[at] += a;
    v[at + 1] += b;
    v[at + 2] += c;
    v[at + 3] += d;
  }
  for (; unit < units; unit++, i += xUnit, j += wUnit, at++) {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += x[i + k] * w[j + k];
    v[at] += sum;
  }
}

/** As `addDots`, and the sums of the products' magnitudes. */
function addSizedDots(
  { length, xStride: [, xUnit], wStride: [, wUnit] }: Term,
  units: number,
  x: Float64Array,
  i: number,
  w: Float64Array,
  j: number,
  v: Float64Array,
  S: Float64Array,
  at: number,
): void {
  let unit = 0;
  for (; xUnit === 0 && unit + 3 <= units; unit += 3, j += 3 * wUnit, at += 3) {
    const second = j + wUnit, third = second + wUnit;
    let a = 0, b = 0, c = 0, sizeOfA = 0, sizeOfB = 0, sizeOfC = 0;
    for (let k = 0; k < length; k++) {
      const factor = x[i + k];
      const p = factor * w[j + k], q = factor * w[second + k], r = factor * w[third + k];
      a += p;
      b += q;
      c += r;
      sizeOfA += Math.abs(p);
      sizeOfB += Math.abs(q);
      sizeOfC += Math.abs(r);
    }
    v[at] += a;
    v[at + 1] += b;
    v[at + 2] += c;
    S[at] += sizeOfA;
    S[at + 1] += sizeOfB;
    S[at + 2] += sizeOfC;
  }
  for (; unit < units; unit++, i += xUnit, j += wUnit, at++) {
    let sum = 0, size = 0;
    for (let k = 0; k < length; k++) {
      const product = x[i + k] * w[j + k];
      sum += product;
      size += Math.abs(product);
    }
    v[at] += sum;
    S[at] += size;
  }
}

/**
 * Where the accumulator is wider than the data type, the radius of an implementation that stores every term and every
 * sum of terms: `u_o·S` for all terms together and `u_o·S` for each sum but the last, which is the stored result. Exact
 * where every partial sum is a number of the data type.
 */
function withStoredTerms(
  e: Float64Array | undefined,
  S: Float64Array,
  x: Ball,
  w: Ball,
  terms: number,
  { dataType, profile }: Cell,
): Float64Array | undefined {
  const { stored, minSubnormal } = storageOf(dataType, profile);
  if (stored === 0 || terms === 1) return e;
  const narrow = { ...arithmetic(dataType, profile), accumulator: floatFormats[dataType] };
  const exact = exactUpTo(productExponent([floats(x), floats(w)], narrow), narrow);
  return S.map((size, i) => {
    const radius = e ? e[i] : 0;
    return radius === 0 && size <= exact ? 0 : radius + terms * (stored * (size + radius) + minSubnormal);
  });
}

/** The balls' elements one after the other. */
function joined(balls: readonly Ball[]): Ball {
  const count = balls.reduce((sum, { v }) => sum + v.length, 0);
  const v = new Float64Array(count);
  const e = balls.some((ball) => ball.e) ? new Float64Array(count) : undefined;
  const undecided = balls.some((ball) => ball.undecided) ? new Uint8Array(count) : undefined;
  let at = 0;
  for (const ball of balls) {
    v.set(floats(ball), at);
    if (ball.e) e!.set(ball.e, at);
    if (ball.undecided) undecided!.set(ball.undecided, at);
    at += ball.v.length;
  }
  return { dataType: balls[0].dataType, shape: [count], v, e, undecided };
}
