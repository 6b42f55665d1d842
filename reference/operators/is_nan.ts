import { classifying } from "./_classify.ts";

/** Class L. Spec: #api-mlgraphbuilder-logical. */
export const isNaN = classifying("isNaN", (x, v) => {
  for (let i = 0; i < v.length; i++) if (x[i] !== x[i]) v[i] = 1;
});
