/**
 * Rows: the elements that a reduction, or whatever else works along some axes, takes together.
 *
 * @module
 */

import type { Ball } from "./ball.ts";
import { indexAt, rowMajorStrides } from "../graph/tensor.ts";
import { gather, type Movable, view } from "./view.ts";

/** Where rows stand: `count` of them, `n` elements each, `step` apart; `step` rows lie side by side. */
export interface Rows {
  readonly count: number;
  readonly n: number;
  readonly step: number;
  /** Position before the ball was moved of the element that is now the i-th. Absent: the ball is where it was. */
  readonly origin?: (i: number) => number;
}

/** Position of the first element of row `at`. */
export function firstOf({ n, step }: Rows, at: number): number {
  const beside = at % step;
  return (at - beside) * n + beside;
}

/** Positions of the elements of row `at`. */
export function positionsOf(rows: Rows, at: number): Int32Array {
  const { n, step } = rows, first = firstOf(rows, at);
  return Int32Array.from({ length: n }, (_, j) => first + j * step);
}

/** The rows along one axis. */
export function rowsAlong(shape: readonly number[], axis: number): Rows {
  return { count: product(shape) / shape[axis], n: shape[axis], step: product(shape.slice(axis + 1)) };
}

/**
 * The rows over `axes`, in the order of the axes that are kept. A row's elements stand in row-major order of the
 * tensor. Where the axes are no neighbours, the ball is moved so that each row is contiguous.
 */
export function rowsOver(ball: Ball, axes: readonly number[]): { readonly ball: Ball; readonly rows: Rows } {
  const { shape } = ball;
  const taken = axes.filter((axis) => shape[axis] > 1).sort((a, b) => a - b);
  const n = product(taken.map((axis) => shape[axis]));
  const count = product(shape) / n;
  const first = taken.at(0) ?? shape.length;
  const last = taken.at(-1) ?? shape.length;
  if (product(shape.slice(first, last + 1)) === n) {
    return { ball, rows: { count, n, step: product(shape.slice(last + 1)) } };
  }
  const kept = shape.map((_, axis) => axis).filter((axis) => !taken.includes(axis));
  const order = [...kept, ...taken];
  const sizes = order.map((axis) => shape[axis]), strides = rowMajorStrides(shape);
  const origin = (i: number) => indexAt(i, sizes).reduce((at, k, d) => at + k * strides[order[d]], 0);
  return { ball: permuted(ball, order), rows: { count, n, step: 1, origin } };
}

/** The ball with axis `order[i]` as its i-th. */
export function permuted(ball: Ball, order: readonly number[]): Ball {
  const move = <T extends Movable>(data: T) => gather(view(data, ball.shape).transpose(...order));
  return {
    dataType: ball.dataType,
    shape: order.map((axis) => ball.shape[axis]),
    v: move(ball.v),
    e: ball.e && move(ball.e),
    M: ball.M && move(ball.M),
    terms: ball.terms,
    undecided: ball.undecided && move(ball.undecided),
  };
}

/** The largest mark (`Undecided`) in each row; absent where there are none. */
export function undecidedRows({ undecided }: Ball, rows: Rows): Uint8Array | undefined {
  if (!undecided) return undefined;
  const { count, n, step } = rows;
  const marks = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      if (undecided[i] > marks[at]) marks[at] = undecided[i];
    }
  }
  return marks;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
