import { l2Pooling } from "../pooling_l2.ts";
import { definePooling } from "./_pooling.ts";

/**
 * The Euclidean norm over sliding windows over 1 to 3 spatial axes of an input of rank 1 to 5. A proposal (working group issue on operator ranks) after
 * #api-mlgraphbuilder-pool2d-l2.
 */
export const l2Pool = definePooling({
  name: "l2Pool",
  status: "proposal",
  section: "api-mlgraphbuilder-pool2d-l2",
  dataTypes: ["float32", "float16"],
  pool: l2Pooling,
});
