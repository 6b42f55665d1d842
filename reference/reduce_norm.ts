/**
 * Values and radii of reduceL2 (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { inPlace } from "./accumulated.ts";
import type { Result } from "./operator.ts";
import { normProof, normRadius } from "./pooling_l2.ts";
import { arithmetic } from "./radius.ts";
import { firstOf, positionsOf, type Rows, undecidedRows } from "./rows.ts";

/** The root of the sum of squares of each row: `u·y·((n + 1)/2 + 2c)`, as for l2Pool2d. Squares may not overflow. */
export function normsOf(ball: Ball, rows: Rows, profile: Profile): Result {
  const { count, n, step } = rows;
  const dataType = ball.dataType as FloatType;
  const a = arithmetic(dataType, profile);
  const radiusOf = normRadius(a, profile);
  const x = floats(ball), { e: radii } = ball;
  const v = new Float64Array(count), e = new Float64Array(count);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    let squares = 0, flushed = 0, propagated = 0;
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      const square = x[i] * x[i];
      squares += square;
      if (Math.abs(x[i]) < a.flushedInputsBelow) flushed += square;
      if (radii) propagated += radii[i] * radii[i];
    }
    v[at] = Math.sqrt(squares);
    const { radius, flag } = radiusOf({ squares, flushed, propagated, count: n });
    e[at] = radius;
    if (flag !== 0) (flags ??= new Uint8Array(count))[at] = flag;
  }
  return {
    v,
    rounding: "stored",
    e,
    flags,
    undecided: undecidedRows(ball, rows),
    atLeast: 0,
    n: new Int32Array(count).fill(n),
    ...normProof({ v, most: n, x, positionsOf: (i) => positionsOf(rows, i), origin: rows.origin ?? inPlace }),
  };
}
