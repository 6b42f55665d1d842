/**
 * Operators of two operands that stretch to each other (spec: #api-mlgraphbuilder-binary,
 * #api-mlgraphbuilder-logical).
 *
 * @module
 */

import { type DataType, isFloat, specDataTypes } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { type Arithmetical, binaryOfFloats } from "../binary_floats.ts";
import { binaryOfIntegers } from "../binary_integers.ts";
import { bidirectionallyBroadcast } from "../broadcast.ts";
import type { Operator, Result } from "../operator.ts";
import { type Require, stepsOf } from "../steps.ts";
import { stretch } from "../stretch.ts";

/** What tells one such operator from another. */
export interface BinaryDefinition {
  readonly name: string;
  readonly section: string;
  /** The data types of both operands. */
  readonly dataTypes: readonly DataType[];
  /** The output's data type; absent: that of the operands. */
  readonly output?: DataType;
  /** The result for two balls of one shape and data type. */
  readonly evaluate: (a: Ball, b: Ball, profile: Profile) => Result;
}

/** The operator with operands `a` and `b` that broadcast and have one data type. */
export function binaryOperator(definition: BinaryDefinition): Operator {
  const { name, section, dataTypes, output, evaluate } = definition;
  return {
    name,
    status: "spec",
    section,
    arguments: ["a", "b"],
    operands: { a: { dataTypes, rank: [0, Infinity] }, b: { dataTypes, rank: [0, Infinity] } },
    options: {},
    infer(operands) {
      const { a, b } = operands as { a: Descriptor; b: Descriptor };
      const require = stepsOf(name);
      require(a.dataType === b.dataType, "same-data-type", "b", b.dataType, `${a.dataType}, as a`);
      return [{ dataType: output ?? a.dataType, shape: broadcastShape(require, a.shape, "b", b.shape) }];
    },
    resolve: (_, options) => options,
    evaluate(operands, options, profile) {
      const [{ shape }] = this.infer(operands, options);
      return [evaluate(stretch(operands.a as Ball, shape), stretch(operands.b as Ball, shape), profile)];
    },
  };
}

/** The definition of `add`, `sub`, `mul` or `div`. */
export function binary(name: Arithmetical): Operator {
  return binaryOperator({
    name,
    section: "api-mlgraphbuilder-binary",
    dataTypes: specDataTypes,
    evaluate: (a, b, profile) =>
      isFloat(a.dataType) ? binaryOfFloats(name, a, b, a.dataType, profile) : binaryOfIntegers(name, a, b),
  });
}

/** The shape that both shapes stretch to, of which `given` is that of `argument`. */
export function broadcastShape(
  require: Require,
  other: readonly number[],
  argument: string,
  given: readonly number[],
): number[] {
  const shape = bidirectionallyBroadcast(other, given);
  const allowed = `a shape that stretches to [${other.join(",")}] or it to that`;
  require(shape !== undefined, "bidirectionally-broadcastable", argument, given, allowed);
  return shape!;
}
