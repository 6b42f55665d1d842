/**
 * What `abs` and `neg` share: a number or its opposite, which the least integer does not have.
 *
 * @module
 */

import { createElements, integerRange, isFloat, isInt64 } from "../../graph/data_type.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import type { Ball } from "../ball.ts";
import type { Result } from "../operator.ts";

/** The opposites of all integers, or of the negative ones only. The least integer is question Q21. */
export function opposites({ dataType, v: x, undecided }: Ball, isOfAll: boolean): Result {
  if (isFloat(dataType)) throw new TypeError(`${dataType} is no integer type`);
  const v = createElements(dataType, x.length);
  const zero = v[0];
  const [least, greatest] = integerRange[dataType].map((limit) => isInt64(dataType) ? limit : Number(limit));
  const saturated = new AlternativeList(dataType);
  for (let i = 0; i < v.length; i++) {
    v[i] = isOfAll || x[i] < zero ? -x[i] : x[i];
    if (x[i] === least) saturated.add(i, greatest);
  }
  return { v, rounding: "none", undecided, alternatives: orAbsent(saturated.build("Q21", "b")) };
}
