/**
 * Where the taps of a window read, for the software kernels of convolutions and pools: tables made once a call, so that
 * an element only adds offsets.
 *
 * @module
 */

/** How a window moves along one axis. */
export interface Sliding {
  /** Elements of the input and of the output along the axis, taps of the window. */
  readonly size: number;
  readonly outputs: number;
  readonly taps: number;
  /** Padding at the beginning. */
  readonly begin: number;
  readonly stride: number;
  readonly dilation: number;
  /** The output is spread instead of the input. */
  readonly transposed?: boolean;
}

/** Where a tap reads that lies at a coordinate of an axis of `size` elements: nowhere, if undefined. */
export type Place = (coordinate: number, size: number) => number | undefined;

/** A tap beside the input is left out. */
export const inside: Place = (coordinate, size) =>
  coordinate >= 0 && coordinate < size ? coordinate : undefined;

/** The taps of each output coordinate `at` of an axis: those from `first[at]` on, below `first[at + 1]`. */
export interface AxisTaps {
  readonly first: Int32Array;
  /** Offset of each tap's element in the input, and of its weight in the filter, in elements. */
  readonly from: Int32Array;
  readonly weight: Int32Array;
}

/** The table of an axis whose neighbours are `step` elements apart in the input and `weightStep` in the filter. */
export function axisTaps(
  { size, outputs, taps, begin, stride, dilation, transposed }: Sliding,
  step: number,
  weightStep: number,
  place: Place,
): AxisTaps {
  const first = new Int32Array(outputs + 1);
  const from = new Int32Array(outputs * taps), weight = new Int32Array(outputs * taps);
  let count = 0;
  for (let at = 0; at < outputs; at++) {
    first[at] = count;
    for (let tap = 0; tap < taps; tap++) {
      const coordinate = transposed
        ? (at + begin - tap * dilation) / stride
        : at * stride - begin + tap * dilation;
      if (!Number.isInteger(coordinate)) continue;
      const read = place(coordinate, size);
      if (read === undefined) continue;
      from[count] = read * step;
      weight[count++] = tap * weightStep;
    }
  }
  first[outputs] = count;
  return { first, from, weight };
}

/** The taps of one output element after the other, over all spatial axes, the last axis varying fastest. */
export class Window {
  /** As in `AxisTaps`; the first `count` are those of the element moved to. */
  readonly from: Int32Array;
  readonly weight: Int32Array;
  count = 0;
  readonly #tables: readonly AxisTaps[];
  readonly #axes: readonly number[];

  /** @param axes The spatial axes of the output, one for each table. */
  constructor(tables: readonly AxisTaps[], axes: readonly number[]) {
    this.#tables = tables;
    this.#axes = axes;
    const most = tables.reduce((count, { first }) => {
      let widest = 0;
      for (let at = 1; at < first.length; at++) widest = Math.max(widest, first[at] - first[at - 1]);
      return count * widest;
    }, 1);
    this.from = new Int32Array(most);
    this.weight = new Int32Array(most);
  }

  /** Finds the taps of the output element at `index`. */
  moveTo(index: readonly number[]): void {
    this.count = 0;
    this.#walk(0, 0, 0, index);
  }

  #walk(axis: number, from: number, weight: number, index: readonly number[]): void {
    const table = this.#tables[axis], at = index[this.#axes[axis]];
    const isLast = axis === this.#tables.length - 1;
    for (let i = table.first[at]; i < table.first[at + 1]; i++) {
      const read = from + table.from[i], weighed = weight + table.weight[i];
      if (isLast) {
        this.from[this.count] = read;
        this.weight[this.count++] = weighed;
      } else {
        this.#walk(axis + 1, read, weighed, index);
      }
    }
  }
}
