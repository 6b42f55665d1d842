/**
 * Candidates: cases a step smaller than a failing one, of which shrinking keeps those that fail in the same way.
 *
 * @module
 */

import type { Case, Inputs } from "../../graph/case.ts";
import { InputError } from "../../graph/input_error.ts";
import type { Graph, Operand } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { operandNames, validate } from "../../reference/validate.ts";
import { ValidationError } from "../../reference/validation_error.ts";

/** A smaller case. */
export interface Candidate {
  /** What was changed, in words: `axis 2 of input: 5 to 1`. The same change of another case has the same words. */
  readonly what: string;
  readonly case: Case;
}

/** The candidates of a case, boldest first. Each is valid, and none has open answers because of the change alone. */
export type Step = (testCase: Case) => Iterable<Candidate>;

/** A case's graph and data, as steps change them. */
export interface Parts {
  readonly graph: Graph;
  readonly inputs: Inputs;
  readonly secondInputs: Inputs;
}

/**
 * The case with other parts, without the operands that no node uses any more.
 *
 * @returns undefined where the spec refuses the graph.
 */
export function changed(testCase: Case, parts: Partial<Parts>): Case | undefined {
  const { graph, inputs, secondInputs } = { ...testCase, ...parts };
  const used = new Set(graph.nodes.flatMap(operandNames));
  const operands = new Map([...graph.operands].filter(([name]) => used.has(name)));
  const isInput = (name: string) => operands.get(name)?.kind === "input";
  const kept = (data: Inputs): Inputs => new Map([...data].filter(([name]) => isInput(name)));
  const first = kept(inputs);
  const smaller: Case = {
    ...testCase,
    graph: { ...graph, operands },
    inputs: first,
    secondInputs: secondInputs === inputs ? first : kept(secondInputs),
  };
  return isValid(smaller.graph) ? smaller : undefined;
}

function isValid(graph: Graph): boolean {
  try {
    validate(graph);
    return true;
  } catch (error) {
    if (error instanceof ValidationError || error instanceof InputError) return false;
    throw error;
  }
}

/**
 * The case with every tensor of an operand changed: the constant, or the input of both data sets.
 *
 * @param change undefined leaves the operand as it is.
 * @returns undefined where the spec refuses the graph.
 */
export function withTensors(
  testCase: Case,
  change: (tensor: Tensor, name: string) => Tensor | undefined,
  graph: Graph = testCase.graph,
): Case | undefined {
  const { inputs, secondInputs } = testCase;
  const of = (data: Inputs): Inputs =>
    new Map([...data].map(([name, tensor]) => [name, change(tensor, name) ?? tensor]));
  const first = of(inputs);
  const operands = new Map([...graph.operands].map(([name, operand]): [string, Operand] => {
    if (operand.kind === "scalarConstant") return [name, operand];
    if (operand.kind !== "input") {
      return [name, { ...operand, tensor: change(operand.tensor, name) ?? operand.tensor }];
    }
    const { dataType, shape } = first.get(name)!;
    return [name, { kind: "input", dataType, shape }];
  }));
  return changed(testCase, {
    graph: { ...graph, operands },
    inputs: first,
    secondInputs: secondInputs === inputs ? first : of(secondInputs),
  });
}

/** The data of an operand in the first data set; undefined for a scalar constant. */
export function tensorOf({ graph, inputs }: Case, name: string): Tensor | undefined {
  const operand = graph.operands.get(name);
  if (!operand || operand.kind === "scalarConstant") return undefined;
  return operand.kind === "input" ? inputs.get(name) : operand.tensor;
}

/** The candidate of a change, if the changed case is valid. */
export function* candidate(what: string, smaller: Case | undefined): Generator<Candidate> {
  if (smaller) yield { what, case: smaller };
}
