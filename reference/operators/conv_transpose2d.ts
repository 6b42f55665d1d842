import { defineConvolution } from "./_convolution.ts";

/**
 * WebNN's `convTranspose2d`: `convTranspose` of two spatial axes in the spec's layouts.
 * Spec: #api-mlgraphbuilder-convtranspose2d.
 */
export const convTranspose2d = defineConvolution({
  name: "convTranspose2d",
  status: "spec",
  section: "api-mlgraphbuilder-convtranspose2d",
  transposed: true,
  inputRank: [4, 4],
  filterRank: [4, 4],
  layoutOptions: {
    inputLayout: { type: { enum: ["nchw", "nhwc"] }, default: "nchw" },
    filterLayout: { type: { enum: ["iohw", "hwoi", "ohwi"] }, default: "iohw" },
  },
});
