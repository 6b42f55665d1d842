/**
 * The software kernels of all operators.
 *
 * @module
 */

import type { Kernel } from "./kernel.ts";
import { convolutionKernels } from "./kernels/convolution.ts";
import { cumulativeKernels } from "./kernels/cumulative_sum.ts";
import { elementwiseKernels } from "./kernels/elementwise.ts";
import { extremeKernels } from "./kernels/extremes.ts";
import { normalizationKernels } from "./kernels/normalization.ts";
import { poolKernels } from "./kernels/pools.ts";
import { productKernels } from "./kernels/products.ts";
import { recurrentKernels } from "./kernels/recurrent.ts";
import { reductionKernels } from "./kernels/reductions.ts";
import { resampleKernels } from "./kernels/resample.ts";
import { softmaxKernels } from "./kernels/softmax.ts";
import { unaryKernels } from "./kernels/unary.ts";

/** By operator. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(Object.entries({
  ...convolutionKernels,
  ...cumulativeKernels,
  ...elementwiseKernels,
  ...extremeKernels,
  ...normalizationKernels,
  ...poolKernels,
  ...productKernels,
  ...recurrentKernels,
  ...reductionKernels,
  ...resampleKernels,
  ...softmaxKernels,
  ...unaryKernels,
}));
