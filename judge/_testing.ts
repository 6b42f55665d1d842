/** Expectations and answers for the tests of the judge. */

import type { Answer } from "../graph/answer.ts";
import { createElements, type DataType, isInt64 } from "../graph/data_type.ts";
import type { Alternative, Bounds, Expectation, ExpectedOutput } from "../graph/expectation.ts";
import type { ProfileName } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";

type Scalar = number | bigint;

/** A vector of `dataType`. */
export function vector(dataType: DataType, values: readonly Scalar[]): Tensor {
  const data = createElements(dataType, values.length);
  values.forEach((value, i) => data[i] = value);
  return { dataType, shape: [values.length], data };
}

/** Bounds as the judge reads them for `dataType`. */
export function bounds(dataType: DataType, values: readonly Scalar[]): Bounds {
  if (isInt64(dataType)) {
    return createElements(dataType, 0).constructor === BigInt64Array
      ? BigInt64Array.from(values.map(BigInt))
      : BigUint64Array.from(values.map(BigInt));
  }
  return Float64Array.from(values.map(Number));
}

/** One element of an expected output: value, lo, hi, flags. */
export type Element = readonly [value: Scalar, lo?: Scalar, hi?: Scalar, flags?: number];

/** An expected vector; bounds default to the value. */
export function expected(
  dataType: DataType,
  elements: readonly Element[],
  alternatives?: readonly Alternative[],
): ExpectedOutput {
  return {
    ...vector(dataType, elements.map(([value]) => value)),
    value: vector(dataType, elements.map(([value]) => value)).data,
    lo: bounds(dataType, elements.map(([value, lo]) => lo ?? value)),
    hi: bounds(dataType, elements.map(([value, , hi]) => hi ?? value)),
    flags: Uint8Array.from(elements.map(([, , , flags]) => flags ?? 0)),
    alternatives,
  };
}

/** An expectation with the one output `y`, the same for both data sets unless `second` is given. */
export function expectation(
  y: ExpectedOutput,
  options: { second?: ExpectedOutput; profile?: ProfileName; mayReject?: Expectation["mayReject"] } = {},
): Expectation {
  const { second = y, profile = "ieee", mayReject } = options;
  return { profile, outputs: new Map([["y", y]]), secondOutputs: new Map([["y", second]]), mayReject };
}

/** An answer whose output `y` is `first`, `second`, `third` (both `first` unless given). */
export function answer(first: Tensor, second: Tensor = first, third: Tensor = first): Answer {
  const [a, b, c] = [first, second, third].map((y) => new Map([["y", y]]));
  return { id: "relu/basic/float32/x-00000000", kind: "outputs", dispatches: [a, b, c] };
}
