import { isFloat } from "../../graph/data_type.ts";
import { combineIntegers } from "../reduce_integers.ts";
import { sumsOf } from "../reduce_sums.ts";
import { numbers, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A: `(n + 1)·u·S` with `S = Σx²`. */
export const reduceSumSquare = reduction("reduceSumSquare", numbers, (ball, rows, profile) => {
  if (!isFloat(ball.dataType)) return combineIntegers("squares", ball, rows);
  return { ...sumsOf("squares", ball, rows, profile), atLeast: 0 };
});
