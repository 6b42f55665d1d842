/**
 * What the definitions of operators of one input share (spec: #api-mlgraphbuilder-unary).
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator, OptionRule, Options, Result } from "../operator.ts";

/** The float types, which most of these operators are limited to. */
export const floatTypes: readonly DataType[] = ["float32", "float16"];

/** The types of `abs`, `neg` and `sign`. */
export const signedTypes: readonly DataType[] = ["float32", "float16", "int64", "int32", "int8"];

/** What tells one of them from the others. */
export interface UnaryForm {
  readonly name: string;
  readonly section: string;
  readonly dataTypes: readonly DataType[];
  /** Absent: it has no options of its own. */
  readonly options?: Readonly<Record<string, OptionRule>>;
  /** The result for the input, given the options with their defaults. */
  evaluate(input: Ball, options: Options, profile: Profile): Result;
}

/** The definition of an operator whose one output is like its input. */
export function unary({ name, section, dataTypes, options: rules = {}, evaluate }: UnaryForm): Operator {
  const defaults = Object.fromEntries(Object.entries(rules).map(([option, rule]) => [option, rule.default!]));
  return {
    name,
    status: "spec",
    section,
    arguments: ["input"],
    operands: { input: { dataTypes, rank: [0, Infinity] } },
    options: rules,
    infer: ({ input }) => [input as Descriptor],
    resolve: (_, options) => ({ ...defaults, ...options }),
    evaluate: (
      { input },
      options,
      profile,
    ) => [evaluate(input as Ball, { ...defaults, ...options }, profile)],
  };
}
