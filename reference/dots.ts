/**
 * The innermost loop of convolution and matrix products: dot products of four gathered rows with many weights.
 *
 * @module
 */

/** How many rows are multiplied at a time. */
export const ROWS = 4;

/** Rows, weights and where the products go. */
export interface Dots {
  /** Element `k` of row `r` stands at `k * ROWS + r`. */
  readonly rows: Float64Array;
  /** Zero where an element of `rows` is no term (padding); absent: a zero in `rows` does no harm. */
  readonly terms?: Uint8Array;
  /** `[outputs, length]`, from `first`. */
  readonly weights: Float64Array;
  first: number;
  readonly outputs: number;
  /** Number of elements of a row. */
  readonly length: number;
  /** Position of each row's first output in `v` and `S`. */
  readonly at: Int32Array;
  /** Number of rows that count. */
  count: number;
  /** Distance in `v` between a row's outputs. */
  readonly stride: number;
}

/** Adds the dot products to `v` and the sums of their terms' absolute values to `S`. */
export function addDots(dots: Dots, v: Float64Array, S?: Float64Array): void {
  if (dots.terms) addTerms(dots, dots.terms, v, S);
  else if (S) addWithMagnitudes(dots, v, S);
  else addValues(dots, v);
}

function addWithMagnitudes(dots: Dots, v: Float64Array, S: Float64Array): void {
  const { rows, weights, outputs, length, at, count, stride } = dots;
  for (let o = 0, w = dots.first; o < outputs; o++) {
    let v0 = 0, v1 = 0, v2 = 0, v3 = 0, s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let k = 0; k < length; k++, w++) {
      const weight = weights[w], i = k * ROWS;
      const p0 = rows[i] * weight,
        p1 = rows[i + 1] * weight,
        p2 = rows[i + 2] * weight,
        p3 = rows[i + 3] * weight;
      v0 += p0;
      s0 += Math.abs(p0);
      v1 += p1;
      s1 += Math.abs(p1);
      v2 += p2;
      s2 += Math.abs(p2);
      v3 += p3;
      s3 += Math.abs(p3);
    }
    const to = o * stride;
    v[to + at[0]] += v0, S[to + at[0]] += s0;
    if (count > 1) v[to + at[1]] += v1, S[to + at[1]] += s1;
    if (count > 2) v[to + at[2]] += v2, S[to + at[2]] += s2;
    if (count > 3) v[to + at[3]] += v3, S[to + at[3]] += s3;
  }
}

function addValues(dots: Dots, v: Float64Array): void {
  const { rows, weights, outputs, length, at, count, stride } = dots;
  for (let o = 0, w = dots.first; o < outputs; o++) {
    let v0 = 0, v1 = 0, v2 = 0, v3 = 0;
    for (let k = 0; k < length; k++, w++) {
      const weight = weights[w], i = k * ROWS;
      v0 += rows[i] * weight;
      v1 += rows[i + 1] * weight;
      v2 += rows[i + 2] * weight;
      v3 += rows[i + 3] * weight;
    }
    const to = o * stride;
    v[to + at[0]] += v0;
    if (count > 1) v[to + at[1]] += v1;
    if (count > 2) v[to + at[2]] += v2;
    if (count > 3) v[to + at[3]] += v3;
  }
}

/** Rows that stand in `x` as they are, for weights so few that gathering them would not pay. */
export interface DirectRows {
  readonly x: Float64Array;
  /** Offset of each row's elements from its first. */
  readonly offsets: Int32Array;
  /** Position of each row's first element, counted from `from`. */
  readonly first: Int32Array;
  from: number;
  /** Position of each row's first output, counted from `to`. */
  readonly at: Int32Array;
  to: number;
}

/** As `addDots`, for the rows from `begin` to before `end`, a multiple of ROWS. */
export function addDirectDots(
  dots: Dots,
  direct: DirectRows,
  begin: number,
  end: number,
  v: Float64Array,
  S?: Float64Array,
): void {
  if (S) addDirectWithMagnitudes(dots, direct, begin, end, v, S);
  else addDirectValues(dots, direct, begin, end, v);
}

function addDirectWithMagnitudes(
  { weights, outputs, length, stride, first: firstWeight }: Dots,
  { x, offsets, first, from, at, to }: DirectRows,
  begin: number,
  end: number,
  v: Float64Array,
  S: Float64Array,
): void {
  for (let row = begin; row < end; row += ROWS) {
    const a = from + first[row],
      b = from + first[row + 1],
      c = from + first[row + 2],
      d = from + first[row + 3];
    for (let o = 0, w = firstWeight; o < outputs; o++) {
      let v0 = 0, v1 = 0, v2 = 0, v3 = 0, s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let k = 0; k < length; k++, w++) {
        const weight = weights[w], i = offsets[k];
        const p0 = x[a + i] * weight, p1 = x[b + i] * weight, p2 = x[c + i] * weight, p3 = x[d + i] * weight;
        v0 += p0;
        s0 += Math.abs(p0);
        v1 += p1;
        s1 += Math.abs(p1);
        v2 += p2;
        s2 += Math.abs(p2);
        v3 += p3;
        s3 += Math.abs(p3);
      }
      const base = to + o * stride;
      v[base + at[row]] += v0, S[base + at[row]] += s0;
      v[base + at[row + 1]] += v1, S[base + at[row + 1]] += s1;
      v[base + at[row + 2]] += v2, S[base + at[row + 2]] += s2;
      v[base + at[row + 3]] += v3, S[base + at[row + 3]] += s3;
    }
  }
}

function addDirectValues(
  { weights, outputs, length, stride, first: firstWeight }: Dots,
  { x, offsets, first, from, at, to }: DirectRows,
  begin: number,
  end: number,
  v: Float64Array,
): void {
  for (let row = begin; row < end; row += ROWS) {
    const a = from + first[row],
      b = from + first[row + 1],
      c = from + first[row + 2],
      d = from + first[row + 3];
    for (let o = 0, w = firstWeight; o < outputs; o++) {
      let v0 = 0, v1 = 0, v2 = 0, v3 = 0;
      for (let k = 0; k < length; k++, w++) {
        const weight = weights[w], i = offsets[k];
        v0 += x[a + i] * weight;
        v1 += x[b + i] * weight;
        v2 += x[c + i] * weight;
        v3 += x[d + i] * weight;
      }
      const base = to + o * stride;
      v[base + at[row]] += v0;
      v[base + at[row + 1]] += v1;
      v[base + at[row + 2]] += v2;
      v[base + at[row + 3]] += v3;
    }
  }
}

function addTerms(dots: Dots, terms: Uint8Array, v: Float64Array, S?: Float64Array): void {
  const { rows, weights, first, outputs, length, at, count, stride } = dots;
  for (let o = 0; o < outputs; o++) {
    for (let r = 0; r < count; r++) {
      const to = at[r] + o * stride;
      for (let k = 0; k < length; k++) {
        if (terms[k * ROWS + r] === 0) continue;
        const product = rows[k * ROWS + r] * weights[first + o * length + k];
        v[to] += product;
        if (S) S[to] += Math.abs(product);
      }
    }
  }
}
