/**
 * Mutants of convolutions that take the axes of the input or the filter for others.
 *
 * @module
 */

import { indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, floatsOf } from "../software/kernel.ts";
import { convolutionAxes, isTransposed } from "../software/kernels/convolution.ts";
import { axesExchanged, mapped, reread, withOperand } from "./change.ts";
import { type Bug, rewritten, spoilt } from "./mutant.ts";

type Numbers = readonly number[];

function filterTaken(
  name: string,
  sentence: string,
  change: (filter: ReturnType<typeof floatsOf>, call: Call) => typeof filter | undefined,
): Bug {
  return rewritten(name, sentence, (call) => {
    const filter = change(floatsOf(call, "filter"), call);
    return filter && withOperand(call, "filter", filter);
  });
}

/** The filter's axes in the order of letters; undefined for other numbers of spatial axes. */
function axesOf({ options }: Call, letters: string): number[] | undefined {
  const given = options.filterLayout as string;
  const order = [...letters].map((letter) => given.indexOf(letter));
  return order.length === given.length && !order.includes(-1) ? order : undefined;
}

function filterReadAs(letters: string): Bug {
  return filterTaken(
    `filter-read-as-${letters}`,
    `the filter lay as ${letters}, whatever its layout`,
    (filter, call) => {
      const order = axesOf(call, letters);
      return order && reread(filter, order);
    },
  );
}

/** For the N-d proposals, whose layouts have names for two spatial axes only. */
export const filterReadAsDefault: Bug = filterTaken(
  "filter-read-as-default",
  "the filter lay in the default layout, whatever its layout",
  (filter, call) => {
    const { filterOutput, filterInput, filterAxes } = convolutionAxes(call);
    const channels = isTransposed(call) ? [filterInput, filterOutput] : [filterOutput, filterInput];
    return reread(filter, [...channels, ...filterAxes]);
  },
);

/** For convTranspose2d. */
export const filterNotMoved: Bug = filterTaken(
  "filter-not-moved",
  "an iohw filter beside an nhwc input lay as ohwi",
  (filter, { options }) =>
    options.inputLayout === "nhwc" && options.filterLayout === "iohw"
      ? reread(filter, [1, 2, 3, 0])
      : undefined,
);

const filterFlipped = filterTaken(
  "filter-flipped",
  "the filter were turned around along every spatial axis",
  (filter, call) => {
    const { filterAxes } = convolutionAxes(call);
    return mapped(
      filter,
      (at, index) => at(index.map((i, axis) => filterAxes.includes(axis) ? filter.shape[axis] - 1 - i : i)),
    );
  },
);

const spatialExchanged = filterTaken(
  "filter-spatial-axes-exchanged",
  "the first and the last spatial axis of the filter were exchanged",
  (filter, call) => {
    const { filterAxes } = convolutionAxes(call);
    return reread(filter, axesExchanged(filter.shape.length, filterAxes[0], filterAxes.at(-1)!));
  },
);

const channelsExchanged = filterTaken(
  "filter-channels-exchanged",
  "the input and the output channels of the filter were exchanged",
  (filter, call) => {
    const { filterInput, filterOutput } = convolutionAxes(call);
    return reread(filter, axesExchanged(filter.shape.length, filterInput, filterOutput));
  },
);

/** An operand's elements taken to lie with the channel first or last, whatever the layout. */
function inputReadAs(
  name: string,
  sentence: string,
  order: (channel: number, others: Numbers) => Numbers,
): Bug {
  return rewritten(name, sentence, (call) => {
    const { channelAxis, axes } = convolutionAxes(call);
    if (channelAxis === undefined) return undefined;
    const input = floatsOf(call, "input");
    const all = input.shape.map((_, axis) => axis);
    const batch = all.filter((axis) => axis !== channelAxis && !axes.includes(axis));
    return withOperand(call, "input", reread(input, [...batch, ...order(channelAxis, axes)]));
  });
}

/** For conv2d and conv; the default layout is conv2d's own. */
export const slidingFilterLayouts: readonly Bug[] = ["hwio", "ohwi", "ihwo"].map(filterReadAs);
export const defaultFilterLayout: Bug = filterReadAs("oihw");

/** For convTranspose2d and convTranspose; the default layout is convTranspose2d's own. */
export const transposedFilterLayouts: readonly Bug[] = ["hwoi", "ohwi"].map(filterReadAs);
export const defaultTransposedFilterLayout: Bug = filterReadAs("iohw");

/** The output's elements as they stand where it is written in the order of other axes. */
function outputWrittenAs(
  name: string,
  sentence: string,
  order: (channel: number, others: Numbers) => Numbers,
): Bug {
  return spoilt(name, sentence, (element, call) => {
    const { channelAxis, axes } = convolutionAxes(call), { shape } = call.outputs[0];
    if (channelAxis === undefined) return undefined;
    const batch = shape.map((_, axis) => axis)
      .filter((axis) => axis !== channelAxis && !axes.includes(axis));
    const stored = [...batch, ...order(channelAxis, axes)].filter((axis) => shape[axis] > 1);
    if (stored.every((axis, i) => i === 0 || axis > stored[i - 1])) return undefined;
    const steps = rowMajorStrides(shape), sizes = stored.map((axis) => shape[axis]);
    return (index) => {
      const found = indexAt(index.reduce((sum, i, axis) => sum + i * steps[axis], 0), sizes);
      const taken = shape.map(() => 0);
      stored.forEach((axis, i) => taken[axis] = found[i]);
      return element(taken);
    };
  });
}

/** For all convolutions. */
export const layoutBugs: readonly Bug[] = [
  filterFlipped,
  spatialExchanged,
  channelsExchanged,
  inputReadAs(
    "input-read-channels-first",
    "the input lay channels first, whatever its layout",
    (channel, axes) => [channel, ...axes],
  ),
  inputReadAs(
    "input-read-channels-last",
    "the input lay channels last, whatever its layout",
    (channel, axes) => [...axes, channel],
  ),
  outputWrittenAs(
    "output-written-channels-first",
    "the output were written channels first, whatever the layout",
    (channel, axes) => [channel, ...axes],
  ),
  outputWrittenAs(
    "output-written-channels-last",
    "the output were written channels last, whatever the layout",
    (channel, axes) => [...axes, channel],
  ),
];
