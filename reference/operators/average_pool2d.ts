import { averagePooling } from "../pooling_average.ts";
import { definePooling } from "./_pooling.ts";

/** The mean over sliding windows. Spec: #api-mlgraphbuilder-pool2d-average. */
export const averagePool2d = definePooling({
  name: "averagePool2d",
  status: "spec",
  section: "api-mlgraphbuilder-pool2d-average",
  dataTypes: ["float32", "float16"],
  pool: averagePooling,
});
