/**
 * Writing cases in the form of web-platform-tests (`graph/json.ts`).
 *
 * @module
 */

import type { Case } from "./case.ts";
import { elementsToText } from "./elements_text.ts";
import type { FileCase } from "./file_case.ts";
import type { Operand } from "./graph.ts";
import { InputError } from "./input_error.ts";
import type { Invalid } from "./invalid.ts";
import { type NodeObject, nodeToObject } from "./json_node.ts";
import { limits } from "./limits.ts";
import { type NumberText, numberToText } from "./number_text.ts";
import type { Signatures } from "./signature.ts";
import type { Descriptor, Tensor } from "./tensor.ts";

export interface TensorObject {
  readonly data: NumberText | readonly NumberText[];
  readonly descriptor: Descriptor;
}

export interface InputObject extends Partial<Pick<TensorObject, "data">>, Pick<TensorObject, "descriptor"> {
  readonly constant: boolean;
  /** Our extension: which of the builder's other ways to make a constant is meant. */
  readonly kind?: "constantTensor" | "scalarConstant";
}

/** A case as a test object of web-platform-tests; `id`, `invalid` and `kind` are our extensions. */
export interface CaseObject {
  readonly name: string;
  readonly id: string;
  readonly invalid?: Invalid;
  readonly graph: {
    readonly inputs: Readonly<Record<string, InputObject>>;
    readonly operators: readonly NodeObject[];
    /** Empty objects where the right answer is not given. */
    readonly expectedOutputs: Readonly<Record<string, TensorObject | Record<never, never>>>;
  };
}

/**
 * A case as an object that `JSON.stringify` takes. It holds the first data set only.
 *
 * @param expected The right answers, as far as they are known.
 * @throws {InputError} for an operator that has no signature.
 */
export function caseToObject(
  { id, graph, inputs, provenance, invalid }: Case,
  expected: ReadonlyMap<string, Tensor> | undefined,
  signatures: Signatures,
): CaseObject {
  const expectedOutputs = graph.outputs.map((name) => {
    const tensor = expected?.get(name);
    return [name, tensor ? tensorToObject(tensor) : {}] as const;
  });
  return {
    name: provenance.name ?? id,
    id,
    ...(invalid && { invalid }),
    graph: {
      inputs: Object.fromEntries(
        [...graph.operands].map((
          [name, operand],
        ) => [name, operandToObject(operand, inputs.get(name), invalid)]),
      ),
      operators: graph.nodes.map((node) => nodeToObject(node, signatures)),
      expectedOutputs: Object.fromEntries(expectedOutputs),
    },
  };
}

function operandToObject(operand: Operand, input: Tensor | undefined, invalid?: Invalid): InputObject {
  switch (operand.kind) {
    case "input":
      if (invalid) return { descriptor: descriptorOf(operand), constant: false };
      if (input === undefined) throw new TypeError("an input of the case has no data");
      return { ...tensorToObject(input), constant: false };
    case "constant":
      return { ...tensorToObject(operand.tensor), constant: true };
    case "constantTensor":
      return { ...tensorToObject(operand.tensor), constant: true, kind: "constantTensor" };
    case "scalarConstant": {
      const descriptor = { shape: [], dataType: operand.dataType };
      return { data: numberToText(operand.value), descriptor, constant: true, kind: "scalarConstant" };
    }
  }
}

function descriptorOf({ shape, dataType }: Descriptor): Descriptor {
  return { shape, dataType };
}

function tensorToObject({ data, shape, dataType }: Tensor): TensorObject {
  return { data: elementsToText(data), descriptor: { shape, dataType } };
}

/**
 * The text of a case file, with each list of numbers on one line.
 *
 * @throws {InputError} for an operator that has no signature, and for more elements than fit into a text.
 */
export function writeCases(cases: readonly FileCase[], signatures: Signatures): string {
  const elements = cases.reduce(
    (sum, { case: testCase, expected }) => sum + elementsOf(testCase, expected),
    0,
  );
  if (elements > limits.elementsInText) {
    throw new InputError(
      `the cases have ${elements} elements and at most ${limits.elementsInText} are written as JSON; write bundles`,
    );
  }
  return `${
    print(cases.map(({ case: testCase, expected }) => caseToObject(testCase, expected, signatures)), "")
  }\n`;
}

function elementsOf({ graph, inputs }: Case, expected: FileCase["expected"]): number {
  const constants = [...graph.operands.values()].map((operand) =>
    "tensor" in operand ? operand.tensor : undefined
  );
  return [...inputs.values(), ...constants, ...(expected?.values() ?? [])].reduce(
    (sum, tensor) => sum + (tensor?.data.length ?? 0),
    0,
  );
}

function print(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.some((item) => typeof item === "object")) {
    return `[\n${value.map((item) => inner + print(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.every(([, member]) => typeof member !== "object" || isShortList(member))) {
    return JSON.stringify(value);
  }
  return `{\n${
    members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${print(member, inner)}`).join(",\n")
  }\n${indent}}`;
}

function isShortList(value: unknown): boolean {
  return Array.isArray(value) && value.length <= 8 && value.every((item) => typeof item !== "object");
}
