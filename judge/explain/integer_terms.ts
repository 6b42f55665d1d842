/**
 * The terms of sums and products of integers, which the reference computes exactly and lists for floats only.
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { indexAt } from "../../graph/tensor.ts";
import { profiles } from "../../graph/profile.ts";
import { termsOf } from "../../reference/accumulated.ts";
import type { Ball } from "../../reference/ball.ts";
import type { ExplainedTerm } from "./explain.ts";
import { evaluate, type LastNode } from "./node.ts";

const accumulating = ["reduceSum", "reduceL1", "reduceSumSquare", "reduceProduct", "cumulativeSum"];

/** The terms of element `i` of a sum or product of integers, exactly; undefined of everything else. */
export function integerTerms(last: LastNode, i: number): ExplainedTerm[] | undefined {
  const { operator: { name }, operands } = last;
  const input = operands.input as Ball | undefined;
  if (!accumulating.includes(name) || !input || isFloat(input.dataType)) return undefined;
  // the same operator on floats adds up the same places; the values are the integers
  const v = Float64Array.from(input.v as Int32Array, () => 1);
  const asFloats: LastNode = {
    ...last,
    operands: { ...operands, input: { ...input, dataType: "float32", v } },
  };
  const accumulated = evaluate(asFloats, profiles.ieee).listTerms?.(i);
  return accumulated && Array.from(termsOf(accumulated), ({ factors }) => {
    const exact = factors.map(({ argument, position }) => {
      const value = input.v[position!];
      return {
        argument,
        index: indexAt(position!, input.shape),
        value: name === "reduceL1" ? magnitude(value) : value,
      };
    });
    return { factors: exact, product: exact.map(({ value }) => value).reduce(times) };
  });
}

function magnitude(x: number | bigint): number | bigint {
  return x < 0 ? -x : x;
}

function times(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === "bigint" && typeof b === "bigint" ? a * b : Number(a) * Number(b);
}
