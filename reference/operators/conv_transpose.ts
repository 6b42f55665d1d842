import { defineConvolution, namedAxes } from "./_convolution.ts";

/**
 * Transposed convolution over 1 to 3 spatial axes of an input of rank 1 to 5, in any layout. A proposal (working group issue on operator
 * ranks): its steps are those of #api-mlgraphbuilder-convtranspose2d for any number of axes.
 */
export const convTranspose = defineConvolution({
  name: "convTranspose",
  status: "proposal",
  section: "api-mlgraphbuilder-convtranspose2d",
  transposed: true,
  inputRank: [1, 5],
  filterRank: [3, 5],
  layoutOptions: namedAxes,
});
