import { defineConvolution, namedAxes } from "./_convolution.ts";

/**
 * Convolution over 1 to 3 spatial axes of an input of rank 1 to 5, in any layout. A proposal (working group issue on operator
 * ranks): its steps are those of #api-mlgraphbuilder-conv2d for any number of axes.
 */
export const conv = defineConvolution({
  name: "conv",
  status: "proposal",
  section: "api-mlgraphbuilder-conv2d",
  transposed: false,
  inputRank: [1, 5],
  filterRank: [3, 5],
  layoutOptions: namedAxes,
});
