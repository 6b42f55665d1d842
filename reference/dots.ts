/**
 * The innermost loops of convolution and matrix products: dot products of windows of one operand with weights.
 *
 * @module
 */

/** Windows that have the same elements, and what to multiply them with. */
export interface Products {
  readonly x: Float64Array;
  /** Offset of each element of a window from its first. */
  readonly offsets: Int32Array;
  /** Position of each window's first element, counted from `from`. */
  readonly first: Int32Array;
  readonly from: number;
  /** `[outputs, elements of a window]` */
  readonly weights: Float64Array;
  readonly outputs: number;
  /** Position of each window's first output, counted from `to`. */
  readonly at: Int32Array;
  readonly to: number;
  /** Distance between a window's outputs. */
  readonly stride: number;
}

/** Below this many outputs, gathering the windows costs more than it saves. */
const FEW = 4;

/** Adds the dot products to `v` and the sums of their terms' absolute values to `S`. */
export function addProducts(products: Products, v: Float64Array, S?: Float64Array): void {
  if (products.outputs >= FEW) addGathered(products, v, S);
  else for (let output = 0; output < products.outputs; output++) addDirect(products, output, v, S);
}

/** Two windows are gathered, and multiplied with the weights of two outputs at a time. */
function addGathered(
  { x, offsets, first, from, weights, outputs, at, to, stride }: Products,
  v: Float64Array,
  S?: Float64Array,
): void {
  const length = offsets.length;
  const rows = new Float64Array(2 * length);
  for (let window = 0; window < first.length; window += 2) {
    const hasNext = window + 1 < first.length;
    const a = from + first[window], b = from + first[hasNext ? window + 1 : window];
    for (let k = 0; k < length; k++) {
      rows[2 * k] = x[a + offsets[k]];
      rows[2 * k + 1] = x[b + offsets[k]];
    }
    for (let output = 0; output < outputs; output += 2) {
      const isPair = output + 1 < outputs, step = isPair ? length : 0;
      let v0 = 0, v1 = 0, v2 = 0, v3 = 0, s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let k = 0, w = output * length; k < length; k++, w++) {
        const a = rows[2 * k], b = rows[2 * k + 1], w0 = weights[w], w1 = weights[w + step];
        const p0 = a * w0, p1 = b * w0, p2 = a * w1, p3 = b * w1;
        v0 += p0;
        v1 += p1;
        v2 += p2;
        v3 += p3;
        if (!S) continue;
        s0 += Math.abs(p0);
        s1 += Math.abs(p1);
        s2 += Math.abs(p2);
        s3 += Math.abs(p3);
      }
      const y = to + output * stride + at[window];
      add(v, S, y, v0, s0);
      if (isPair) add(v, S, y + stride, v2, s2);
      if (!hasNext) continue;
      const next = to + output * stride + at[window + 1];
      add(v, S, next, v1, s1);
      if (isPair) add(v, S, next + stride, v3, s3);
    }
  }
}

/**
 * Four windows at a time, or one where there are no four, are multiplied where they stand. `| 0` tells the compiler that
 * an index is a whole number of 32 bits, which saves it a check at every step.
 */
function addDirect(
  { x, offsets, first, from, weights, at, to, stride }: Products,
  output: number,
  v: Float64Array,
  S?: Float64Array,
): void {
  const length = offsets.length, base = to + output * stride;
  for (let window = 0, step = 4; window < first.length; window += step) {
    if (window + 4 > first.length) step = 1;
    const a = (from + first[window]) | 0,
      b = step === 1 ? a : (from + first[window + 1]) | 0,
      c = step === 1 ? a : (from + first[window + 2]) | 0,
      d = step === 1 ? a : (from + first[window + 3]) | 0;
    const y0 = base + at[window];
    let weight = output * length;
    let v0 = 0, v1 = 0, v2 = 0, v3 = 0, s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    if (S) {
      for (let k = 0; k < length; k = (k + 1) | 0, weight = (weight + 1) | 0) {
        const w = weights[weight], offset = offsets[k];
        const p0 = x[(a + offset) | 0] * w,
          p1 = x[(b + offset) | 0] * w,
          p2 = x[(c + offset) | 0] * w,
          p3 = x[(d + offset) | 0] * w;
        v0 += p0;
        s0 += Math.abs(p0);
        v1 += p1;
        s1 += Math.abs(p1);
        v2 += p2;
        s2 += Math.abs(p2);
        v3 += p3;
        s3 += Math.abs(p3);
      }
      S[y0] += s0;
    } else {
      for (let k = 0; k < length; k = (k + 1) | 0, weight = (weight + 1) | 0) {
        const w = weights[weight], offset = offsets[k];
        v0 += x[(a + offset) | 0] * w;
        v1 += x[(b + offset) | 0] * w;
        v2 += x[(c + offset) | 0] * w;
        v3 += x[(d + offset) | 0] * w;
      }
    }
    v[y0] += v0;
    if (step === 1) continue;
    const y1 = base + at[window + 1], y2 = base + at[window + 2], y3 = base + at[window + 3];
    v[y1] += v1;
    v[y2] += v2;
    v[y3] += v3;
    if (!S) continue;
    S[y1] += s1;
    S[y2] += s2;
    S[y3] += s3;
  }
}

function add(v: Float64Array, S: Float64Array | undefined, at: number, value: number, size: number): void {
  v[at] += value;
  if (S) S[at] += size;
}
