/**
 * The element-wise logical operators of two operands (spec: #api-mlgraphbuilder-logical).
 *
 * @module
 */

import { specDataTypes } from "../../graph/data_type.ts";
import { type Comparison, comparison } from "../comparison.ts";
import { type Logical, logical } from "../logical.ts";
import type { Operator } from "../operator.ts";
import { binaryOperator } from "./_binary.ts";

const section = "api-mlgraphbuilder-logical";

/** The definition of a comparison. */
export function comparing(name: Comparison): Operator {
  return binaryOperator({
    name,
    section,
    dataTypes: specDataTypes,
    output: "uint8",
    evaluate: (a, b, profile) => comparison(name, a, b, profile),
  });
}

/** The definition of a logical operation. */
export function combining(name: Logical): Operator {
  return binaryOperator({
    name,
    section,
    dataTypes: ["uint8"],
    evaluate: (a, b) => logical(name, a, b),
  });
}
