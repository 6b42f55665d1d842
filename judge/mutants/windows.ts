/**
 * Mutants of convolutions, pools and resampling.
 *
 * @module
 */

import { type Mutant, mutantsOf, rewritten } from "./mutant.ts";

const paddings = [
  rewritten(
    "padding-ends-swapped",
    "the padding at the beginning and at the end of each axis were exchanged",
    ({ options }) => {
      const padding = options.padding as readonly number[];
      const swapped = padding.map((_, i) => padding[i ^ 1]);
      return swapped.every((size, i) => size === padding[i])
        ? undefined
        : { options: { ...options, padding: swapped } };
    },
  ),
];

export const windowMutants: readonly Mutant[] = mutantsOf(
  ["conv2d", "convTranspose2d", "averagePool2d", "l2Pool2d", "maxPool2d"],
  paddings,
);
