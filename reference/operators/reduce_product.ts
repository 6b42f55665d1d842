import { isFloat } from "../../graph/data_type.ts";
import { combineIntegers } from "../reduce_integers.ts";
import { productsOf } from "../reduce_product.ts";
import { numbers, reduction } from "./_reduction.ts";

/** Spec: #api-mlgraphbuilder-reduce. Class A: `gamma_(n-1)(u)·|y|`. */
export const reduceProduct = reduction(
  "reduceProduct",
  numbers,
  (ball, rows, profile) =>
    isFloat(ball.dataType) ? productsOf(ball, rows, profile) : combineIntegers("product", ball, rows),
);
