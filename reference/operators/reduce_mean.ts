import { meansOf } from "../reduce_sums.ts";
import { floats, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A: `(n + 2c_div)·u·S/n`. */
export const reduceMean = reduction("reduceMean", floats, meansOf);
