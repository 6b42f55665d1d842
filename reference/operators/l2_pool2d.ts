import { l2Pooling } from "../pooling_l2.ts";
import { definePooling } from "./_pooling.ts";

/** The Euclidean norm over sliding windows. Spec: #api-mlgraphbuilder-pool2d-l2. */
export const l2Pool2d = definePooling({
  name: "l2Pool2d",
  status: "spec",
  section: "api-mlgraphbuilder-pool2d-l2",
  dataTypes: ["float32", "float16"],
  pool: l2Pooling,
});
