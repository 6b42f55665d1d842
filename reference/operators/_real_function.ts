/**
 * What the definitions of class F share: a function of every element.
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import { functionResult, type FunctionRule } from "../function_result.ts";
import type { Operator } from "../operator.ts";
import { floatTypes, unary } from "./_unary.ts";

/** The definition of an operator that applies a function without options to every element. */
export function realFunction(
  name: string,
  section: string,
  ruleOf: (dataType: FloatType, profile: Profile) => FunctionRule,
): Operator {
  return unary({
    name,
    section,
    dataTypes: floatTypes,
    evaluate: (ball, _, profile) =>
      functionResult(ball, ruleOf(ball.dataType as FloatType, profile), profile),
  });
}
