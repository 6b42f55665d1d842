/**
 * The software kernels of all operators.
 *
 * @module
 */

import type { Kernel } from "./kernel.ts";
import { elementwiseKernels } from "./kernels/elementwise.ts";
import { normalizationKernels } from "./kernels/normalization.ts";
import { productKernels } from "./kernels/products.ts";
import { reductionKernels } from "./kernels/reductions.ts";
import { unaryKernels } from "./kernels/unary.ts";
import { windowKernels } from "./kernels/windows.ts";

/** By operator. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(Object.entries({
  ...elementwiseKernels,
  ...normalizationKernels,
  ...productKernels,
  ...reductionKernels,
  ...unaryKernels,
  ...windowKernels,
}));
