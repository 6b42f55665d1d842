import { averagePooling } from "../pooling_average.ts";
import { definePooling } from "./_pooling.ts";

/**
 * The mean over sliding windows over 1 to 3 spatial axes of an input of rank 1 to 5. A proposal (working group issue on operator ranks) after
 * #api-mlgraphbuilder-pool2d-average.
 */
export const averagePool = definePooling({
  name: "averagePool",
  status: "proposal",
  section: "api-mlgraphbuilder-pool2d-average",
  dataTypes: ["float32", "float16"],
  pool: averagePooling,
});
