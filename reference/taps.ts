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

/** The output positions of a window over several axes, in row-major order, as offsets into strided data. */
export interface Positions {
  readonly count: number;
  /** Number of taps over all axes. */
  readonly taps: number;
  /** Offset of each position in the output. */
  readonly y: Int32Array;
  /** Offset in the input of the first tap; -1 where some tap meets nothing. */
  readonly x: Int32Array;
  /** Number of taps that meet an input element. */
  readonly present: Int32Array;
  /** Offset of each tap from the first, wherever every tap meets an element. */
  readonly fromFirst: Int32Array;
  /** Writes the offset in the input of each tap at `position`, -1 where it meets nothing, to `offsets` at `to`. */
  offsetsAt(position: number, offsets: Int32Array, to: number): void;
}

/** The positions of a window over axes with the given strides, in elements, of input and output. */
export function positionsOf(
  axes: readonly AxisTaps[],
  xStride: readonly number[],
  yStride: readonly number[],
): Positions {
  let y = Int32Array.of(0), x = Int32Array.of(0), present = Int32Array.of(1), fromFirst = Int32Array.of(0);
  axes.forEach((axis, d) => {
    const all = Int32Array.from(axis.present, (count) => count === axis.taps ? 1 : 0);
    y = outer(y, axis.outputs, (offset, o) => offset + o * yStride[d]);
    x = outer(
      x,
      axis.outputs,
      (first, o) => first >= 0 && all[o] ? first + axis.at[o * axis.taps] * xStride[d] : -1,
    );
    present = outer(present, axis.outputs, (count, o) => count * axis.present[o]);
    const whole = Math.max(all.indexOf(1), 0) * axis.taps;
    fromFirst = outer(
      fromFirst,
      axis.taps,
      (offset, t) => offset + (axis.at[whole + t] - axis.at[whole]) * xStride[d],
    );
  });
  const offsetsAt = (position: number, offsets: Int32Array, to: number) => {
    let count = 1;
    offsets[to] = 0;
    let rest = position;
    for (let d = axes.length - 1; d >= 0; d--) {
      const { outputs, taps, at } = axes[d];
      const row = (rest % outputs) * taps;
      rest = Math.floor(rest / outputs);
      for (let t = taps - 1; t >= 0; t--) {
        const step = at[row + t];
        for (let i = 0; i < count; i++) {
          const inner = offsets[to + i];
          offsets[to + t * count + i] = step < 0 || inner < 0 ? -1 : inner + step * xStride[d];
        }
      }
      count *= taps;
    }
  };
  return { count: y.length, taps: fromFirst.length, y, x, present, fromFirst, offsetsAt };
}

function outer(
  values: Int32Array,
  size: number,
  combine: (value: number, i: number) => number,
): Int32Array<ArrayBuffer> {
  const table = new Int32Array(values.length * size);
  for (let a = 0, at = 0; a < values.length; a++) {
    for (let i = 0; i < size; i++) table[at++] = combine(values[a], i);
  }
  return table;
}
