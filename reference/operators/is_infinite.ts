import { classifying } from "./_classify.ts";

/** Class L. Spec: #api-mlgraphbuilder-logical. */
export const isInfinite = classifying("isInfinite", (x) => Math.abs(x) === Infinity);
