import { isFloat } from "../../graph/data_type.ts";
import { combineIntegers } from "../reduce_integers.ts";
import { sumsOf } from "../reduce_sums.ts";
import { numbers, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A: `n·u·S`, 0 for one element. */
export const reduceSum = reduction(
  "reduceSum",
  numbers,
  (ball, rows, profile) =>
    isFloat(ball.dataType) ? sumsOf("values", ball, rows, profile) : combineIntegers("values", ball, rows),
);
