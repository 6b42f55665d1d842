/**
 * What the tests of hosts share.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";

/** A case of one relu, whose id says what the fake host shall do with it. */
export function caseOf(id: string): Case {
  const shape = [1];
  const inputs = new Map([["input", { dataType: "float32" as const, shape, data: Float32Array.of(1) }]]);
  return {
    id,
    graph: {
      operands: new Map([["input", { kind: "input", dataType: "float32", shape }]]),
      nodes: [{ operator: "relu", operands: { input: "input" }, options: {}, outputs: ["output"] }],
      outputs: ["output"],
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "test" },
  };
}
