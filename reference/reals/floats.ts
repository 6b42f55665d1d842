/**
 * Reals as float64 and a radius: what plain float64 proves of a recurrence, whose errors no closed form bounds.
 *
 * @module
 */

import { LANGUAGE_ERROR } from "../functions/real_function.ts";
import { sigmoid } from "../functions/sigmoid.ts";
import type { Reals } from "./reals.ts";

/** Every number within `radius` of `v`. NaN: every number. */
export interface FloatBall {
  readonly v: number;
  readonly radius: number;
}

/** Radii are rounded up by this factor, because they are themselves computed in float64. */
const UP = 1 + 2 ** -49;

/** What underflow may take. */
const LOST = 2 ** -1070;

/** A radius from which on the slope of an exponential says little. */
const WIDE = 2 ** -10;

function ball(v: number, radius: number, error = 2 ** -53): FloatBall {
  return { v, radius: (radius + error * Math.abs(v) + LOST) * UP };
}

/** What a step of a recurrence is made of. */
export type StepReals<T> = Pick<Reals<T>, "of" | "add" | "negate" | "multiply" | "relu" | "sigmoid" | "tanh">;

export const floats: StepReals<FloatBall> = {
  of: (x) => ({ v: x, radius: x - x }),
  add: (a, b) => ball(a.v + b.v, a.radius + b.radius),
  negate: ({ v, radius }) => ({ v: -v, radius }),
  multiply(a, b) {
    const spread = Math.abs(a.v) * b.radius + Math.abs(b.v) * a.radius + a.radius * b.radius;
    return ball(a.v * b.v, spread);
  },
  relu: (a) => a.v <= -a.radius ? { v: 0, radius: 0 } : { v: Math.max(0, a.v), radius: a.radius },
  /** Its slope is at most 1/4 and at most its value, and bends by at most 1/10. */
  sigmoid(a) {
    const v = sigmoid.value(a.v);
    const slope = a.radius < WIDE ? Math.min(1.01 * v, v * (1 - v) + 0.1 * a.radius + 2 ** -48) : 0.25;
    return ball(v, slope * a.radius, sigmoid.error);
  },
  /** Its slope is at most 1, and bends by less than 1. */
  tanh(a) {
    const v = Math.tanh(a.v);
    const slope = a.radius < WIDE ? 1 - v * v + a.radius + 2 ** -48 : 1;
    return ball(v, slope * a.radius, LANGUAGE_ERROR);
  },
};
