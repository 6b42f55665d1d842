/**
 * Layouts: which axis of a tensor is batch, channel or spatial. WebNN's four-letter enums, and the N-d proposals' layout
 * strings and explicit axes, come to the same thing; kernels see permuted views only.
 *
 * @module
 */

import type { Options } from "./operator.ts";
import type { Require } from "./steps.ts";
import { type View, view } from "./view.ts";

/** Axes of an input or output tensor. */
export interface Layout {
  readonly batchAxes: readonly number[];
  /** Absent: one implied channel. */
  readonly channelAxis?: number;
  /** The spatial axes, in the order of the per-axis options. */
  readonly axes: readonly number[];
}

/** Axes of a filter tensor. */
export interface FilterLayout {
  readonly output: number;
  readonly input: number;
  readonly axes: readonly number[];
}

const spatialLetters = "dhw";

/**
 * The layout that `inputLayout`, or `axes` and `channelAxis`, give to an input of rank `rank`; channels first where none is
 * given. Letters of `inputLayout`: `n` for each batch axis, at most one `c`, and `w`, `hw` or `dhw`, in any order.
 */
export function layoutOf(rank: number, options: Options, require: Require): Layout {
  const { inputLayout, axes, channelAxis } = options;
  if (inputLayout !== undefined) {
    require(
      axes === undefined && channelAxis === undefined,
      "input-layout-or-axes",
      "options.inputLayout",
      inputLayout,
      "inputLayout without axes and channelAxis",
    );
    return layoutOfLetters(String(inputLayout), rank, require);
  }
  const firstTwo = axes === undefined;
  const given = firstTwo ? range(2, rank) : axes as readonly number[];
  require(given.length >= 1 && given.length <= 3, "axes-count", "options.axes", given, "1 to 3 spatial axes");
  require(
    given.every((axis) => axis < rank),
    "axes-in-range",
    "options.axes",
    given,
    `axes below the rank ${rank}`,
  );
  require(new Set(given).size === given.length, "axes-unique", "options.axes", given, "each axis once");
  const channel = (channelAxis ?? (firstTwo ? 1 : undefined)) as number | undefined;
  if (channel !== undefined) {
    const argument = "options.channelAxis";
    require(channel < rank, "channel-axis-in-range", argument, channel, `an axis below the rank ${rank}`);
    require(
      !given.includes(channel),
      "channel-axis-not-spatial",
      argument,
      channel,
      "an axis that is not in axes",
    );
  }
  const batchAxes = range(0, rank).filter((axis) => axis !== channel && !given.includes(axis));
  return { batchAxes, channelAxis: channel, axes: given };
}

function layoutOfLetters(letters: string, rank: number, require: Require): Layout {
  const all = [...letters];
  const spatial = [...spatialLetters].filter((letter) => letters.includes(letter));
  const holds = all.length === rank && all.filter((letter) => letter === "c").length <= 1 &&
    spatial.length > 0 && spatialLetters.endsWith(spatial.join("")) &&
    all.filter((letter) => spatialLetters.includes(letter)).length === spatial.length &&
    all.every((letter) => letter === "n" || letter === "c" || spatialLetters.includes(letter));
  const allowed = `${rank} letters: n for each batch axis, at most one c, and w, hw or dhw`;
  require(holds, "input-layout-letters", "options.inputLayout", letters, allowed);
  const channelAxis = letters.indexOf("c");
  return {
    batchAxes: range(0, rank).filter((axis) => all[axis] === "n"),
    channelAxis: channelAxis < 0 ? undefined : channelAxis,
    axes: spatial.map((letter) => letters.indexOf(letter)),
  };
}

/** The default filter layout for a number of spatial axes: `oihw`, or `iohw` if `transposed`. */
export function defaultFilterLayout(spatialAxes: number, transposed: boolean): string {
  return (transposed ? "io" : "oi") + spatialLetters.slice(-spatialAxes);
}

/** The layout that a permutation of `oiw`, `oihw` or `oidhw` gives to a filter. */
export function filterLayoutOf(letters: string, spatialAxes: number, require: Require): FilterLayout {
  const canonical = defaultFilterLayout(spatialAxes, false);
  const sorted = (text: string) => [...text].sort().join("");
  const allowed = `a permutation of "${canonical}"`;
  require(
    sorted(letters) === sorted(canonical),
    "filter-layout-letters",
    "options.filterLayout",
    letters,
    allowed,
  );
  return {
    output: letters.indexOf("o"),
    input: letters.indexOf("i"),
    axes: [...canonical.slice(2)].map((letter) => letters.indexOf(letter)),
  };
}

/** `data` seen as `[...batches, groups, channels of a group, ...spatial]`. */
export function groupedView(
  data: Float64Array,
  shape: readonly number[],
  { batchAxes, channelAxis, axes }: Layout,
  groups: number,
): View<Float64Array> {
  const { shape: sizes, stride } = view(data, shape);
  const channels = channelAxis === undefined ? 1 : sizes[channelAxis] / groups;
  const step = channelAxis === undefined ? 0 : stride[channelAxis];
  const of = (list: readonly number[], picked: readonly number[]) => picked.map((axis) => list[axis]);
  return view(
    data,
    [...of(sizes, batchAxes), groups, channels, ...of(sizes, axes)],
    [...of(stride, batchAxes), step * channels, step, ...of(stride, axes)],
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
}
