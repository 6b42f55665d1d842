/**
 * Indices of the gather and scatter family. None is out of range: what it does is question Q15.
 *
 * @module
 */

import { elementCount, indexAt } from "../graph/tensor.ts";
import type { Content } from "./data.ts";
import type { Random } from "./random.ts";

/** Indices below `size`. Negative ones count from the end. */
export function indicesBelow(size: number, shape: readonly number[], negative: boolean): Content {
  const count = elementCount(shape);
  return indexContent((random) =>
    Array.from({ length: count }, () => signed(random.whole(0, size - 1), size, negative, random))
  );
}

/** Indices below `size` that are all different along `axis`. */
export function distinctBelow(
  size: number,
  shape: readonly number[],
  axis: number,
  negative: boolean,
): Content {
  const inner = elementCount(shape.slice(axis + 1));
  return indexContent((random) => {
    const indices = new Array<number>(elementCount(shape));
    for (let outer = 0; outer < indices.length; outer += shape[axis] * inner) {
      for (let j = 0; j < inner; j++) {
        const order = random.shuffle(Array.from({ length: size }, (_, index) => index));
        for (let k = 0; k < shape[axis]; k++) {
          indices[outer + k * inner + j] = signed(order[k], size, negative, random);
        }
      }
    }
    return indices;
  });
}

/** Different indices among the last of a long axis, beyond those that float16 and bytes count. */
export function lastOf(size: number, count: number): Content {
  return indexContent((random) =>
    random.shuffle(Array.from({ length: 2 * count + 5 }, (_, i) => size - 1 - i)).slice(0, count)
  );
}

/** `count` coordinates, one after the other, in a tensor of the sizes; all different if `distinct`. */
export function coordinates(
  count: number,
  sizes: readonly number[],
  negative: boolean,
  distinct: boolean,
): Content {
  const places = elementCount(sizes);
  return indexContent((random) => {
    const picked = distinct
      ? random.shuffle(Array.from({ length: places }, (_, place) => place)).slice(0, count)
      : Array.from({ length: count }, () => random.whole(0, places - 1));
    return picked.flatMap((place) =>
      indexAt(place, sizes).map((index, axis) => signed(index, sizes[axis], negative, random))
    );
  });
}

function indexContent(draw: (random: Random) => readonly number[]): Content {
  return { role: "index", whole: [0, 0], draw };
}

function signed(index: number, size: number, negative: boolean, random: Random): number {
  return negative && random.chance(0.5) ? index - size : index;
}
