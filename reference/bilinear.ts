/**
 * Values and radii of sums of products of two operands: convolution, matrix products (tolerance.md, sections 4, 5, 8).
 *
 * @module
 */

import { type FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { type Accumulated, inPlace, type TermGroup } from "./accumulated.ts";
import { type Ball, floats, Undecided } from "./ball.ts";
import type { FactorPositions } from "./convolve.ts";
import type { Result } from "./operator.ts";
import { certificateOf, float64Radius } from "./prove_terms.ts";
import {
  accumulationBounds,
  type Arithmetic,
  arithmetic,
  exactUpTo,
  flushedPart,
  latticeExponent,
  magnitudes,
  productExponent,
  U64,
} from "./radius.ts";

/** A tensor added to the sums of products (bias, `c` of gemm). */
export interface Addend {
  readonly ball: Ball;
  /** The tensor whose multiple `ball` is, and the factor: it is this one that is read, and may be flushed. */
  readonly multipleOf?: { readonly ball: Ball; readonly factor: number };
  /** Adds `values`, laid out as the ball, to the elements of the output that they belong to. */
  addTo(target: Float64Array, values: Float64Array): void;
  /** What is added to output element i. */
  termAt(i: number): TermGroup;
}

/** The products of a bilinear operator. */
export interface Products {
  /** The arguments that `x` and `w` are. */
  readonly names: readonly [x: string, w: string];
  /** Where the factors of the products of output element i stand. */
  factorsAt(i: number): FactorPositions;
}

/** `scale · Σ x·w + addend`, for every output element over its own pairs of elements. */
export interface Bilinear {
  readonly x: Ball;
  readonly w: Ball;
  readonly addend?: Addend;
  /** The option `alpha`. Absent: 1. */
  readonly scale?: number;
  /** Number of elements of the output. */
  readonly length: number;
  /** Terms of each element, the addend's included. */
  readonly n: Int32Array | number;
  /** Roundings beside one for each term (2: products and one addition; 4: scaled as well). */
  readonly roundings: number;
  /** Adds the sums of products to `v` and the sums of their absolute values to `S`. */
  run(x: Float64Array, w: Float64Array, v: Float64Array, S?: Float64Array): void;
  /** How products are listed, where the operands are an operator's own. */
  readonly products?: Products;
  /** Further error that the profile allows, and whether it takes the exactness rule away (tolerance.md, 3.2, 3.3). */
  readonly fast?: { readonly error: Float64Array; readonly keepsExactness: boolean };
}

/** The result of a bilinear operator: value, radius, magnitude, terms and flags. */
export function evaluateBilinear(bilinear: Bilinear, dataType: FloatType, profile: Profile): Result {
  const { x, w, addend, scale = 1, length, roundings } = bilinear;
  const a = arithmetic(dataType, profile);
  const xs = floats(x), ws = floats(w);
  const v = new Float64Array(length), S = new Float64Array(length);
  bilinear.run(xs, ws, v, S);
  multiply(v, scale);
  multiply(S, Math.abs(scale));
  if (addend) {
    addend.addTo(v, floats(addend.ball));
    addend.addTo(S, magnitudes(floats(addend.ball)));
  }
  const magnitude = carriedMagnitude(bilinear) ?? S;
  const n = typeof bilinear.n === "number" ? new Int32Array(length).fill(bilinear.n) : bilinear.n;
  const { e, flags } = accumulationBounds({
    v,
    S: magnitude,
    n,
    roundings,
    exact: exactSums(bilinear, a, SAMPLE),
    findExact: () => exactSums(bilinear, a),
    scale,
    P: propagated(bilinear),
    allowance: allowance(bilinear, a),
  }, a);
  const marks = undecided(bilinear);
  const result: Result = { v, rounding: "stored", e, flags, M: magnitude, undecided: marks, n, S };
  if (!bilinear.products) return result;
  const listTerms = termsFrom(bilinear, bilinear.products);
  const error = (i: number) => (n[i] + roundings) * (1.01 * U64);
  const certificate = certificateOf(float64Radius(S, error, () => exactInFloat64(bilinear)), listTerms);
  return { ...result, certificate, listTerms };
}

function termsFrom({ x, w, addend, scale = 1 }: Bilinear, { names, factorsAt }: Products) {
  const alpha = scale === 1 ? [] : [{ argument: "alpha", values: Float64Array.of(scale) }];
  return (i: number): Accumulated => {
    const at = factorsAt(i);
    const factors = [
      { argument: names[0], values: floats(x), at: at.x, origin: inPlace },
      { argument: names[1], values: floats(w), at: at.w, origin: inPlace },
      ...alpha,
    ];
    const products = { count: at.x.length, factors };
    return { groups: addend ? [products, addend.termAt(i)] : [products] };
  };
}

/**
 * The largest S for which no float64 rounds. Where alpha is not 1, the sum that it multiplies is at most S / |alpha|, a
 * multiple of the scaled products' unit over alpha's, and so exact as well.
 */
function exactInFloat64({ x, w, addend, scale = 1 }: Bilinear): number {
  const products = latticeExponent(floats(x)) + latticeExponent(floats(w)) +
    latticeExponent(Float64Array.of(scale));
  return 2 ** (53 + Math.min(products, addend ? latticeExponent(floats(addend.ball)) : Infinity));
}

function multiply(values: Float64Array, factor: number): void {
  if (factor !== 1) { for (let i = 0; i < values.length; i++) values[i] *= factor; }
}

/** A run on nonnegative stand-ins for the operands, added up; undefined where there is nothing to add. */
function total(
  { addend, scale = 1, length, run }: Bilinear,
  pairs: readonly (readonly [Float64Array | undefined, Float64Array | undefined])[],
  added?: Float64Array,
): Float64Array | undefined {
  let sum: Float64Array | undefined;
  for (const [x, w] of pairs) if (x && w) run(x, w, sum ??= new Float64Array(length));
  if (sum) multiply(sum, Math.abs(scale));
  if (addend && added) addend.addTo(sum ??= new Float64Array(length), added);
  return sum;
}

/** Sums of magnitudes with those carried along affine chains in place of |x| (tolerance.md, section 5). */
function carriedMagnitude(bilinear: Bilinear): Float64Array | undefined {
  const { x, w, addend } = bilinear;
  if (!x.M && !w.M && !addend?.ball.M) return undefined;
  const of = (ball: Ball) => ball.M ?? magnitudes(floats(ball));
  return total(bilinear, [[of(x), of(w)]], addend && of(addend.ball));
}

/** `P = Σ(|x|·e_w + |w|·e_x + e_x·e_w)` and the addend's radius (tolerance.md, section 5). */
function propagated(bilinear: Bilinear): Float64Array | undefined {
  const { x, w, addend } = bilinear;
  return total(bilinear, [[x.e, x.e && reach(w)], [w.e && magnitudes(floats(x)), w.e]], addend?.ball.e);
}

/** |v| + e */
function reach({ v, e }: Ball): Float64Array {
  const values = magnitudes(v as Float64Array);
  if (e) { for (let i = 0; i < values.length; i++) values[i] += e[i]; }
  return values;
}

/** Terms with a factor that may be read as zero, and the fast convolution's error. */
function allowance(bilinear: Bilinear, a: Arithmetic): Float64Array | undefined {
  const { x, w, addend, fast } = bilinear;
  const xs = floats(x), ws = floats(w);
  const xPart = flushedPart(xs, a), wPart = flushedPart(ws, a);
  const flushed = total(
    bilinear,
    [[xPart, xPart && magnitudes(ws)], [wPart && magnitudes(xs), wPart]],
    addend && flushedAddend(addend, a),
  );
  if (!flushed || !fast) return flushed ?? fast?.error;
  for (let i = 0; i < flushed.length; i++) flushed[i] += fast.error[i];
  return flushed;
}

/** What the addend loses where it, or the tensor it is a multiple of, may be read as zero. */
function flushedAddend({ ball, multipleOf }: Addend, a: Arithmetic): Float64Array | undefined {
  const own = flushedPart(floats(ball), a);
  const source = multipleOf && flushedPart(floats(multipleOf.ball), a);
  if (!source) return own;
  multiply(source, Math.abs(multipleOf.factor));
  return own ? source.map((lost, i) => Math.max(lost, own[i])) : source;
}

/** As many elements of each operand tell, as a rule, that no sum is exact. */
const SAMPLE = 256;

/** The largest S for which every partial result is exact, or would be if each operand ended after `most` elements. */
function exactSums({ x, w, addend, scale = 1, fast }: Bilinear, a: Arithmetic, most = Infinity): number {
  if (fast && !fast.keepsExactness) return 0;
  const [xs, ws, as] = [x, w, addend?.ball].map((ball) => ball && floats(ball).subarray(0, most));
  const factors = [xs!, ws!];
  const products = productExponent(factors, a), factor = Float64Array.of(scale);
  const exponent = Math.min(products + latticeExponent(factor), as ? productExponent([as], a) : Infinity);
  if (scale === 1) return exactUpTo(exponent, a);
  const scaledExactly = factors.every((values) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return Math.abs(scale) * largest <= exactUpTo(productExponent([values, factor], a), a);
  });
  return scaledExactly ? Math.min(exactUpTo(exponent, a), Math.abs(scale) * exactUpTo(products, a)) : 0;
}

/** `Undecided` where such an element is among the terms; what is indeterminate stays so beside what is not. */
function undecided(bilinear: Bilinear): Uint8Array | undefined {
  let marks: Uint8Array | undefined;
  for (const why of Object.values(Undecided)) {
    undecidedAs(bilinear, why)?.forEach((count, i) => {
      marks ??= new Uint8Array(bilinear.length);
      if (count > 0) marks[i] = why;
    });
  }
  return marks;
}

/** Number of terms of each element that are undecided for the reason `why`. */
function undecidedAs(bilinear: Bilinear, why: number): Float64Array | undefined {
  const { x, w, addend } = bilinear;
  const marks = ({ undecided }: Ball) =>
    undecided?.includes(why) ? Float64Array.from(undecided, (mark) => mark === why ? 1 : 0) : undefined;
  const ones = (ball: Ball) => new Float64Array(ball.v.length).fill(1);
  const xMarks = marks(x), wMarks = marks(w);
  const pairs = [[xMarks, xMarks && ones(w)], [wMarks && ones(x), wMarks]] as const;
  return total({ ...bilinear, scale: 1 }, pairs, addend && marks(addend.ball));
}
