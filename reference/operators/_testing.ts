/**
 * What the tests of the convolution and pooling family share: small operands, an independent path by scattering, and
 * random plans.
 *
 * @module
 */

import fc from "fast-check";
import type { FloatType } from "../../graph/data_type.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Ball, floats } from "../ball.ts";
import type { Operands, Operator, Options, Result } from "../operator.ts";
import { ValidationError } from "../validation_error.ts";

/** An exact float operand. */
export function ball(
  shape: readonly number[],
  values: Iterable<number>,
  dataType: FloatType = "float32",
): Ball {
  return { dataType, shape, v: Float64Array.from(values) };
}

/** Row-major whole numbers from -4 to 4 that look random. */
export function integers(shape: readonly number[], seed: number): Ball {
  return ball(shape, randoms(elementCount(shape), seed).map((x) => Math.floor(x * 9) - 4));
}

/** Uniform numbers in [0, 1) with 20 bits. */
export function randoms(count: number, seed: number): number[] {
  let state = (seed * 2654435761 + 1) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 12) / 2 ** 20;
  });
}

/** The values of the only output under profile ieee. */
export function valuesOf(operator: Operator, operands: Operands<Ball>, options: Options = {}): number[] {
  return [...floats(outputOf(operator, operands, options))];
}

/** The only output under profile ieee, as an exact operand of its inferred shape. */
export function outputOf(operator: Operator, operands: Operands<Ball>, options: Options = {}): Ball {
  const [descriptor] = operator.infer(operands, options);
  return { ...descriptor, v: resultOf(operator, operands, options).v };
}

export function resultOf(operator: Operator, operands: Operands<Ball>, options: Options = {}): Result {
  return operator.evaluate(operands, options, profiles.ieee)[0];
}

/** The label of the step that refuses, or `undefined`. */
export function refusedStep(
  operator: Operator,
  operands: Operands<Ball>,
  options: Options = {},
): string | undefined {
  try {
    operator.infer(operands, options);
  } catch (error) {
    if (error instanceof ValidationError) return error.step;
    throw error;
  }
}

/** The operand with axis `order[i]` as its i-th. */
export function permuted({ dataType, shape, v }: Ball, order: readonly number[]): Ball {
  const strides = rowMajorStrides(shape);
  const sizes = order.map((axis) => shape[axis]);
  const values = Array.from({ length: v.length }, (_, position) => {
    const index = indexAt(position, sizes);
    return Number(v[index.reduce((from, i, axis) => from + i * strides[order[axis]], 0)]);
  });
  return { dataType, shape: sizes, v: Float64Array.from(values) };
}

/** The part of the operand from `begin` to before `end` along `axis`. */
export function part(operand: Ball, axis: number, begin: number, end: number): Ball {
  const shape = operand.shape.map((size, i) => i === axis ? end - begin : size);
  const strides = rowMajorStrides(operand.shape);
  const values = Array.from({ length: elementCount(shape) }, (_, position) => {
    const index = indexAt(position, shape);
    index[axis] += begin;
    return Number(operand.v[index.reduce((from, i, d) => from + i * strides[d], 0)]);
  });
  return ball(shape, values);
}

/** The operands one after the other along `axis`. */
export function joined(operands: readonly Ball[], axis: number): Ball {
  const total = operands.reduce((sum, { shape }) => sum + shape[axis], 0);
  const shape = operands[0].shape.map((size, i) => i === axis ? total : size);
  const strides = rowMajorStrides(shape), values = new Float64Array(elementCount(shape));
  let begin = 0;
  for (const operand of operands) {
    for (let position = 0; position < operand.v.length; position++) {
      const index = indexAt(position, operand.shape);
      index[axis] += begin;
      values[index.reduce((from, i, d) => from + i * strides[d], 0)] = Number(operand.v[position]);
    }
    begin += operand.shape[axis];
  }
  return ball(shape, values);
}

/** `Σ a·b` */
export function inner(a: Ball, b: Ball): number {
  return floats(a).reduce((sum, x, i) => sum + x * floats(b)[i], 0);
}

/** A convolution, channels first, to be tried on small whole numbers. */
export interface Trial {
  readonly x: Ball;
  readonly w: Ball;
  readonly bias?: Ball;
  readonly options: Options;
  readonly axes: number;
}

/** Random trials with 1, 2 or 3 spatial axes that the operator accepts. */
export function trials(operator: Operator): fc.Arbitrary<Trial> {
  const transposed = operator.name.startsWith("convTranspose");
  return fc.integer({ min: 1, max: 3 }).chain((axes) => {
    const list = (min: number, max: number, length = axes) =>
      fc.array(fc.integer({ min, max }), { minLength: length, maxLength: length });
    return fc.record({
      sizes: list(1, 5),
      taps: list(1, 3),
      strides: list(1, 3),
      dilations: list(1, 3),
      padding: list(0, 3, 2 * axes),
      outputPadding: list(0, 2),
      groups: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 2 }),
      outputs: fc.integer({ min: 1, max: 2 }),
      batches: fc.integer({ min: 1, max: 2 }),
      hasBias: fc.boolean(),
      seed: fc.nat(),
    }).map(
      (
        { sizes, taps, groups, channels, outputs, batches, hasBias, seed, outputPadding, ...options },
      ): Trial => {
        const all = [groups * channels, groups * outputs];
        const filter = transposed ? [all[0], outputs] : [all[1], channels];
        return {
          axes,
          x: integers([batches, all[0], ...sizes], seed),
          w: integers([...filter, ...taps], seed + 1),
          bias: hasBias ? integers([all[1]], seed + 2) : undefined,
          options: { ...options, groups, ...(transposed ? { outputPadding } : {}) },
        };
      },
    );
  }).filter(({ x, w, options }) => refusedStep(operator, { input: x, filter: w }, options) === undefined);
}

/**
 * An independent path, channels first: every product of an input element and a filter element is added to the output
 * element that it belongs to, if there is one.
 */
export function scattered(
  { x, w, bias, options }: Trial,
  outputShape: readonly number[],
  transposed: boolean,
): Float64Array {
  const { padding, strides, dilations } = options as Record<string, readonly number[]>;
  const groups = options.groups as number;
  const y = new Float64Array(elementCount(outputShape));
  const strideOf = rowMajorStrides(outputShape);
  const perGroup = { inputs: x.shape[1] / groups, outputs: outputShape[1] / groups };
  for (let i = 0; i < x.v.length; i++) {
    const [batch, channel, ...from] = indexAt(i, x.shape);
    const group = Math.floor(channel / perGroup.inputs);
    for (let j = 0; j < w.v.length; j++) {
      const [first, second, ...tap] = indexAt(j, w.shape);
      const output = transposed ? group * perGroup.outputs + second : first;
      const input = transposed ? first : Math.floor(first / perGroup.outputs) * perGroup.inputs + second;
      if (input !== channel) continue;
      const to = from.map((at, d) => {
        const reach = transposed ? at * strides[d] + tap[d] * dilations[d] : at - tap[d] * dilations[d];
        return transposed ? reach - padding[2 * d] : (reach + padding[2 * d]) / strides[d];
      });
      const isInside = to.every((at, d) => Number.isInteger(at) && at >= 0 && at < outputShape[d + 2]);
      if (!isInside) continue;
      y[[batch, output, ...to].reduce((at, index, d) => at + index * strideOf[d], 0)] += Number(x.v[i]) *
        Number(w.v[j]);
    }
  }
  if (bias) { for (let i = 0; i < y.length; i++) y[i] += Number(bias.v[indexAt(i, outputShape)[1]]); }
  return y;
}

/** A random order of `count` things. */
export function orders(count: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: count }, (_, i) => i);
  return fc.shuffledSubarray(all, { minLength: count });
}
