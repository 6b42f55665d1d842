/** One operator's float32 answer by software kernels, right or with a bug, for tests. */

import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { OptionValue } from "../../graph/graph.ts";
import { arithmetics } from "../software/arithmetic.ts";
import { softwareOutputs } from "../software/run.ts";
import { mutants } from "./mutants.ts";

/** Shape and elements of an operand. */
export type Given = readonly [shape: readonly number[], elements: readonly number[]];

/** A call of one operator. */
export interface Question {
  readonly operator: string;
  readonly operands: Readonly<Record<string, Given>>;
  readonly options?: Readonly<Record<string, OptionValue>>;
}

/** The elements of the answer; undefined where the mutant's bug does not touch the call. */
export function answerTo(
  { operator, operands, options = {} }: Question,
  mutant?: string,
): number[] | undefined {
  const names = Object.keys(operands);
  const testCase: Case = {
    id: "test",
    graph: {
      operands: new Map(
        Object.entries(operands).map(([name, [shape, elements]]) => [name, {
          kind: "constant",
          tensor: { dataType: "float32", shape, data: Float32Array.from(elements) },
        }]),
      ),
      nodes: [{
        operator,
        operands: Object.fromEntries(names.map((name) => [name, name])),
        options,
        outputs: ["output"],
      }],
      outputs: ["output"],
    },
    inputs: new Map(),
    secondInputs: new Map(),
    provenance: { source: "test" },
  };
  const bug = mutants.find((each) => each.operator === operator && each.name === mutant);
  assert.equal(bug?.name, mutant);
  const outputs = softwareOutputs(testCase, testCase.inputs, arithmetics.ieee[0], bug);
  return outputs && Array.from(outputs.get("output")!.data, Number);
}

/** The answers with each of the mutants, by their names. */
export function answersTo(question: Question, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, answerTo(question, name)]));
}
