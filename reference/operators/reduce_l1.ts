import { isFloat } from "../../graph/data_type.ts";
import { combineIntegers } from "../reduce_integers.ts";
import { sumsOf } from "../reduce_sums.ts";
import { numbers, reduction } from "./_reduction.ts";

/** Sum of absolute values. Spec: #api-mlgraphbuilder-reduce. Class A: `n·u·S`, 0 for one element. */
export const reduceL1 = reduction("reduceL1", numbers, (ball, rows, profile) => {
  if (!isFloat(ball.dataType)) return combineIntegers("magnitudes", ball, rows);
  return { ...sumsOf("magnitudes", ball, rows, profile), atLeast: 0 };
});
