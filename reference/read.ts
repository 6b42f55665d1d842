/**
 * What reading an operand may change.
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { arithmetic, flushedPart } from "./radius.ts";

/** The radius of a ball as an operator reads it: a subnormal may become zero. Absent where nothing changes. */
export function readRadius(ball: Ball, dataType: FloatType, profile: Profile): Float64Array | undefined {
  if (!profile.flushesSubnormals) return ball.e;
  const flushed = flushedPart(floats(ball), arithmetic(dataType, profile));
  if (!flushed || !ball.e) return flushed ?? ball.e;
  for (let i = 0; i < flushed.length; i++) flushed[i] = Math.max(flushed[i], ball.e[i]);
  return flushed;
}
