/**
 * All mutants.
 *
 * @module
 */

import { activationMutants } from "./activations.ts";
import { castMutants } from "./cast.ts";
import { comparisonMutants } from "./comparison.ts";
import { cumulativeSumMutants } from "./cumulative_sum.ts";
import { elementwiseMutants } from "./elementwise.ts";
import { extremeMutants } from "./extremes.ts";
import { floatHabitMutants } from "./float_habits.ts";
import { functionMutants } from "./functions.ts";
import { gemmMutants } from "./gemm.ts";
import { indexingMutants } from "./indexing.ts";
import { knownMutants } from "./known_bugs.ts";
import { movementMutants } from "./movement.ts";
import type { Mutant } from "./mutant.ts";
import { normalizationMutants } from "./normalization.ts";
import { paddingMutants } from "./padding.ts";
import { matmulMutants } from "./products.ts";
import { quantizationMutants } from "./quantization.ts";
import { recurrentMutants } from "./recurrent.ts";
import { reductionMutants } from "./reductions.ts";
import { resampleMutants } from "./resample.ts";
import { roundingMutants } from "./rounding.ts";
import { selectionMutants } from "./selection.ts";
import { softmaxMutants } from "./softmax.ts";
import { windowMutants } from "./window_operators.ts";

/** In the order of their operators' families. */
export const mutants: readonly Mutant[] = [
  ...elementwiseMutants,
  ...comparisonMutants,
  ...indexingMutants,
  ...movementMutants,
  ...paddingMutants,
  ...quantizationMutants,
  ...castMutants,
  ...selectionMutants,
  ...roundingMutants,
  ...functionMutants,
  ...activationMutants,
  ...windowMutants,
  ...matmulMutants,
  ...gemmMutants,
  ...resampleMutants,
  ...reductionMutants,
  ...cumulativeSumMutants,
  ...extremeMutants,
  ...softmaxMutants,
  ...normalizationMutants,
  ...recurrentMutants,
  ...floatHabitMutants,
  ...knownMutants,
];
