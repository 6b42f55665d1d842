/**
 * All mutants.
 *
 * @module
 */

import { cumulativeSumMutants } from "./cumulative_sum.ts";
import { extremeMutants } from "./extremes.ts";
import type { Mutant } from "./mutant.ts";
import { normalizationMutants } from "./normalization.ts";
import { recurrentMutants } from "./recurrent.ts";
import { reductionMutants } from "./reductions.ts";
import { softmaxMutants } from "./softmax.ts";
import { windowMutants } from "./windows.ts";

/** In the order of their operators' families. */
export const mutants: readonly Mutant[] = [
  ...windowMutants,
  ...reductionMutants,
  ...cumulativeSumMutants,
  ...extremeMutants,
  ...softmaxMutants,
  ...normalizationMutants,
  ...recurrentMutants,
];
