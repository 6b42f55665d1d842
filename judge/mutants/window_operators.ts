/**
 * Mutants of convolutions and pools, each with those of its windows and, where it sums, of its arithmetic.
 *
 * Sums that are truncated stay inside every bound. Statistics see them, of operators that have cases enough of long
 * sums: the N-d proposals do not (`unseen.ts`).
 *
 * @module
 */

import { arithmeticBugs, storeBugs } from "./arithmetic.ts";
import { convolutionBugs, outputPaddingBugs, slidingBugs } from "./convolution.ts";
import {
  defaultFilterLayout,
  defaultTransposedFilterLayout,
  filterNotMoved,
  filterReadAsDefault,
  layoutBugs,
  slidingFilterLayouts,
  transposedFilterLayouts,
} from "./layouts.ts";
import { type Mutant, mutantsOf } from "./mutant.ts";
import { averageBugs, integerBugs, largestBugs, normBugs, poolBugs } from "./pools.ts";
import { edgeRepeated, indicesInFloat16, windowBugs } from "./windows.ts";

const isTruncated = (name: string) => name.includes("truncated");
const truncations = arithmeticBugs.filter(({ name }) => isTruncated(name));
const roundings = arithmeticBugs.filter(({ name }) => !isTruncated(name));

const convolutions = [...windowBugs, ...layoutBugs, ...convolutionBugs, ...roundings];
const sliding = [...convolutions, ...slidingFilterLayouts, ...slidingBugs, edgeRepeated];
const transposed = [...convolutions, ...transposedFilterLayouts, ...outputPaddingBugs];
const pools = [...windowBugs, ...poolBugs, edgeRepeated];

export const windowMutants: readonly Mutant[] = [
  ...mutantsOf(["conv2d", "conv"], sliding),
  ...mutantsOf(["convTranspose2d", "convTranspose"], transposed),
  ...mutantsOf(["conv2d"], [defaultFilterLayout]),
  ...mutantsOf(["convTranspose2d"], [defaultTransposedFilterLayout, filterNotMoved]),
  ...mutantsOf(["conv", "convTranspose"], [filterReadAsDefault]),
  ...mutantsOf(["averagePool2d", "averagePool"], [...pools, ...averageBugs, ...roundings]),
  ...mutantsOf(["l2Pool2d", "l2Pool"], [...pools, ...normBugs, ...roundings]),
  ...mutantsOf(["maxPool2d", "maxPool"], [...pools, ...largestBugs, ...storeBugs]),
  ...mutantsOf(["maxPool2d"], integerBugs),
  ...mutantsOf(["conv2d", "convTranspose2d", "averagePool2d", "l2Pool2d"], truncations),
  ...mutantsOf(["conv2d", "convTranspose2d", "averagePool2d", "l2Pool2d", "maxPool2d"], [indicesInFloat16]),
];
