/**
 * argMin and argMax: the index of the extreme of each row (tolerance.md, sections 2 and 3, class I).
 *
 * @module
 */

import { createElements, isFloat, isInt64 } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import type { AlternativeValues, Result } from "./operator.ts";
import { readRadius } from "./read.ts";
import { firstOf, type Rows, undecidedRows } from "./rows.ts";

/**
 * The index of the largest (`sign` 1) or least (-1) element of each row: the first, while every other one that ties, or
 * that may turn out to be the extreme, is an alternative. Question Q34: NaN among the elements; any index passes.
 */
export function extremeIndices(
  sign: 1 | -1,
  ball: Ball,
  rows: Rows,
  outputDataType: "int32" | "int64",
  profile: Profile,
): Result {
  const { count, n, step } = rows;
  const v = createElements(outputDataType, count);
  const write = (at: number, j: number) => v[at] = isInt64(outputDataType) ? BigInt(j) : j;
  const ties = new Layers(outputDataType), afterNaN = new Layers(outputDataType);
  const isFloating = isFloat(ball.dataType);
  const x = ball.v as Int32Array;
  const radii = isFloat(ball.dataType) ? readRadius(ball, ball.dataType, profile) : undefined;
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    const start = firstOf(rows, at);
    let best = 0, surely = -1;
    for (let j = 1, i = start + step; j < n; j++, i += step) {
      if (sign > 0 ? x[i] > x[start + best * step] : x[i] < x[start + best * step]) best = j;
    }
    if (isFloating) {
      const kind = kindOf(floats(ball), start, n, step);
      if (kind !== "finite" && profile.indeterminate) {
        (flags ??= new Uint8Array(count))[at] = Flag.any;
        continue;
      }
      if (kind === "nan") {
        let first = 0;
        while (x[start + first * step] === x[start + first * step]) first++;
        write(at, first);
        for (let j = 0, layer = 0; j < n; j++) if (j !== first) afterNaN.add(layer++, at, j);
        continue;
      }
      if (radii) surely = surest(sign, floats(ball), radii, start, n, step);
    }
    write(at, best);
    for (let j = 0, layer = 0, i = start; j < n; j++, i += step) {
      if (j === best) continue;
      const reaches = radii && surely >= 0
        ? sign * x[i] + radii[i] >= sign * x[start + surely * step] - radii[start + surely * step]
        : x[i] === x[start + best * step];
      if (reaches) ties.add(layer++, at, j);
    }
  }
  const alternatives = [...ties.build(), ...afterNaN.build("Q34", "b")];
  return {
    v,
    rounding: "none",
    flags,
    undecided: undecidedRows(ball, rows),
    alternatives: alternatives.length > 0 ? alternatives : undefined,
  };
}

function kindOf(x: Float64Array, start: number, n: number, step: number): "finite" | "infinite" | "nan" {
  let kind: "finite" | "infinite" = "finite";
  for (let j = 0, i = start; j < n; j++, i += step) {
    if (x[i] !== x[i]) return "nan";
    if (x[i] - x[i] !== 0) kind = "infinite";
  }
  return kind;
}

/** The index of the greatest `sign·x - e`. */
function surest(
  sign: 1 | -1,
  x: Float64Array,
  e: Float64Array,
  start: number,
  n: number,
  step: number,
): number {
  let surely = 0, most = -Infinity;
  for (let j = 0, i = start; j < n; j++, i += step) {
    if (sign * x[i] - e[i] > most) most = sign * x[i] - e[i], surely = j;
  }
  return surely;
}

/** Other indices that pass: the first of each element in the first layer, and so on. */
class Layers {
  readonly #dataType: "int32" | "int64";
  readonly #layers: { positions: number[]; indices: number[] }[] = [];

  constructor(dataType: "int32" | "int64") {
    this.#dataType = dataType;
  }

  add(layer: number, at: number, index: number): void {
    const { positions, indices } = this.#layers[layer] ??= { positions: [], indices: [] };
    positions.push(at);
    indices.push(index);
  }

  build(question?: string, answer = ""): AlternativeValues[] {
    return this.#layers.map(({ positions, indices }, layer) => ({
      question,
      answer: answer || `tie ${layer + 2}`,
      positions: Uint32Array.from(positions),
      v: isInt64(this.#dataType) ? BigInt64Array.from(indices, BigInt) : Float64Array.from(indices),
    }));
  }
}
