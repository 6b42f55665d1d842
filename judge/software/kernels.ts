/**
 * The software kernels of all operators.
 *
 * @module
 */

import type { Kernel } from "./kernel.ts";
import { comparisonKernels } from "./kernels/comparison.ts";
import { convolutionKernels } from "./kernels/convolution.ts";
import { cumulativeKernels } from "./kernels/cumulative_sum.ts";
import { elementwiseKernels } from "./kernels/elementwise.ts";
import { extremeKernels } from "./kernels/extremes.ts";
import { indexingKernels } from "./kernels/indexing.ts";
import { movementKernels } from "./kernels/movement.ts";
import { normalizationKernels } from "./kernels/normalization.ts";
import { poolKernels } from "./kernels/pools.ts";
import { productKernels } from "./kernels/products.ts";
import { quantizationKernels } from "./kernels/quantization.ts";
import { recurrentKernels } from "./kernels/recurrent.ts";
import { reductionKernels } from "./kernels/reductions.ts";
import { resampleKernels } from "./kernels/resample.ts";
import { selectionKernels } from "./kernels/selection.ts";
import { softmaxKernels } from "./kernels/softmax.ts";
import { unaryKernels } from "./kernels/unary.ts";

/** By operator. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(Object.entries({
  ...comparisonKernels,
  ...convolutionKernels,
  ...cumulativeKernels,
  ...elementwiseKernels,
  ...extremeKernels,
  ...indexingKernels,
  ...movementKernels,
  ...normalizationKernels,
  ...poolKernels,
  ...productKernels,
  ...quantizationKernels,
  ...recurrentKernels,
  ...reductionKernels,
  ...resampleKernels,
  ...selectionKernels,
  ...softmaxKernels,
  ...unaryKernels,
}));
