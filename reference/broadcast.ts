/**
 * Shapes that stretch to each other (spec: #algorithms-broadcasting).
 *
 * @module
 */

type Shape = readonly number[];

/** The shape both stretch to, or `undefined` where the spec says failure. */
export function bidirectionallyBroadcast(shapeA: Shape, shapeB: Shape): number[] | undefined {
  const rank = Math.max(shapeA.length, shapeB.length);
  const a = prependOnes(shapeA, rank);
  const b = prependOnes(shapeB, rank);
  if (a.some((size, axis) => size !== b[axis] && size !== 1 && b[axis] !== 1)) return undefined;
  return a.map((size, axis) => Math.max(size, b[axis]));
}

/** `shapeTo` if `shapeFrom` stretches to it, or `undefined` where the spec says failure. */
export function unidirectionallyBroadcast(shapeFrom: Shape, shapeTo: Shape): number[] | undefined {
  if (shapeFrom.length > shapeTo.length) return undefined;
  const from = prependOnes(shapeFrom, shapeTo.length);
  return from.every((size, axis) => size === 1 || size === shapeTo[axis]) ? [...shapeTo] : undefined;
}

/** `shape` with ones before it, up to `rank` axes. */
export function prependOnes(shape: Shape, rank: number): number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}
