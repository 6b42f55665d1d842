/**
 * The element-wise binary operators (spec: #api-mlgraphbuilder-binary).
 *
 * @module
 */

import { isFloat, specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { type Arithmetical, binaryOfFloats } from "../binary_floats.ts";
import { binaryOfIntegers } from "../binary_integers.ts";
import { bidirectionallyBroadcast } from "../broadcast.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { broadcastView, gather, type Movable } from "../view.ts";

/** The definition of one of them. */
export function binary(name: Arithmetical): Operator {
  return {
    name,
    status: "spec",
    section: "api-mlgraphbuilder-binary",
    arguments: ["a", "b"],
    operands: {
      a: { dataTypes: specDataTypes, rank: [0, Infinity] },
      b: { dataTypes: specDataTypes, rank: [0, Infinity] },
    },
    options: {},
    infer(operands) {
      const { a, b } = operands as { a: Descriptor; b: Descriptor };
      const require = stepsOf(name);
      require(a.dataType === b.dataType, "same-data-type", "b", b.dataType, `${a.dataType}, as a`);
      const shape = bidirectionallyBroadcast(a.shape, b.shape) ?? [];
      const isFailure = shape.length < Math.max(a.shape.length, b.shape.length);
      const allowed = `a shape that stretches to [${a.shape.join(",")}] or it to that`;
      require(!isFailure, "bidirectionally-broadcastable", "b", b.shape, allowed);
      return [{ dataType: a.dataType, shape }];
    },
    resolve: (_, options) => options,
    evaluate(operands, options, profile) {
      const [{ dataType, shape }] = this.infer(operands, options);
      const a = stretch(operands.a as Ball, shape);
      const b = stretch(operands.b as Ball, shape);
      if (!isFloat(dataType)) return [binaryOfIntegers(name, a, b)];
      return [binaryOfFloats(name, a, b, dataType, profile)];
    },
  };
}

/** The ball repeated along its axes of size 1; the ball itself where it has that many elements. */
function stretch(ball: Ball, shape: readonly number[]): Ball {
  if (shape.reduce((count, size) => count * size, 1) === ball.v.length) return { ...ball, shape };
  const part = <T extends Movable>(data: T) => gather(broadcastView(data, ball.shape, shape));
  return {
    dataType: ball.dataType,
    shape,
    v: part(ball.v),
    e: ball.e && part(ball.e),
    M: ball.M && part(ball.M),
    terms: ball.terms,
    undecided: ball.undecided && part(ball.undecided),
  };
}
