/**
 * Bugs that no mutant stands for, because neither a bound nor a statistic here can see them: the suite's own blind spots.
 *
 * @module
 */

/** A kind of bug, of operators that are not asked for it. */
export interface Unseen {
  /** Completing "not asked for". */
  readonly bug: string;
  /** What the mutants of the bug would be called. */
  readonly names: readonly string[];
  readonly operators: readonly string[];
  readonly reason: string;
}

const truncatedSums = {
  bug: "truncated sums",
  names: ["sums-truncated", "sums-truncated-by-four"],
} as const;

/** All of them. */
export const unseen: readonly Unseen[] = [
  {
    ...truncatedSums,
    operators: ["softmax", "reduceLogSum", "reduceLogSumExp"],
    reason: "exp and log lean by units of their own; no limit is derived",
  },
  {
    ...truncatedSums,
    operators: ["instanceNormalization", "layerNormalization"],
    reason: "no limit is derived for what mean and variance leave",
  },
  {
    ...truncatedSums,
    operators: ["gru", "gruCell", "lstm", "lstmCell"],
    reason: "sums pass through activations, whose errors are larger",
  },
  {
    ...truncatedSums,
    operators: ["conv", "convTranspose", "averagePool", "l2Pool"],
    reason: "proposals have no cases of many long sums",
  },
];

/** Those of some operators. */
export function unseenOf(operators: readonly string[]): Unseen[] {
  return unseen.map((each) => ({
    ...each,
    operators: each.operators.filter((operator) => operators.includes(operator)),
  })).filter((each) => each.operators.length > 0);
}
