import { defineConvolution } from "./_convolution.ts";

/**
 * WebNN's `conv2d`: `conv` of two spatial axes in the spec's layouts. Spec: #api-mlgraphbuilder-conv2d.
 */
export const conv2d = defineConvolution({
  name: "conv2d",
  status: "spec",
  section: "api-mlgraphbuilder-conv2d",
  transposed: false,
  inputRank: [4, 4],
  filterRank: [4, 4],
  layoutOptions: {
    inputLayout: { type: { enum: ["nchw", "nhwc"] }, default: "nchw" },
    filterLayout: { type: { enum: ["oihw", "hwio", "ohwi", "ihwo"] }, default: "oihw" },
  },
});
