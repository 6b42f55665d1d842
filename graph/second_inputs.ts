/**
 * The second data set of a case whose file holds only one.
 *
 * @module
 */

import type { Inputs } from "./case.ts";
import type { Node } from "./graph.ts";
import type { Signatures } from "./signature.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The inputs with the elements of each reversed: other values in almost every place, yet of the same kind, range and
 * number, so that what is a valid index, divisor or variance in the first is one in the second. Of coordinates, each of
 * which has a range of its own, the rows are reversed.
 */
export function secondInputsOf(
  inputs: Inputs,
  nodes: readonly Node[],
  signatures: Signatures,
): Map<string, Tensor> {
  const coordinates = new Set(nodes.flatMap(({ operator, operands }) =>
    Object.entries(operands)
      .filter(([argument]) => signatures.get(operator)?.operands[argument]?.coordinates)
      .flatMap(([, names]) => names)
  ));
  return new Map(
    [...inputs].map((
      [name, tensor],
    ) => [name, reversed(tensor, coordinates.has(name) ? tensor.shape.at(-1) : 1)]),
  );
}

/** The blocks of `size` elements in reverse. */
function reversed(tensor: Tensor, size = 1): Tensor {
  const data = tensor.data.toReversed();
  for (let start = 0; size > 1 && start < data.length; start += size) {
    data.subarray(start, start + size).reverse();
  }
  return { ...tensor, data };
}
