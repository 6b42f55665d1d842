import { specDataTypes } from "../../graph/data_type.ts";
import { maxPooling } from "../pooling_max.ts";
import { definePooling } from "./_pooling.ts";

/** The largest element of sliding windows. Spec: #api-mlgraphbuilder-pool2d-max. */
export const maxPool2d = definePooling({
  name: "maxPool2d",
  status: "spec",
  section: "api-mlgraphbuilder-pool2d-max",
  dataTypes: specDataTypes,
  pool: maxPooling,
});
