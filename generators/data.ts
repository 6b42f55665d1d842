/**
 * Data of operands: what kinds there are, and how the elements of one operand are drawn.
 *
 * @module
 */

import {
  createElements,
  type DataType,
  type Elements,
  floatFormats,
  type FloatType,
  integerRange,
  isFloat,
} from "../graph/data_type.ts";
import { elementCount, indexAt } from "../graph/tensor.ts";
import type { Random } from "./random.ts";

/**
 * The data families of tolerance.md, section 9.
 *
 * - `integers`: small whole numbers, so that every sum is exact in the data type and the answer must be equal
 * - `uniform`, `normal`: both signs
 * - `mixed`: magnitudes log-uniform over many powers of two
 * - `cancellation`: large terms whose sum is small
 * - `subnormal`: values around and below the smallest normal number
 * - `special`: NaN, infinities, −0; for integers the least and greatest values
 * - `ties`: halves of whole numbers, where rounding to whole numbers is a tie
 * - `large`: magnitudes from 8 to 120, where `exp` overflows and `tanh` is 1
 * - `positive`: from 0.5 to 1.5, so that no sum cancels
 */
export const dataKinds = [
  "integers",
  "uniform",
  "normal",
  "mixed",
  "cancellation",
  "subnormal",
  "special",
  "ties",
  "large",
  "positive",
] as const;

export type DataKind = (typeof dataKinds)[number];

/** What an operand is for, which decides how a data kind looks in it. */
export type Role =
  /** The values an operator works on. */
  | "values"
  /** Values averaged by the thousand: in their cancellation float32 keeps the variance. */
  | "many"
  /** Values that are summed as they are: their cancellation alternates in sign. */
  | "terms"
  /** Values 1/256 apart around a constant, so that their variance is of the order of a usual epsilon. */
  | "near"
  /** Factors of the values, never zero: filters and second matrices. */
  | "weights"
  /** Added per channel, far from zero. */
  | "bias"
  /** Multiplied per channel, near one. */
  | "scale"
  /** Never zero, and for whole floats a power of two. */
  | "divisor"
  /** Added to the values: its cancellation takes them away. */
  | "addend"
  /** Whole numbers of `whole` whatever the kind: indices, conditions, zero points. */
  | "index"
  /** The magnitudes of the kind, never zero: arguments of `log` and `sqrt`, variances. */
  | "positive"
  /** The same by 2^-12, of the order of a usual epsilon: variances that show how epsilon enters. */
  | "small"
  /** Values away from the poles of `tan`, also when they are rounded to float16. */
  | "angle"
  /** Quarters of the kind, within a few powers of two: weights and states whose sums go into a sigmoid. */
  | "gate"
  /** Positive steps of a quantization: powers of two for whole numbers and ties, small ones for other kinds. */
  | "step";

/** How one operand's data is to be drawn. */
export interface Content {
  readonly role: Role;
  /** Least and greatest whole number of kind `integers`; unsigned types take the magnitudes. */
  readonly whole: readonly [number, number];
  /** Draws all elements at once, whatever the kind: indices that each have a range of their own, or all differ. */
  readonly draw?: (random: Random) => readonly (number | bigint)[];
  /** For weights: the axes that are not summed over, so that cancelling weights cancel in every sum. */
  readonly keptAxes?: readonly number[];
}

/**
 * The elements of an operand, drawn from `random`. Floats are rounded once, to nearest even, to the data type.
 * Integer types know the kinds `integers` and `special` only.
 */
export function drawElements(
  dataType: DataType,
  shape: readonly number[],
  content: Content,
  kind: DataKind,
  random: Random,
): Elements {
  const count = elementCount(shape);
  const elements = createElements(dataType, count);
  if (content.draw) {
    const is64Bit = elements instanceof BigInt64Array || elements instanceof BigUint64Array;
    content.draw(random).forEach((value, position) =>
      elements[position] = is64Bit ? BigInt(value) : Number(value)
    );
    return elements;
  }
  if (!isFloat(dataType)) {
    const [least, greatest] = integerRange[dataType];
    const whole: Content = content.role === "divisor" ? { ...content, role: "weights" } : content;
    for (let position = 0; position < count; position++) {
      const value = kind === "special" && content.role !== "index" && random.chance(0.5)
        ? random.pick([least, greatest, greatest - 1n, 0n])
        : BigInt(drawWhole(whole, random));
      const fits = value < least ? -value : value;
      elements[position] = elements instanceof BigInt64Array || elements instanceof BigUint64Array
        ? fits
        : Number(fits);
    }
    return elements;
  }
  const values = drawFloats(dataType, shape, content, kind, random);
  for (let position = 0; position < count; position++) elements[position] = values[position];
  return elements;
}

function drawFloats(
  dataType: FloatType,
  shape: readonly number[],
  content: Content,
  kind: DataKind,
  random: Random,
): number[] {
  const count = elementCount(shape);
  if (kind === "cancellation" && content.role === "weights") {
    return cancellingWeights(shape, content.keptAxes ?? [], random);
  }
  const draw = drawers[kind](dataType, content, random);
  if (content.role === "index") return Array.from({ length: count }, () => random.whole(...content.whole));
  const values = Array.from({ length: count }, (_, position) => draw(position));
  if (content.role === "positive") return values.map((value) => Math.abs(value) || 1);
  if (content.role === "small") return values.map((value) => (Math.abs(value) || 1) / 4096);
  if (content.role === "step") {
    return kind === "integers" || kind === "ties" ? values : values.map((value) => Math.abs(value) / 64);
  }
  if (content.role === "near") return values.map((value) => 0.5 + value / 256);
  if (content.role === "gate") return values.map((value) => value / 4);
  if (content.role === "angle") values.forEach((value, i) => values[i] = awayFromPoles(value));
  if (kind === "special" && isData(content.role)) sprinkle(values, random);
  return values;
}

type Drawer = (dataType: FloatType, content: Content, random: Random) => (position: number) => number;

const drawers: Record<DataKind, Drawer> = {
  integers: (_, content, random) => () => drawWhole(content, random),
  uniform: (_, { role }, random) => () => {
    switch (role) {
      case "bias":
        return sign(random) * (4 + 4 * random.unit());
      case "scale":
      case "divisor":
      case "step":
        return sign(random) * (0.5 + 1.5 * random.unit());
      default:
        return 4 * random.unit() - 2;
    }
  },
  normal: (_, { role }, random) => () => {
    const value = normal(random);
    switch (role) {
      case "bias":
        return value + (value < 0 ? -5 : 5);
      case "scale":
      case "divisor":
      case "step":
        return value + (value < 0 ? -0.5 : 0.5);
      default:
        return value;
    }
  },
  mixed: (dataType, { role }, random) => () => {
    const narrow = dataType === "float16";
    const span = isData(role) ? (narrow ? 6 : 10) : (narrow || role === "gate" ? 3 : 10);
    return sign(random) * (1 + random.unit()) * powerOfTwo(random.whole(-span, span));
  },
  cancellation: (dataType, { role }, random) => {
    const base = dataType === "float16" ? 64 : 1024;
    const noise = () => random.whole(-1024, 1024) / 1024;
    switch (role) {
      case "values":
        return () => base + noise();
      case "many":
        return () => Math.min(base, 256) + noise();
      case "terms":
        return (position) => (position % 2 === 0 ? base : -base) + noise();
      case "addend":
        return () => -base + noise();
      case "bias":
        return noise;
      default:
        return () => sign(random) * (1 + random.whole(0, 1023) / 1024);
    }
  },
  subnormal: (dataType, { role }, random) => () => {
    if (!isData(role) && role !== "bias") return sign(random) * random.pick([0.5, 1, 2]);
    const { p } = floatFormats[dataType];
    const quantum = powerOfTwo(dataType === "float16" ? -24 : -149);
    return sign(random) * random.whole(1, powerOfTwo(random.whole(1, p + 1))) * quantum;
  },
  special: (dataType, content, random) => drawers.uniform(dataType, content, random),
  ties: (_, content, random) => () => drawWhole(content, random) + (content.role === "step" ? 0 : 0.5),
  large: (_, __, random) => () => sign(random) * (8 + 112 * random.unit()),
  positive: (_, __, random) => () => 0.5 + random.unit(),
};

function isData(role: Role): boolean {
  return role === "values" || role === "angle" || role === "many" || role === "terms" || role === "addend";
}

function drawWhole({ role, whole: [low, high] }: Content, random: Random): number {
  switch (role) {
    case "weights":
    case "scale":
      return random.whole(low, high) || high;
    case "divisor":
      return sign(random) * random.pick([1, 2, 4, 8]);
    case "bias":
      return sign(random) * random.whole(low, high);
    case "step":
      return random.pick([1, 0.25, 0.5, 2, 4]);
    default:
      return random.whole(low, high);
  }
}

/** The value, or one an eighth further where the pole of `tan` in its period is less than 0.06 away. */
function awayFromPoles(value: number): number {
  const periods = value / Math.PI;
  const fromPole = (periods - Math.floor(periods) - 0.5) * Math.PI;
  return Math.abs(fromPole) < 0.06 ? value + 0.125 : value;
}

/** Puts each special value somewhere, as far as there is room, and more of them at random. */
function sprinkle(values: number[], random: Random): void {
  const specials = [NaN, Infinity, -Infinity, -0];
  const places = random.shuffle([...values.keys()]);
  const count = Math.max(Math.min(specials.length, values.length), Math.floor(values.length / 8));
  for (let n = 0; n < count; n++) values[places[n]] = specials[n % specials.length];
}

/** Weights that sum to nearly nothing over the axes not kept: pairs (w, −w), each a little apart. */
function cancellingWeights(
  shape: readonly number[],
  keptAxes: readonly number[],
  random: Random,
): number[] {
  const pending = new Map<string, number>();
  return Array.from({ length: elementCount(shape) }, (_, position) => {
    const index = indexAt(position, shape);
    const sum = keptAxes.map((axis) => index[axis]).join();
    const opposite = pending.get(sum);
    if (opposite !== undefined) {
      pending.delete(sum);
      return -opposite;
    }
    const weight = sign(random) * (1 + random.whole(0, 511) / 512);
    pending.set(sum, weight);
    return weight;
  });
}

function sign(random: Random): 1 | -1 {
  return random.unit() < 0.5 ? -1 : 1;
}

/** A nearly normal draw, by sums only: twelve uniform draws minus six. */
export function normal(random: Random): number {
  let sum = -6;
  for (let n = 0; n < 12; n++) sum += random.unit();
  return sum;
}

/** 2^exponent for a whole exponent, by exact doubling and halving. */
export function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let n = 0; n < exponent; n++) power *= 2;
  for (let n = 0; n > exponent; n--) power /= 2;
  return power;
}
