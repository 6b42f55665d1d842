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
import {
  errors,
  float64,
  type LocalError,
  localError,
  localRadius,
  mayOverflow,
  sumOf,
} from "./normalize_radius.ts";
import { type Instance, type Operands, type Statistics, statistics } from "./normalize_statistics.ts";
import { arithmetic, ROUND_UP } from "./radius.ts";
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
  const { input, scale, bias, channels, size, step, dataType, profile } = norm;
  const x = floats(input);
  const v = new Float64Array(x.length);
  const e = new Float64Array(x.length);
  const parameters = norm.perElement ? size : channels;
  const [s, es] = parameter(scale, parameters, 1, dataType, profile);
  const [b, eb] = parameter(bias, parameters, 0, dataType, profile);
  const operands: Operands = { x, ex: readRadius(input, dataType, profile), s, es, b, eb };
  let flags: Uint8Array | undefined;
  for (const instance of instancesOf(norm)) {
    const flag = evaluateInstance(operands, instance, v, e, dataType, profile);
    if (flag === 0) continue;
    flags ??= new Uint8Array(v.length);
    for (let j = 0, at = instance.start; j < size; j++, at += step) flags[at] = flag;
  }
  let ownErrors: Float64Array | undefined;
  const certificate: Certificate = {
    radius: (i) => (ownErrors ??= referenceErrors(norm, operands))[i],
    ...refined(normalizationIn(norm, { x, scale: s, bias: b }), dataType),
  };
  return { v, rounding: "stored", e, flags, undecided: undecidedInstances(norm), certificate };
}

function* instancesOf(norm: Normalization): Generator<Instance> {
  const { batches, channels, size, step, perElement, epsilon } = norm;
  const onward = perElement && (norm.scale || norm.bias) ? 1 : 0;
  for (let n = 0; n < batches; n++) {
    for (let c = 0; c < channels; c++) {
      const start = n * channels * size + (step === 1 ? c * size : c);
      yield { start, size, step, first: perElement ? 0 : c, onward, epsilon };
    }
  }
}

/** Fills `v` and `e` of one instance; the flag of its elements, 0 where they are judged. */
function evaluateInstance(
  operands: Operands,
  instance: Instance,
  v: Float64Array,
  e: Float64Array,
  dataType: FloatType,
  profile: Profile,
): number {
  const { start, size, step, epsilon } = instance;
  const stats = statistics(operands, instance);
  const { variance, varianceRadius } = stats;
  if (Number.isNaN(variance)) {
    for (let j = 0, at = start; j < size; j++, at += step) v[at] = NaN;
    return 0;
  }
  const a = arithmetic(dataType, profile);
  const keptEpsilon = epsilon < a.flushedInputsBelow ? 0 : epsilon;
  const roots = rootsOf(stats, epsilon, keptEpsilon);
  const own = errors(stats, size, a, profile, keptEpsilon);
  const reference = errors(stats, size, float64, profile, epsilon);
  const local = sumOf(
    localError(own, profile.name === "ieee" ? 2 : 7.5),
    localError(reference, 1),
  );
  const { ex, es, eb } = operands;
  if (ex || es || eb || roots.least !== roots.root) {
    boundInstance(operands, instance, stats, roots, local, v, e);
  } else boundExactInstance(operands, instance, stats.mean, roots.root, local, v, e);
  if (mayOverflow(stats, size, a)) return Flag.any;
  if (own.ev <= (variance + keptEpsilon) / 10 && own.ev < Infinity && roots.least > 0) return 0;
  // Of sums too long for a bound, only squares that are lost as subnormals leave nothing.
  const lost = own.ev < Infinity ? own.ev : size * (a.q + a.flushedBelow);
  const mayDivideByZero = keptEpsilon === 0 && variance - varianceRadius <= lost;
  return mayDivideByZero ? Flag.skip | Flag.orNaN : Flag.skip;
}

/** The root of variance + epsilon, and what it may be. */
interface Roots {
  readonly root: number;
  readonly least: number;
  readonly greatest: number;
}

function rootsOf({ variance, varianceRadius }: Statistics, epsilon: number, keptEpsilon: number): Roots {
  return {
    root: Math.sqrt(variance + epsilon),
    least: Math.sqrt(Math.max(0, variance - varianceRadius) + keptEpsilon),
    greatest: Math.sqrt(variance + varianceRadius + epsilon),
  };
}

/** Fills `v` and `e` where the operands have radii, or the root has. */
function boundInstance(
  { x, ex, s, es, b, eb }: Operands,
  { start, size, step, first, onward }: Instance,
  { mean, meanRadius }: Statistics,
  { root, least, greatest }: Roots,
  error: LocalError,
  v: Float64Array,
  e: Float64Array,
): void {
  const m = Math.abs(mean) + meanRadius, roundUp = ROUND_UP;
  let k = 0, widest = 0, scaleSpread = 0;
  for (let j = 0, at = start, p = first; j < size; j++, at += step, p += onward) {
    if (onward !== 0 || j === 0) {
      const scale = Math.abs(s[p]), scaleRadius = es ? es[p] : 0;
      k = s[p] / root;
      widest = (scale + scaleRadius) / least;
      const narrowest = Math.max(0, scale - scaleRadius) / greatest;
      scaleSpread = Math.max(widest - Math.abs(k), Math.abs(k) - narrowest);
    }
    const d = x[at] - mean, dx = ex ? ex[at] : 0, dRadius = ex ? dx + meanRadius : 0;
    const y = k * d + b[p], biasRadius = eb ? eb[p] : 0;
    const propagated = widest * dRadius + Math.abs(d) * scaleSpread + biasRadius;
    const xm = Math.abs(x[at]) + dx + m, kd = widest * (Math.abs(d) + dRadius);
    const local = localRadius(error, widest, xm, kd, Math.abs(b[p]) + biasRadius, Math.abs(y) + propagated);
    v[at] = y;
    e[at] = (propagated + local) * roundUp;
  }
}

/** As `boundInstance`, where nothing has a radius: `localRadius`, written out because it is most of the work. */
function boundExactInstance(
  { x, s, b }: Operands,
  { start, size, step, first, onward }: Instance,
  mean: number,
  root: number,
  { scale, slope, deviation, bias, result, least }: LocalError,
  v: Float64Array,
  e: Float64Array,
): void {
  const roundUp = ROUND_UP, ofDeviation = deviation * roundUp, ofResult = result * roundUp;
  const always = (scale + slope * Math.abs(mean)) * roundUp;
  let k = 0, shift = 0, constant = 0, ofX = 0;
  for (let j = 0, at = start, p = first; j < size; j++, at += step, p += onward) {
    if (onward !== 0 || j === 0) {
      k = s[p] / root;
      shift = b[p];
      constant = Math.abs(k) * always + (bias * Math.abs(shift) + least) * roundUp;
      ofX = Math.abs(k) * slope * roundUp;
    }
    const value = x[at], kd = k * (value - mean), y = kd + shift;
    v[at] = y;
    e[at] = constant + ofX * Math.abs(value) + ofDeviation * Math.abs(kd) + ofResult * Math.abs(y);
  }
}

/** Of every element: how far its float64 value may be from the exact one. Operands are exact here. */
function referenceErrors(norm: Normalization, { x, s, b }: Operands): Float64Array {
  const exact: Operands = { x, s, b };
  const own = new Float64Array(x.length), values = new Float64Array(x.length);
  for (const instance of instancesOf(norm)) {
    const { start, size, step, epsilon } = instance;
    const stats = statistics(exact, instance);
    if (Number.isNaN(stats.variance)) continue;
    const reference = errors(stats, size, float64, norm.profile, epsilon);
    // to first order only, which says nothing where the variance is no more than its error
    if (reference.relative < 0.01) {
      const { root } = rootsOf(stats, epsilon, epsilon);
      boundExactInstance(exact, instance, stats.mean, root, localError(reference, 1), values, own);
    } else for (let j = 0, at = start; j < size; j++, at += step) own[at] = Infinity;
  }
  return own;
}

/** Values and radii, one a channel or an element; `absent` for each where there is no operand. */
function parameter(
  ball: Ball | undefined,
  count: number,
  absent: number,
  dataType: FloatType,
  profile: Profile,
): readonly [Float64Array, Float64Array?] {
  if (!ball) return [new Float64Array(count).fill(absent)];
  return [floats(ball), readRadius(ball, dataType, profile)];
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
