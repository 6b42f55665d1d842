/**
 * Mean, variance and root of a normalization, in float64.
 *
 * @module
 */

import type { LastNode } from "./node.ts";
import type { Influence } from "./influence.ts";

/** What a normalized element was made with. */
export interface Statistics {
  readonly mean: number;
  readonly variance: number;
  readonly epsilon: number;
  /** √(variance + epsilon) */
  readonly root: number;
}

const computed = ["instanceNormalization", "layerNormalization"];

/** The statistics of an element of a normalization, from the elements that it depends on; undefined of others. */
export function statisticsOf(
  { node, operator, operands }: LastNode,
  influences: readonly Influence[],
): Statistics | undefined {
  const of = (argument: string) => {
    const found = influences.find((influence) => influence.argument === argument);
    return found?.positions.map((position) => Number(found.ball.v[position]));
  };
  const epsilon = Number(operator.resolve(operands, node.options).epsilon ?? 0);
  if (node.operator === "batchNormalization") {
    const [mean] = of("mean") ?? [], [variance] = of("variance") ?? [];
    return mean === undefined || variance === undefined ? undefined : statistics(mean, variance, epsilon);
  }
  const x = computed.includes(node.operator) ? of("input") ?? [] : [];
  if (x.length === 0) return undefined;
  const mean = x.reduce((sum, each) => sum + each, 0) / x.length;
  const variance = x.reduce((sum, each) => sum + (each - mean) ** 2, 0) / x.length;
  return statistics(mean, variance, epsilon);
}

function statistics(mean: number, variance: number, epsilon: number): Statistics {
  return { mean, variance, epsilon, root: Math.sqrt(variance + epsilon) };
}
