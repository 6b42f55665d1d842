/**
 * Normalization over the mean and variance of each instance, with radii (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import type { Certificate } from "./certify.ts";
import { normalizationIn } from "./normalize_formula.ts";
import type { Result } from "./operator.ts";
import { type Arithmetic, arithmetic, growth, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { refined } from "./reals/refine.ts";

/**
 * `batches × channels` instances of `size` elements, `step` apart; scale and bias one a channel, or one an element of
 * the instance.
 */
export interface Normalization {
  readonly input: Ball;
  readonly scale?: Ball;
  readonly bias?: Ball;
  /** Scale and bias of element j of an instance are those at j; absent: those at its channel. */
  readonly perElement?: true;
  /** Cast to the data type. */
  readonly epsilon: number;
  readonly batches: number;
  readonly channels: number;
  readonly size: number;
  readonly step: number;
  readonly dataType: FloatType;
  readonly profile: Profile;
}

/**
 * `scale·(x - mean)/√(variance + epsilon) + bias` of every instance. Elements whose variance is uncertain by more than
 * a tenth of variance + epsilon are not judged; they may be NaN only where an epsilon that is lost as a subnormal leaves
 * a division by zero.
 */
export function normalize(norm: Normalization): Result {
  const { input, scale, bias, batches, channels, size, step, dataType, profile } = norm;
  const x = floats(input);
  const v = new Float64Array(x.length);
  const e = new Float64Array(x.length);
  const ex = readRadius(input, dataType, profile);
  const inputFlush = { ...input, e: ex };
  const parameters = norm.perElement ? size : channels;
  const [s, es] = parameter(scale, parameters, 1, dataType, profile);
  const [b, eb] = parameter(bias, parameters, 0, dataType, profile);
  const undecided = undecidedInstances(norm);
  const ownErrors = new Float64Array(x.length);
  let flags: Uint8Array | undefined;
  for (let n = 0; n < batches; n++) {
    for (let c = 0; c < channels; c++) {
      const start = n * channels * size + (step === 1 ? c * size : c);
      const instance: Instance = {
        start,
        size,
        step,
        s,
        es,
        b,
        eb,
        first: norm.perElement ? 0 : c,
        onward: norm.perElement ? 1 : 0,
        epsilon: norm.epsilon,
        ownErrors,
      };
      const flag = evaluateInstance(inputFlush, instance, v, e, dataType, profile);
      if (flag === 0) continue;
      flags ??= new Uint8Array(v.length);
      for (let j = 0, at = start; j < size; j++, at += step) flags[at] = flag;
    }
  }
  const certificate: Certificate = {
    radius: (i) => ownErrors[i],
    ...refined(normalizationIn(norm, { x, scale: s, bias: b }), dataType),
  };
  return { v, rounding: "stored", e, flags, undecided, certificate };
}

interface Instance {
  readonly start: number;
  readonly size: number;
  readonly step: number;
  /** Scales and biases, and their radii. */
  readonly s: Float64Array;
  readonly es: Float64Array;
  readonly b: Float64Array;
  readonly eb: Float64Array;
  /** Which of them is the first element's, and how far on the next element's is. */
  readonly first: number;
  readonly onward: number;
  readonly epsilon: number;
  /** Of every element: how far the reference may be from the exact value. */
  readonly ownErrors: Float64Array;
}

/** Mean and variance in two passes, and what the inputs' radii make of them. */
function statistics({ v: x, e: ex }: { v: Float64Array; e?: Float64Array }, { start, size, step }: Instance) {
  let sum = 0;
  let magnitude = 0;
  let radius = 0;
  for (let j = 0, at = start; j < size; j++, at += step) {
    sum += x[at];
    magnitude += Math.abs(x[at]);
    if (ex) radius += ex[at];
  }
  const mean = sum / size;
  const meanRadius = radius / size;
  let squares = 0;
  let squaresRadius = 0;
  let rest = 0;
  for (let j = 0, at = start; j < size; j++, at += step) {
    const d = x[at] - mean;
    squares += d * d;
    rest += d;
    if (!ex) continue;
    const de = ex[at] + meanRadius;
    squaresRadius += (2 * Math.abs(d) + de) * de;
  }
  return {
    mean: mean + rest / size,
    meanMagnitude: magnitude / size + meanRadius,
    meanRadius,
    variance: Math.max(0, squares / size - (rest / size) ** 2),
    varianceRadius: squaresRadius / size,
  };
}

/** Fills `v` and `e` of one instance; the flag of its elements, 0 where they are judged. */
function evaluateInstance(
  input: Ball,
  instance: Instance,
  v: Float64Array,
  e: Float64Array,
  dataType: FloatType,
  profile: Profile,
): number {
  const x = floats(input);
  const { start, size, step, s, es, b, eb, epsilon, ownErrors } = instance;
  const stats = statistics({ v: x, e: input.e }, instance);
  const { mean, variance, meanRadius, varianceRadius } = stats;
  if (Number.isNaN(variance)) {
    for (let j = 0, at = start; j < size; j++, at += step) v[at] = NaN;
    return 0;
  }
  const a = arithmetic(dataType, profile);
  const keptEpsilon = epsilon < a.flushedInputsBelow ? 0 : epsilon;
  const root = Math.sqrt(variance + epsilon);
  const least = Math.sqrt(Math.max(0, variance - varianceRadius) + keptEpsilon);
  const greatest = Math.sqrt(variance + varianceRadius + epsilon);
  const own = errors(stats, size, a, profile, keptEpsilon);
  const reference = errors(stats, size, float64, profile, epsilon);
  const rsqrt = profile.name === "ieee" ? 2 : 7.5;
  for (let j = 0, at = start, p = instance.first; j < size; j++, at += step, p += instance.onward) {
    const d = x[at] - mean;
    const k = s[p] / root;
    const widest = (Math.abs(s[p]) + es[p]) / least;
    const narrowest = Math.max(0, Math.abs(s[p]) - es[p]) / greatest;
    const scaleSpread = Math.max(widest - Math.abs(k), Math.abs(k) - narrowest);
    v[at] = k * d + b[p];
    const dRadius = input.e ? input.e[at] + meanRadius : 0;
    const propagated = widest * dRadius + Math.abs(d) * scaleSpread + eb[p];
    const terms = {
      k: widest,
      x: Math.abs(x[at]) + (input.e ? input.e[at] : 0),
      m: Math.abs(mean) + meanRadius,
      kd: widest * (Math.abs(d) + dRadius),
      b: Math.abs(b[p]) + eb[p],
      y: Math.abs(v[at]) + propagated,
    };
    const error = localRadius(reference, terms, 1);
    e[at] = (propagated + localRadius(own, terms, rsqrt) + error) * ROUND_UP;
    // to first order only, which says nothing where the variance is no more than its error
    ownErrors[at] = reference.relative < 0.01 ? error : Infinity;
  }
  if (mayOverflow(stats, size, a)) return Flag.any;
  if (own.ev <= (variance + keptEpsilon) / 10 && own.ev < Infinity && least > 0) return 0;
  // Of sums too long for a bound, only squares that are lost as subnormals leave nothing.
  const lost = own.ev < Infinity ? own.ev : size * (a.q + a.flushedBelow);
  const mayDivideByZero = keptEpsilon === 0 && variance - varianceRadius <= lost;
  return mayDivideByZero ? Flag.skip | Flag.orNaN : Flag.skip;
}

/** Whether the profile lets the sum of the elements or of the squares overflow, although the results are finite. */
function mayOverflow(
  { meanMagnitude, mean, meanRadius, variance, varianceRadius }: ReturnType<typeof statistics>,
  n: number,
  { looseRange, accumulator }: Arithmetic,
): boolean {
  const squares = variance + varianceRadius + (Math.abs(mean) + meanRadius) ** 2;
  return looseRange && n * Math.max(meanMagnitude, squares) > accumulator.max;
}

const float64: Arithmetic = {
  rho: 1,
  u: U64,
  accumulator: { p: 53, u: U64, minNormal: 2 ** -1022, minSubnormal: 2 ** -1074, max: Number.MAX_VALUE },
  q: 2 ** -1074,
  inputRoundoff: 0,
  flushedInputsBelow: 0,
  flushedBelow: 0,
  indeterminate: false,
  looseRange: false,
};

interface Errors {
  readonly a: Arithmetic;
  /** Absolute errors of the mean and of the variance, and the variance's relative to variance + epsilon. */
  readonly em: number;
  readonly ev: number;
  readonly relative: number;
}

function errors(
  { meanMagnitude, mean, meanRadius, variance, varianceRadius }: ReturnType<typeof statistics>,
  n: number,
  a: Arithmetic,
  profile: Profile,
  epsilon: number,
): Errors {
  const v = variance + varianceRadius;
  const m = Math.abs(mean) + meanRadius;
  const em = n === 1 ? 0 : growth(n + 1, a) * meanMagnitude + n * (a.q + a.flushedBelow);
  const onePass = profile.onePassVariance && a !== float64 ? growth(n + 4, a) * (v + m * m) + 2 * m * em : 0;
  const ev = growth(n + 5, a) * v + 1.01 * em * em + onePass + n * (a.q + a.flushedBelow);
  return { a, em, ev, relative: ev / (Math.max(0, variance - varianceRadius) + epsilon) };
}

interface Terms {
  readonly k: number;
  readonly x: number;
  readonly m: number;
  readonly kd: number;
  readonly b: number;
  readonly y: number;
}

/** `1.01{ |k|(e_m + 4u(|x|+|m|)) + |k·d|(½(e_v/(v+ε)+u) + (2c_rsqrt+3)u) + 2u|b| + u|y| }`. */
function localRadius({ a, em, relative }: Errors, { k, x, m, kd, b, y }: Terms, rsqrt: number): number {
  const { u } = a;
  const scaled = k * (em + 4 * u * (x + m)) + kd * ((relative + u) / 2 + (2 * rsqrt + 3) * u);
  return 1.01 * (scaled + 2 * u * b + u * y) + 4 * (a.q + a.flushedBelow);
}

/** Values and radii one a channel; `absent` for each where there is no operand. */
function parameter(
  ball: Ball | undefined,
  channels: number,
  absent: number,
  dataType: FloatType,
  profile: Profile,
) {
  if (!ball) return [new Float64Array(channels).fill(absent), new Float64Array(channels)];
  return [floats(ball), readRadius(ball, dataType, profile) ?? new Float64Array(channels)];
}

/** An undecided element makes its whole instance undecided, an undecided scale or bias the elements that use it. */
function undecidedInstances(norm: Normalization) {
  const { input, scale, bias, batches, channels, size, step, perElement } = norm;
  if (!input.undecided && !scale?.undecided && !bias?.undecided) return undefined;
  const undecided = new Uint8Array(input.v.length);
  for (let n = 0; n < batches; n++) {
    for (let c = 0; c < channels; c++) {
      const start = n * channels * size + (step === 1 ? c * size : c);
      let why = 0;
      for (let j = 0, at = start; j < size; j++, at += step) why = Math.max(why, input.undecided?.[at] ?? 0);
      for (let j = 0, at = start; j < size; j++, at += step) {
        const p = perElement ? j : c;
        undecided[at] = Math.max(why, scale?.undecided?.[p] ?? 0, bias?.undecided?.[p] ?? 0);
      }
    }
  }
  return undecided;
}
