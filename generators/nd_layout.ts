/**
 * Layouts of the N-d proposals: strings of letters, explicit axes, and none, for 1 to 3 spatial axes and ranks 1 to 5.
 *
 * @module
 */

import type { OptionValue } from "../graph/graph.ts";
import type { FilterPlaces, InputPlaces } from "./conv_parts.ts";
import type { GivenOptions, Group } from "./family.ts";

/** Where the axes are, and the options that say so. */
export interface NdLayout extends InputPlaces {
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** Letters of the spatial axes, in the order of per-axis options. */
function lettersOf(axes: number): string {
  return "dhw".slice(-axes);
}

/** A layout string that no framework has, for each number of spatial axes. */
const mixedLetters = ["cwn", "wnhc", "hcwnd"];

/** Axes out of order, with the channel between them or at the end. */
const mixedAxes: readonly { readonly rank: number; readonly axes: number[]; readonly channelAxis: number }[] =
  [
    { rank: 3, axes: [0], channelAxis: 2 },
    { rank: 4, axes: [3, 0], channelAxis: 2 },
    { rank: 5, axes: [4, 0, 2], channelAxis: 3 },
  ];

/** Layouts by name, each for a number of spatial axes. */
const layouts: Readonly<Record<string, (axes: number) => NdLayout>> = {
  absent: (axes) => ({ rank: axes + 2, channel: 1, spatial: range(2, axes), options: {} }),
  first: (axes) => byLetters(`nc${lettersOf(axes)}`),
  last: (axes) => byLetters(`n${lettersOf(axes)}c`),
  mixed: (axes) => byLetters(mixedLetters[axes - 1]),
  batchless: (axes) => byLetters(`${lettersOf(axes)}c`),
  batches: (axes) => byLetters(`nc${lettersOf(axes)}n`),
  axes: (axes) => byAxes(axes + 2, range(2, axes), 1),
  axesmixed: (axes) => {
    const { rank, axes: spatial, channelAxis } = mixedAxes[axes - 1];
    return byAxes(rank, spatial, channelAxis);
  },
  wide: (axes) => byAxes(5, axes === 1 ? [2] : [4, 1], axes === 1 ? 4 : 0),
  rank5: (axes) => byLetters(axes === 1 ? "nncwn" : "nhcwn"),
  implied: (axes) => byAxes(axes + 1, range(0, axes)),
  bare: (axes) => byAxes(axes, range(0, axes)),
};

/** Layouts for convolutions, the plain one first. */
export const layoutNames: readonly string[] = Object.keys(layouts).filter((name) => name !== "rank5");

/** Layouts for pools, which have no channel axis to name. */
export const poolLayoutNames = ["absent", "last", "mixed", "batches", "rank5", "implied", "bare"];

/** Rank 5 leaves no room for more batch axes beside three spatial ones. */
const withoutSpareAxes = (names: readonly string[]) =>
  names.filter((name) => !["batches", "wide", "rank5"].includes(name));

/** Groups by the number of spatial axes, given the limits that hold for one axis only. */
export function axesThemes(names: readonly string[], forOne: Group["only"]): Group[] {
  return [
    { name: "1-axis", only: { ...forOne, spatial: ["x1"] } },
    { name: "2-axes", only: { spatial: ["x2"] } },
    { name: "3-axes", only: { spatial: ["x3"], layout: withoutSpareAxes(names) } },
  ];
}

/** The layout of a name. */
export function ndLayout(name: string, axes: number): NdLayout {
  return layouts[name](axes);
}

/** The name, among those given, of the layout that options name for an input of rank `rank`. */
export function ndLayoutName(
  names: readonly string[],
  axes: number,
  rank: number,
  given: Readonly<Record<string, OptionValue>>,
): string {
  const { inputLayout, axes: givenAxes, channelAxis } = given;
  const key = JSON.stringify([rank, inputLayout, givenAxes, channelAxis]);
  return names.find((name) => {
    const { rank: own, options } = ndLayout(name, axes);
    return JSON.stringify([own, options.inputLayout, options.axes, options.channelAxis]) === key;
  }) ?? "other";
}

/** Filter layouts by name; `O` and `I` are put where the name says, the spatial letters stay in order or turn around. */
const filters: Readonly<Record<string, (spatial: string) => string>> = {
  oi: (spatial) => `oi${spatial}`,
  io: (spatial) => `io${spatial}`,
  spatialio: (spatial) => `${spatial}io`,
  ospatiali: (spatial) => `o${spatial}i`,
  turned: (spatial) => `i${[...spatial].reverse().join("")}o`,
};

/** Names of the filter layouts, the plain one first. */
export const filterNames: readonly string[] = ["absent", ...Object.keys(filters)];

/** Where the axes of a filter are, and the option that says so; `absent` is the default layout. */
export function ndFilter(
  name: string,
  axes: number,
  transposed: boolean,
): { readonly places: FilterPlaces; readonly options: GivenOptions } {
  const spatial = lettersOf(axes);
  const letters = name === "absent" ? filters[transposed ? "io" : "oi"](spatial) : filters[name](spatial);
  const places = {
    output: letters.indexOf("o"),
    input: letters.indexOf("i"),
    spatial: [...spatial].map((letter) => letters.indexOf(letter)),
  };
  return { places, options: { filterLayout: name === "absent" ? undefined : letters } };
}

/** The name of a filter layout. */
export function ndFilterName(axes: number, given: OptionValue | undefined): string {
  if (given === undefined) return "absent";
  return Object.keys(filters).find((name) => filters[name](lettersOf(axes)) === given) ?? "other";
}

function byLetters(inputLayout: string): NdLayout {
  const letters = [...inputLayout];
  const channel = inputLayout.indexOf("c");
  return {
    rank: letters.length,
    ...(channel < 0 ? {} : { channel }),
    spatial: [..."dhw"].filter((letter) => letters.includes(letter)).map((letter) => letters.indexOf(letter)),
    options: { inputLayout },
  };
}

function byAxes(rank: number, axes: readonly number[], channelAxis?: number): NdLayout {
  const channel = channelAxis === undefined ? {} : { channel: channelAxis };
  return {
    rank,
    ...channel,
    spatial: axes,
    options: { axes, ...(channelAxis === undefined ? {} : { channelAxis }) },
  };
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
