import { createElements, type DataType, isFloat, specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import { type Ball, floats } from "../ball.ts";
import { castNumber } from "../cast_number.ts";
import { COMPARED_AS_ZERO, Greatest } from "../greatest.ts";
import type { Operator, Options, Result } from "../operator.ts";
import { arithmetic } from "../radius.ts";
import { stepsOf } from "../steps.ts";
import { nanAlternative } from "./_selection.ts";

/** Spec: #api-mlgraphbuilder-clamp. Class S: selects x, minValue or maxValue. */
export const clamp: Operator = {
  name: "clamp",
  status: "spec",
  section: "api-mlgraphbuilder-clamp",
  arguments: ["input"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: { minValue: { type: "MLNumber" }, maxValue: { type: "MLNumber" } },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const { minValue, maxValue } = boundsOf(dataType, options);
    const isAbove = minValue !== undefined && maxValue !== undefined && minValue > maxValue;
    const allowed = `at most options.maxValue, ${maxValue}`;
    stepsOf("clamp")(!isAbove, "min-not-above-max", "options.minValue", minValue, allowed);
    return [{ dataType, shape }];
  },
  resolve: (_, options) => options,
  evaluate({ input }, options, profile): Result[] {
    const ball = input as Ball;
    const bounds = boundsOf(ball.dataType, options);
    if (!isFloat(ball.dataType)) return [clampIntegers(ball, bounds)];
    const { flushedInputsBelow } = arithmetic(ball.dataType, profile);
    return [clampFloats(ball, bounds as FloatBounds, flushedInputsBelow)];
  },
  mayReject(operands, options) {
    const { minValue, maxValue } = boundsOf((operands.input as Descriptor).dataType, options);
    if (Number.isNaN(minValue) || Number.isNaN(maxValue)) return { question: "Q8", answer: "c" };
  },
};

interface Bounds {
  readonly minValue?: number | bigint;
  readonly maxValue?: number | bigint;
}

interface FloatBounds {
  readonly minValue?: number;
  readonly maxValue?: number;
}

/** The bounds cast to the input's data type; a bound that is not given stays absent (question Q6). */
function boundsOf(dataType: DataType, { minValue, maxValue }: Options): Bounds {
  const cast = (bound: Options[string] | undefined) =>
    bound === undefined ? undefined : castNumber(bound as number | bigint, dataType);
  return { minValue: cast(minValue), maxValue: cast(maxValue) };
}

/**
 * min(max(x, minValue), maxValue), NaN where one of the three is: questions Q7 and Q8. Where a bound may be compared as
 * zero, subnormals on either side of it pass.
 */
function clampFloats(ball: Ball, { minValue, maxValue }: FloatBounds, flushedBelow: number): Result {
  const x = floats(ball);
  const low = minValue ?? -Infinity;
  const high = maxValue ?? Infinity;
  const v = new Float64Array(x.length);
  let hasNaN = false;
  for (let i = 0; i < v.length; i++) {
    v[i] = Math.min(Math.max(x[i], low), high);
    if (v[i] !== v[i]) hasNaN = true;
  }
  const isNaNBound = low !== low || high !== high;
  const best = [low === -Infinity ? high : low, high === Infinity ? low : high];
  const e = ball.e && clampRadius(v, x, ball.e, low, high);
  const isFlushing = flushedBelow > 0 && !isNaNBound;
  const asZero = isFlushing ? flushedAlternatives(ball, e, low, high, flushedBelow) : [];
  return {
    v,
    rounding: "none",
    e,
    undecided: ball.undecided,
    alternatives: orAbsent(
      isNaNBound
        ? [{ question: "Q8", answer: "b", ...withoutNaNBounds(x, low, high) }]
        : hasNaN && (low > -Infinity || high < Infinity)
        ? [nanAlternative(v, "b", best[0]), nanAlternative(v, "c", best[1]), ...asZero]
        : asZero,
    ),
    atLeast: Math.abs(low) < flushedBelow ? -flushedBelow : low,
    atMost: Math.abs(high) < flushedBelow ? flushedBelow : high,
  };
}

/** What flushing lets subnormals be: first the greater of x and `low`, then the lesser of that and `high`. */
function flushedAlternatives(
  { v, e, dataType }: Ball,
  radii: Float64Array | undefined,
  low: number,
  high: number,
  flushedBelow: number,
) {
  const asZero = new AlternativeList(dataType);
  const raised = new Greatest(flushedBelow), lowered = new Greatest(flushedBelow);
  const x = v as Float64Array;
  const areBothLost = Math.max(Math.abs(low), Math.abs(high)) < flushedBelow;
  for (let i = 0; i < x.length; i++) {
    const radius = e ? e[i] : 0;
    if (!areBothLost && !(Math.abs(x[i]) - radius < flushedBelow)) continue;
    raised.clear();
    lowered.clear();
    raised.add(x[i], x[i] - radius, x[i] + radius);
    raised.add(low, low, low);
    lowered.add(-raised.value, -raised.most, -raised.least);
    lowered.add(-high, -high, -high);
    lowered.addFlushed(asZero, i, -1, radii ? radii[i] : 0);
  }
  return asZero.build(undefined, COMPARED_AS_ZERO);
}

/** How far the selected value moves when x does: the larger distance to the clamped endpoints. */
function clampRadius(
  v: Float64Array,
  x: Float64Array,
  e: Float64Array,
  low: number,
  high: number,
): Float64Array {
  const radius = new Float64Array(v.length);
  for (let i = 0; i < v.length; i++) {
    const least = Math.min(Math.max(x[i] - e[i], low), high);
    const greatest = Math.min(Math.max(x[i] + e[i], low), high);
    radius[i] = e[i] < Infinity ? Math.max(v[i] - least, greatest - v[i]) : Infinity;
  }
  return radius;
}

/** Every element with the bounds that are NaN left out. */
function withoutNaNBounds(x: Float64Array, low: number, high: number) {
  const v = new Float64Array(x.length);
  for (let i = 0; i < v.length; i++) {
    const raised = low === low ? Math.max(x[i], low) : x[i];
    v[i] = high === high ? Math.min(raised, high) : raised;
  }
  return { positions: Uint32Array.from(x, (_, i) => i), v };
}

function clampIntegers(ball: Ball, { minValue, maxValue }: Bounds): Result {
  const v = createElements(ball.dataType, ball.v.length);
  for (let i = 0; i < v.length; i++) {
    let x: number | bigint = ball.v[i];
    if (minValue !== undefined && x < minValue) x = minValue;
    if (maxValue !== undefined && x > maxValue) x = maxValue;
    v[i] = x;
  }
  return { v, rounding: "none", undecided: ball.undecided };
}
