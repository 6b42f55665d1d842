/**
 * Sliding windows, one spatial axis at a time: which input element meets which tap of the filter at each output
 * coordinate. Convolution, transposed convolution and pooling differ in this table only.
 *
 * @module
 */

/** The table of one axis. */
export interface AxisTaps {
  /** Number of output coordinates. */
  readonly outputs: number;
  /** Number of taps of the filter. */
  readonly taps: number;
  /** Input coordinate that meets tap `t` at output `o`, at `o * taps + t`; -1 where there is none. */
  readonly at: Int32Array;
  /** Number of taps that meet an input coordinate, for each output coordinate. */
  readonly present: Int32Array;
}

/** How a window moves along one axis. `begin` is the padding before the first element; negative crops. */
export interface AxisWindow {
  readonly input: number;
  readonly taps: number;
  readonly outputs: number;
  readonly begin: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Output `o` meets input `o·stride - begin + t·dilation` at tap `t`. */
export function slidingTaps(window: AxisWindow): AxisTaps {
  const { begin, stride, dilation } = window;
  return tabulate(window, (o, t) => o * stride - begin + t * dilation);
}

/** The adjoint: output `o` meets input `i` at tap `t` where `o = i·stride - begin + t·dilation`. */
export function transposedTaps(window: AxisWindow): AxisTaps {
  const { begin, stride, dilation } = window;
  return tabulate(window, (o, t) => (o + begin - t * dilation) / stride);
}

function tabulate({ input, taps, outputs }: AxisWindow, inputAt: (o: number, t: number) => number): AxisTaps {
  const at = new Int32Array(outputs * taps);
  const present = new Int32Array(outputs);
  for (let o = 0; o < outputs; o++) {
    for (let t = 0; t < taps; t++) {
      const i = inputAt(o, t);
      const meets = Number.isInteger(i) && i >= 0 && i < input;
      at[o * taps + t] = meets ? i : -1;
      if (meets) present[o]++;
    }
  }
  return { outputs, taps, at, present };
}

/**
 * The taps that meet the input at one coordinate of each axis: where their elements stand in strided input and filter,
 * counted as `from` says.
 */
export function tapsAt(
  axes: readonly AxisTaps[],
  coordinates: readonly number[],
  input: { readonly from: number; readonly stride: readonly number[] },
  filter: { readonly from: number; readonly stride: readonly number[] },
): { readonly x: readonly number[]; readonly w: readonly number[] } {
  let x = [input.from], w = [filter.from];
  axes.forEach(({ taps, at }, d) => {
    const first = coordinates[d] * taps;
    const present = Array.from({ length: taps }, (_, t) => t).filter((t) => at[first + t] >= 0);
    x = x.flatMap((from) => present.map((t) => from + at[first + t] * input.stride[d]));
    w = w.flatMap((from) => present.map((t) => from + t * filter.stride[d]));
  });
  return { x, w };
}

/**
 * The windows that meet the input with the same taps, as offsets into strided data. Wherever the padding ends, or
 * whatever a stride of the transposed form leaves out, is another set: inside one, nothing is ever missing.
 */
export interface WindowSet {
  /** The taps, counted in row-major order over the axes. Empty: these windows lie outside the input. */
  readonly taps: Int32Array;
  /** Offset in the input of the element at each of `taps`, from that of the first. */
  readonly offsets: Int32Array;
  /** Offset in the input of the element at the first of `taps`, for each window. */
  readonly x: Int32Array;
  /** Offset in the output of each window. */
  readonly y: Int32Array;
  /** Number of each window in row-major order. */
  readonly positions: Int32Array;
}

/** Windows over axes with the given strides, in elements, of input and output: each in one set, sets in no order. */
export function windowSets(
  axes: readonly AxisTaps[],
  xStride: readonly number[],
  yStride: readonly number[],
): WindowSet[] {
  const one = Int32Array.of(0);
  return axes.reduce<WindowSet[]>((sets, axis, d) => {
    const along = axisSets(axis, xStride[d], yStride[d]);
    return sets.flatMap((set) =>
      along.map((next) => ({
        taps: outerSum(set.taps, next.taps, axis.taps),
        offsets: outerSum(set.offsets, next.offsets),
        x: outerSum(set.x, next.x),
        y: outerSum(set.y, next.y),
        positions: outerSum(set.positions, next.positions, axis.outputs),
      }))
    );
  }, [{ taps: one, offsets: one, x: one, y: one, positions: one }]);
}

/** The sets of one axis. Which taps are present decides how far their elements are apart. */
function axisSets({ outputs, taps, at }: AxisTaps, xStride: number, yStride: number) {
  const sets = new Map<string, { present: number[]; positions: number[] }>();
  for (let o = 0; o < outputs; o++) {
    const present: number[] = [];
    for (let t = 0; t < taps; t++) if (at[o * taps + t] >= 0) present.push(t);
    const key = present.join();
    const set = sets.get(key);
    if (set) set.positions.push(o);
    else sets.set(key, { present, positions: [o] });
  }
  return [...sets.values()].map(({ present, positions }) => {
    const inputAt = (o: number, t: number) => present.length > 0 ? at[o * taps + t] : 0;
    const first = inputAt(positions[0], present[0]);
    return {
      taps: present,
      offsets: present.map((t) => (inputAt(positions[0], t) - first) * xStride),
      x: positions.map((o) => inputAt(o, present[0]) * xStride),
      y: positions.map((o) => o * yStride),
      positions,
    };
  });
}

/** `a[i] * factor + b[j]` at `i * b.length + j`. */
function outerSum(a: Int32Array, b: readonly number[], factor = 1): Int32Array {
  const sums = new Int32Array(a.length * b.length);
  for (let i = 0, at = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) sums[at++] = a[i] * factor + b[j];
  }
  return sums;
}
