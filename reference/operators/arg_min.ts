import { extremeIndex } from "./_extreme_index.ts";

/** Spec: #api-mlgraphbuilder-argminmax. Class I. */
export const argMin = extremeIndex("argMin", -1);
