import { logSumExpsOf } from "../reduce_logs.ts";
import { floats, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A; an overflow where the result is finite is no excuse. */
export const reduceLogSumExp = reduction("reduceLogSumExp", floats, logSumExpsOf);
