/**
 * The definition that the six pooling operations share.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { axisOptionsOf } from "../convolution_plan.ts";
import { layoutOf } from "../layout.ts";
import type { AlternativeValues, Operands, Operator, OptionRule, Options, Result } from "../operator.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import { planPooling, type PoolingPlan } from "../pooling_plan.ts";
import { stepsOf } from "../steps.ts";
import { ValidationError } from "../validation_error.ts";

/** What tells one of them from the others. */
export interface PoolingForm {
  readonly name: string;
  readonly status: Operator["status"];
  readonly section: string;
  readonly dataTypes: readonly DataType[];
  readonly pool: (plan: PoolingPlan, ball: Ball, profile: Profile) => Result;
}

const lists: OptionRule = { type: "sequence<unsigned long>" };

/** A pooling: WebNN's own with status `spec`, of 1 to 3 spatial axes with status `proposal`. */
export function definePooling({ name, status, section, dataTypes, pool }: PoolingForm): Operator {
  const isSpec = status === "spec";
  /** `layout` is the spec's name for what the N-d forms call `inputLayout`. */
  const named = (options: Options): Options => {
    if (!isSpec) return options;
    const { layout = "nchw", ...others } = options;
    return { ...others, inputLayout: layout };
  };
  const keptPlan = (operands: Operands<Descriptor>, options: Options): PoolingPlan | undefined =>
    discardsPadding(options) ? planIfValid(name, operands, named(options)) : undefined;
  return {
    name,
    status,
    section,
    arguments: ["input"],
    operands: { input: { dataTypes, rank: isSpec ? [4, 4] : [1, 5] } },
    options: {
      windowDimensions: lists,
      padding: lists,
      strides: lists,
      dilations: lists,
      ...(isSpec
        ? { layout: { type: { enum: ["nchw", "nhwc"] }, default: "nchw" } }
        : { axes: lists, inputLayout: { type: "string" } }),
      outputShapeRounding: { type: { enum: ["floor", "ceil"] }, default: "floor" },
      outputSizes: lists,
    },
    infer: (operands, options) => [planPooling(name, operands, named(options)).output],
    resolve({ input }, options) {
      const { shape } = input as Descriptor;
      const { axes } = layoutOf(shape.length, named(options), stepsOf(name));
      const { padding, strides, dilations } = axisOptionsOf(options, axes.length);
      const { inputLayout: _, ...given } = options;
      return {
        windowDimensions: axes.map((axis) => shape[axis]),
        strides,
        dilations,
        outputShapeRounding: "floor",
        ...(isSpec ? { layout: "nchw" } : {}),
        ...given,
        padding: options.outputSizes ? padding.map(() => 0) : padding,
        ...(isSpec ? {} : { axes }),
      };
    },
    evaluate(operands: Operands<Ball>, options, profile) {
      const input = operands.input as Ball;
      const result = pool(planPooling(name, operands, named(options)), input, profile);
      const plan = keptPlan(operands, options);
      if (!plan) return [result];
      const kept = keptPadding(result, pool(plan, input, profile), input.dataType);
      return [{ ...result, alternatives: orAbsent([...result.alternatives ?? [], ...kept]) }];
    },
    multiplyAdds(operands, options) {
      const { output, windows } = planPooling(name, operands, named(options));
      const taps = windows.reduce((count, window) => count * window.taps, 1);
      // padding makes room for windows of billions of taps, which take memory even at a single output element
      return taps * Math.max(elementCount(output.shape), 1024);
    },
    mayReject(operands, options) {
      const { outputSizes } = options;
      if (outputSizes === undefined) return undefined;
      const { strides } = axisOptionsOf(options, (outputSizes as readonly number[]).length);
      // A backend that refuses for Q1 does so without padding too, and is counted there.
      if (discardsPadding(options) && !keptPlan(operands, options)) return { question: "Q2", answer: "b" };
      const areSmaller = (outputSizes as readonly number[]).every((size, axis) => size < strides[axis]);
      return areSmaller ? undefined : { question: "Q1", answer: "b" };
    },
  };
}

/** Question Q2: `outputSizes` with padding that is not zero. */
function discardsPadding({ outputSizes, padding }: Options): boolean {
  return outputSizes !== undefined && padding !== undefined &&
    (padding as readonly number[]).some((size) => size > 0);
}

function planIfValid(
  name: string,
  operands: Operands<Descriptor>,
  options: Options,
): PoolingPlan | undefined {
  try {
    return planPooling(name, operands, options, "kept");
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
}

/**
 * Question Q2, answer b: the elements that the padding, if it is kept, changes, with each answer to the other
 * questions.
 */
function keptPadding(result: Result, kept: Result, dataType: DataType): AlternativeValues[] {
  const list = new AlternativeList(dataType);
  for (let at = 0; at < kept.v.length; at++) {
    if (!Object.is(kept.v[at], result.v[at])) list.add(at, kept.v[at], kept.e?.[at]);
  }
  const known = new Map<number, (number | bigint)[]>();
  for (const { positions, v } of result.alternatives ?? []) {
    positions.forEach((at, k) => known.set(at, [...known.get(at) ?? [], v[k]]));
  }
  const others = (kept.alternatives ?? []).flatMap(({ positions, v, e }) => {
    const changed = new AlternativeList(dataType);
    positions.forEach((at, k) => {
      if (!known.get(at)?.includes(v[k])) changed.add(at, v[k], e?.[k]);
    });
    return changed.build("Q2", "b");
  });
  return [...list.build("Q2", "b"), ...others];
}
