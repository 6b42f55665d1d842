import { extremeIndex } from "./_extreme_index.ts";

/** Spec: #api-mlgraphbuilder-argminmax. Class I. */
export const argMax = extremeIndex("argMax", 1);
