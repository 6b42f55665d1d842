import { logSumsOf } from "../reduce_logs.ts";
import { floats, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A: `n·u·S/|Σ| + F(log, Σ)`. */
export const reduceLogSum = reduction("reduceLogSum", floats, logSumsOf);
