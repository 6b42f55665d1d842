/**
 * The software kernels of all operators.
 *
 * @module
 */

import type { Kernel } from "./kernel.ts";
import { cumulativeKernels } from "./kernels/cumulative_sum.ts";
import { elementwiseKernels } from "./kernels/elementwise.ts";
import { extremeKernels } from "./kernels/extremes.ts";
import { normalizationKernels } from "./kernels/normalization.ts";
import { productKernels } from "./kernels/products.ts";
import { recurrentKernels } from "./kernels/recurrent.ts";
import { reductionKernels } from "./kernels/reductions.ts";
import { softmaxKernels } from "./kernels/softmax.ts";
import { unaryKernels } from "./kernels/unary.ts";
import { windowKernels } from "./kernels/windows.ts";

/** By operator. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(Object.entries({
  ...cumulativeKernels,
  ...elementwiseKernels,
  ...extremeKernels,
  ...normalizationKernels,
  ...productKernels,
  ...recurrentKernels,
  ...reductionKernels,
  ...softmaxKernels,
  ...unaryKernels,
  ...windowKernels,
}));
