import { classifying } from "./_classify.ts";

/** Class L. Spec: #api-mlgraphbuilder-logical. */
export const isNaN = classifying("isNaN", Number.isNaN);
