import { normsOf } from "../reduce_norm.ts";
import { floats, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A: `u·|y|·((n + 1)/2 + 2c_sqrt)`. */
export const reduceL2 = reduction("reduceL2", floats, normsOf);
