/**
 * ONNX knows one layout: batch, channels, spatial axes. Everything else gets there and back by transposes and
 * reshapes, which are reported.
 *
 * @module
 */

import { type Call, numbers, optionalNumber } from "./call.ts";
import type { Model, Value } from "./model.ts";

/** Which axes of a tensor are what; every other axis is batch. */
export interface Axes {
  /** Absent: one implied channel. */
  readonly channel?: number;
  /** In the order of the options that give one number an axis. */
  readonly spatial: readonly number[];
}

/** `value` as batch, channels, spatial axes; `what` names it in the report. */
export function channelsFirst(model: Model, value: Value, axes: Axes, what: string): Value {
  const permuted = permute(model, value, order(value.shape.length, axes), what);
  return reshape(model, permuted, canonicalShape(value.shape, axes), what);
}

/** The inverse of `channelsFirst`: the tensor of shape `shape` whose axes lie as they did in the operand. */
export function channelsWhereTheyWere(
  model: Model,
  value: Value,
  axes: Axes,
  shape: readonly number[],
): Value {
  const forth = order(shape.length, axes);
  const shaped = reshape(model, value, forth.map((axis) => shape[axis]), "output");
  return permute(model, shaped, forth.map((_, axis) => forth.indexOf(axis)), "output");
}

/** The sizes of `shape` as batch, channels, spatial axes. */
export function canonicalShape(shape: readonly number[], axes: Axes): number[] {
  const batch = batchAxes(shape.length, axes).reduce((count, axis) => count * shape[axis], 1);
  const channels = axes.channel === undefined ? 1 : shape[axes.channel];
  return [batch, channels, ...axes.spatial.map((axis) => shape[axis])];
}

/** `value` with its axes in the order `permutation`, reported where that is not the order they have. */
export function permute(model: Model, value: Value, permutation: readonly number[], what: string): Value {
  if (permutation.every((axis, index) => axis === index)) return value;
  model.rewrites.push(`${what} transposed by [${permutation.join(",")}]`);
  return model.call("Transpose", [value], permutation.map((axis) => value.shape[axis]), {
    perm: permutation,
  });
}

/** `value` in another shape, reported where that is not the shape it has. */
export function reshape(model: Model, value: Value, shape: readonly number[], what: string): Value {
  if (shape.join() === value.shape.join()) return value;
  model.rewrites.push(`${what} reshaped to [${shape.join(",")}]`);
  return model.call("Reshape", [value, model.int64s(shape)], shape);
}

function order(rank: number, axes: Axes): number[] {
  const channel = axes.channel === undefined ? [] : [axes.channel];
  return [...batchAxes(rank, axes), ...channel, ...axes.spatial];
}

function batchAxes(rank: number, { channel, spatial }: Axes): number[] {
  return Array.from({ length: rank }, (_, axis) => axis)
    .filter((axis) => axis !== channel && !spatial.includes(axis));
}

/**
 * The axes that the resolved options of a convolution or pool name: the spec's layout enum, or `axes` and
 * `channelAxis` (N-d forms).
 */
export function axesOf({ options }: Call): Axes {
  const layout = options.inputLayout ?? options.layout;
  if (layout === "nchw") return { channel: 1, spatial: [2, 3] };
  if (layout === "nhwc") return { channel: 3, spatial: [1, 2] };
  return { channel: optionalNumber(options, "channelAxis"), spatial: numbers(options, "axes") };
}

/** A pool treats every axis that is not spatial alike: the last of two or more of them may as well be the channels. */
export function withAnyChannel(axes: Axes, rank: number): Axes {
  const others = batchAxes(rank, axes);
  return axes.channel === undefined && others.length > 1 ? { ...axes, channel: others.at(-1) } : axes;
}
