import { specDataTypes } from "../../graph/data_type.ts";
import { maxPooling } from "../pooling_max.ts";
import { definePooling } from "./_pooling.ts";

/**
 * The largest element of sliding windows over 1 to 3 spatial axes of an input of rank 1 to 5. A proposal (working group issue on operator ranks) after
 * #api-mlgraphbuilder-pool2d-max.
 */
export const maxPool = definePooling({
  name: "maxPool",
  status: "proposal",
  section: "api-mlgraphbuilder-pool2d-max",
  dataTypes: specDataTypes,
  pool: maxPooling,
});
