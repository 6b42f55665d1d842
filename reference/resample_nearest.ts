/**
 * Resampling by the nearest neighbor: class X, with both neighbours where a coordinate may round either way.
 *
 * @module
 */

import type { Profile } from "../graph/profile.ts";
import { elementCount } from "../graph/tensor.ts";
import { zeroSigns } from "./operators/_movement.ts";
import type { Ball } from "./ball.ts";
import type { AlternativeValues, Result } from "./operator.ts";
import { coordinateOf, deltaOf, type ResampledAxis } from "./resample_axis.ts";
import type { Movable } from "./view.ts";

/** `input` resampled to `shape` along `axes`. */
export function nearest(
  input: Ball,
  shape: readonly number[],
  axes: readonly ResampledAxis[],
  profile: Profile,
): Result {
  const picks = axes.map((axis) => picksOf(axis, profile));
  const move = <T extends Movable>(data: T, other: number): T =>
    axes.reduce((moved, axis, i) => {
      const { index, otherIndex } = picks[i];
      const before = axes.slice(0, i);
      const current = input.shape.map((size, a) => before.find(({ axis }) => axis === a)?.outputSize ?? size);
      return pickAlong(moved, current, axis.axis, other & (1 << i) ? otherIndex : index);
    }, data);
  const v = move(input.v, 0);
  return {
    v,
    rounding: "none",
    e: input.e && move(input.e, 0),
    M: input.M && move(input.M, 0),
    terms: input.terms,
    undecided: input.undecided && move(input.undecided, 0),
    flags: zeroSigns(v, profile),
    alternatives: alternativesOf(input, shape, axes, picks, move),
  };
}

interface Picks {
  /** The input index of each output index, and the other neighbour that passes (the same where none does). */
  readonly index: Int32Array;
  readonly otherIndex: Int32Array;
}

/** ceil(c - ½), and the other neighbour where c - ½ is within delta of a whole number. */
function picksOf(axis: ResampledAxis, profile: Profile): Picks {
  const index = new Int32Array(axis.outputSize);
  const otherIndex = new Int32Array(axis.outputSize);
  for (let i = 0; i < axis.outputSize; i++) {
    const c = coordinateOf(axis, i);
    index[i] = 2 * c.part > c.parts ? c.whole + 1 : c.whole;
    const distance = Math.abs(2 * c.part - c.parts) / (2 * c.parts);
    const isEither = distance <= deltaOf(axis, c, profile) && deltaOf(axis, c, profile) > 0;
    const other = index[i] === c.whole ? c.whole + 1 : c.whole;
    otherIndex[i] = isEither && other < axis.inputSize ? other : index[i];
  }
  return { index, otherIndex };
}

/** Slices `index[i]` of `data` along `axis`, in that order. */
function pickAlong<T extends Movable>(data: T, shape: readonly number[], axis: number, index: Int32Array): T {
  const inner = elementCount(shape.slice(axis + 1));
  const block = shape[axis] * inner;
  const blocks = data.length / block;
  const picked = new (data.constructor as new (length: number) => T)(blocks * index.length * inner);
  const from = data as Float64Array;
  const to = picked as Float64Array;
  let at = 0;
  for (let start = 0; start < data.length; start += block) {
    if (inner === 1) {
      for (let i = 0; i < index.length; i++) to[at++] = from[start + index[i]];
    } else {
      for (let i = 0; i < index.length; i++, at += inner) {
        const source = start + index[i] * inner;
        to.set(from.subarray(source, source + inner), at);
      }
    }
  }
  return picked;
}

/** One alternative for each choice of axes that take the other neighbour. */
function alternativesOf(
  input: Ball,
  shape: readonly number[],
  axes: readonly ResampledAxis[],
  picks: readonly Picks[],
  move: <T extends Movable>(data: T, other: number) => T,
): AlternativeValues[] | undefined {
  const alternatives: AlternativeValues[] = [];
  for (let other = 1; other < 1 << axes.length; other++) {
    const allowed = shape.map((size) => Array.from({ length: size }, (_, i) => i));
    axes.forEach(({ axis }, i) => {
      const { index, otherIndex } = picks[i];
      if (other & (1 << i)) allowed[axis] = allowed[axis].filter((at) => index[at] !== otherIndex[at]);
    });
    if (allowed.some((list) => list.length === 0)) continue;
    const positions = positionsOf(shape, allowed);
    const v = move(input.v, other);
    const e = input.e && move(input.e, other);
    alternatives.push({
      answer: String.fromCharCode("a".charCodeAt(0) + other),
      positions,
      v: Float64Array.from(positions, (position) => Number(v[position])),
      e: e && Float64Array.from(positions, (position) => e[position]),
    });
  }
  return alternatives.length > 0 ? alternatives : undefined;
}

/** Positions, ascending, of the elements whose index along each axis is one of `allowed`. */
function positionsOf(shape: readonly number[], allowed: readonly (readonly number[])[]): Uint32Array {
  let positions = Uint32Array.of(0);
  shape.forEach((size, axis) => {
    const list = allowed[axis];
    const longer = new Uint32Array(positions.length * list.length);
    for (let i = 0, at = 0; i < positions.length; i++) {
      for (let k = 0; k < list.length; k++) longer[at++] = positions[i] * size + list[k];
    }
    positions = longer;
  });
  return positions;
}
