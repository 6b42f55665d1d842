/**
 * Why a value that a definition lists is in no case: the operator may refuse it, whatever else is given.
 *
 * @module
 */

import type { Graph } from "../graph/graph.ts";

/** Something allowed that no case has. */
export interface NotDrawn {
  /** `int8`, `rank 0`, `rank 6 or more`, `absent`, `default 1`, `nhwc`, `another value`. */
  readonly what: string;
  /** Why the operator refuses it; absent: a case could have it, as far as is known. */
  readonly reason?: string;
}

/** Why every one of the first graphs is refused once it is changed; `undefined` where one is accepted or none is there. */
export type Against = (graphs: readonly Graph[], change: (graph: Graph) => Graph) => string | undefined;

/** So many cases are tried with a value before it counts as refused. */
const tried = 40;

/** Finds reasons with what says why a graph is refused. */
export function reasonsBy(refusalOf: (graph: Graph) => string | undefined): Against {
  return (graphs, change) => {
    let reason: string | undefined;
    for (const graph of graphs.slice(0, tried)) {
      reason = refusalOf(change(graph));
      if (reason === undefined) return undefined;
    }
    return reason;
  };
}

/** Adds 1 to a key's count. */
export function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
