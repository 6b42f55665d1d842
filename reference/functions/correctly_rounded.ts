import type { FloatType } from "../../graph/data_type.ts";
import type { RealFunction } from "./real_function.ts";

/** `f(x)` of every element. */
export function correctlyRounded(f: RealFunction, x: Float64Array, _dataType: FloatType): Float64Array {
  const { value } = f;
  const v = new Float64Array(x.length);
  for (let i = 0; i < v.length; i++) v[i] = value(x[i]);
  return v;
}
