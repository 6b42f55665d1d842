/**
 * Convolution over any number of spatial axes, in any layout: the one kernel behind `conv2d`, `convTranspose2d`,
 * their N-d forms, `matmul` and `gemm`.
 *
 * @module
 */

import { addDirectDots, addDots, type DirectRows, type Dots, ROWS } from "./dots.ts";
import { type AxisTaps, type Positions, positionsOf } from "./taps.ts";
import { offsetsOf } from "./sliding.ts";
import { gather, type View } from "./view.ts";

/** Positions whose taps are looked up once for all batches and groups; a multiple of ROWS. */
const CHUNK = 64 * ROWS;

/** Operands of a convolution as views with their axes in one order, whatever the layout of the data. */
export interface Convolution {
  /** `[...batches, groups, channels of a group, ...spatial]` */
  readonly x: View<Float64Array>;
  /** `[groups, outputs of a group, channels of a group, ...taps]` */
  readonly w: View<Float64Array>;
  /** `[...batches, groups, outputs of a group, ...spatial]` */
  readonly y: View<Float64Array>;
  /** The table of each spatial axis. */
  readonly axes: readonly AxisTaps[];
}

/**
 * Adds the convolution to `y.data`, and the sums of the absolute values of its terms to `S`, laid out as `y.data`.
 * A tap that meets no input element adds no term, not even 0 · Infinity.
 */
export function convolve({ x, w, y, axes }: Convolution, S?: Float64Array): void {
  const spatial = axes.length;
  const [groups, outputs, channels] = w.shape;
  const batchAxes = x.shape.length - spatial - 2;
  const positions = positionsOf(axes, x.stride.slice(-spatial), y.stride.slice(-spatial));
  const weights = gather(w.transpose(0, 1, ...axes.map((_, d) => d + 3), 2));
  const finite = weights.every(Number.isFinite);
  const rows = new Rows(positions, channels, x.stride[batchAxes + 1], !finite);
  const dots: Dots = {
    rows: rows.values,
    terms: rows.terms,
    weights,
    first: 0,
    outputs,
    length: rows.length,
    at: new Int32Array(ROWS),
    count: 0,
    stride: y.stride[batchAxes + 1],
  };
  const direct: DirectRows = {
    x: x.data,
    offsets: rows.fromFirst,
    first: positions.x,
    from: 0,
    at: positions.y,
    to: 0,
  };
  const xBatches = offsetsOf(x, batchAxes), yBatches = offsetsOf(y, batchAxes);
  for (let begin = 0; begin < positions.count; begin += CHUNK) {
    const end = Math.min(begin + CHUNK, positions.count);
    rows.moveTo(begin, end);
    for (let batch = 0; batch < xBatches.length; batch++) {
      for (let group = 0; group < groups; group++) {
        const from = xBatches[batch] + group * x.stride[batchAxes];
        const to = yBatches[batch] + group * y.stride[batchAxes];
        dots.first = group * outputs * rows.length;
        direct.from = from, direct.to = to;
        for (let p = begin; p < end; p += dots.count) {
          if (outputs < ROWS) {
            const whole = rows.endOfWhole(p, end);
            addDirectDots(dots, direct, p, whole, y.data, S);
            p = whole;
            if (p === end) break;
          }
          dots.count = Math.min(ROWS, end - p);
          for (let r = 0; r < dots.count; r++) dots.at[r] = to + positions.y[p + r];
          rows.fill(p, dots.count, x.data, from);
          addDots(dots, y.data, S);
        }
      }
    }
  }
}

/** Number of terms of each of `length` elements of `y`: taps that meet an element, times channels of a group. */
export function countTerms({ w, y, axes }: Convolution, length: number): Int32Array {
  const counts = new Int32Array(length);
  const [groups, outputs, channels] = w.shape;
  const batchAxes = y.shape.length - axes.length - 2;
  const stride = y.stride.slice(-axes.length);
  const positions = positionsOf(axes, stride, stride);
  for (const batch of offsetsOf(y, batchAxes)) {
    for (let group = 0; group < groups; group++) {
      for (let output = 0; output < outputs; output++) {
        const to = batch + group * y.stride[batchAxes] + output * y.stride[batchAxes + 1];
        for (let p = 0; p < positions.count; p++) {
          counts[to + positions.y[p]] = channels * positions.present[p];
        }
      }
    }
  }
  return counts;
}

/** Gathered rows of input elements: for each tap the channels of a group, 0 where the tap meets nothing. */
class Rows {
  /** Element `k` of row `r` at `k * ROWS + r`. */
  readonly values: Float64Array;
  /** 1 where an element is a term; absent unless asked for. */
  readonly terms?: Uint8Array;
  readonly length: number;
  readonly #positions: Positions;
  readonly #channels: number;
  readonly #channelStride: number;
  /** Offset of each element of a row from its first, where every tap meets an element. */
  readonly fromFirst: Int32Array;
  /** First position of the chunk. */
  #begin = 0;
  /** Offset of each tap at each position of the chunk where some tap meets nothing (there -1). */
  readonly #offsets: Int32Array;

  constructor(positions: Positions, channels: number, channelStride: number, marksTerms: boolean) {
    this.length = positions.taps * channels;
    this.values = new Float64Array(this.length * ROWS);
    if (marksTerms) this.terms = new Uint8Array(this.length * ROWS);
    this.#offsets = new Int32Array(Math.min(CHUNK, positions.count) * positions.taps);
    this.#positions = positions;
    this.#channels = channels;
    this.#channelStride = channelStride;
    this.fromFirst = new Int32Array(this.length);
    for (let k = 0; k < this.length; k++) {
      const tap = Math.floor(k / channels);
      this.fromFirst[k] = positions.fromFirst[tap] + (k % channels) * channelStride;
    }
  }

  /** Turns to the chunk of positions from `begin` to before `end`. */
  moveTo(begin: number, end: number): void {
    const { taps, x, offsetsAt } = this.#positions;
    this.#begin = begin;
    for (let p = begin; p < end; p++) {
      if (x[p] < 0) offsetsAt(p, this.#offsets, (p - begin) * taps);
    }
  }

  /** The end of the blocks of ROWS positions, from `p` on, at which every tap meets an element. */
  endOfWhole(p: number, end: number): number {
    const first = this.#positions.x;
    while (p + ROWS <= end && first[p] >= 0 && first[p + 1] >= 0 && first[p + 2] >= 0 && first[p + 3] >= 0) {
      p += ROWS;
    }
    return p;
  }

  /** Gathers `count` rows, of the positions from `p` on, out of `x`, where the group begins at `base`. */
  fill(p: number, count: number, x: Float64Array, base: number): void {
    const { values } = this, fromFirst = this.fromFirst, first = this.#positions.x;
    if (this.endOfWhole(p, p + count) === p) {
      for (let row = 0; row < count; row++) this.#fillRow(row, p + row, x, base);
      return;
    }
    const a = base + first[p], b = base + first[p + 1], c = base + first[p + 2], d = base + first[p + 3];
    for (let k = 0, i = 0; k < fromFirst.length; k++, i += ROWS) {
      const offset = fromFirst[k];
      values[i] = x[a + offset];
      values[i + 1] = x[b + offset];
      values[i + 2] = x[c + offset];
      values[i + 3] = x[d + offset];
    }
    this.terms?.fill(1);
  }

  #fillRow(row: number, p: number, x: Float64Array, base: number): void {
    const { values, terms, length } = this, fromFirst = this.fromFirst, first = this.#positions.x[p];
    if (first >= 0) {
      for (let k = 0, i = row; k < length; k++, i += ROWS) {
        values[i] = x[base + first + fromFirst[k]];
        if (terms) terms[i] = 1;
      }
      return;
    }
    const { taps } = this.#positions, channels = this.#channels, stride = this.#channelStride;
    const offsets = this.#offsets;
    const from = (p - this.#begin) * taps;
    for (let tap = 0, i = row; tap < taps; tap++) {
      const offset = offsets[from + tap], meets = offset >= 0, start = base + offset;
      for (let c = 0; c < channels; c++, i += ROWS) {
        values[i] = meets ? x[start + c * stride] : 0;
        if (terms) terms[i] = meets ? 1 : 0;
      }
    }
  }
}
