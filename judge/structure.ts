/**
 * What can be wrong before any element is looked at: names, data types, element counts and shapes
 * (tolerance.md, section 2, step 1).
 *
 * @module
 */

import type { Outputs } from "../graph/answer.ts";
import { createElements, isInt64 } from "../graph/data_type.ts";
import type { ExpectedOutput, ExpectedOutputs } from "../graph/expectation.ts";
import { describe, elementCount } from "../graph/tensor.ts";
import type { Cause } from "./verdict.ts";

export interface Fault {
  readonly cause: Cause;
  readonly message: string;
}

/** The first way in which the outputs of a dispatch are not the ones that were asked for. */
export function structureFault(outputs: Outputs, expected: ExpectedOutputs): Fault | undefined {
  for (const name of expected.keys()) {
    if (!outputs.has(name)) return { cause: "shape", message: `output "${name}" is missing` };
  }
  for (const [name, { dataType, shape, data }] of outputs) {
    const wanted = expected.get(name);
    if (!wanted) return { cause: "shape", message: `output "${name}" was not asked for` };
    const message = `output "${name}" is ${describe({ dataType, shape })}; expected is ${describe(wanted)}`;
    if (dataType !== wanted.dataType) return { cause: "type", message };
    const sizes = wanted.shape;
    if (shape.length !== sizes.length || sizes.some((size, axis) => size !== shape[axis])) {
      return { cause: "shape", message };
    }
    if (!(data instanceof createElements(dataType, 0).constructor)) {
      return { cause: "type", message: `the elements of output "${name}" are not ${dataType}` };
    }
    if (data.length !== elementCount(sizes)) {
      return { cause: "shape", message: `${message} and has ${data.length} elements` };
    }
  }
}

/** Why an expected output cannot be judged by: its arrays do not fit each other. A defect of the suite. */
export function expectationFault(name: string, output: ExpectedOutput): string | undefined {
  const { dataType, shape, value, lo, hi, flags, alternatives = [] } = output;
  const count = elementCount(shape);
  const lengths = [value.length, lo.length, hi.length, flags?.length ?? count];
  if (lengths.some((length) => length !== count)) {
    return `the expected output "${name}" is ${describe(output)} but has arrays of ${
      lengths.join(", ")
    } elements`;
  }
  for (const bounds of [lo, hi, ...alternatives.flatMap(({ lo, hi }) => [lo, hi])]) {
    if (bounds instanceof Float64Array === isInt64(dataType)) {
      return `the bounds of the expected ${dataType} output "${name}" are in a ${bounds.constructor.name}`;
    }
  }
  for (const { answer, positions, lo, hi, flags } of alternatives) {
    const length = positions.length;
    const fits = lo.length === length && hi.length === length && (flags?.length ?? length) === length;
    if (!fits || positions.some((position) => position >= count)) {
      return `alternative ${answer} of the expected output "${name}" does not fit its ${count} elements`;
    }
  }
}
