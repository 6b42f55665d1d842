import { classifying } from "./_classify.ts";

/** Class L. Spec: #api-mlgraphbuilder-logical. */
export const isInfinite = classifying("isInfinite", (x, v) => {
  for (let i = 0; i < v.length; i++) if (Math.abs(x[i]) === Infinity) v[i] = 1;
});
