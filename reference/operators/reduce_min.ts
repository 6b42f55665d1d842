import { specDataTypes } from "../../graph/data_type.ts";
import { extremesOf } from "../reduce_extremes.ts";
import { reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class S. */
export const reduceMin = reduction(
  "reduceMin",
  specDataTypes,
  (ball, rows, profile) => extremesOf(-1, ball, rows, profile),
);
